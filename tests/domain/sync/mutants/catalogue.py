"""Every rule that is broken on purpose."""

from tests.domain.sync.mutants.of_what_is_done import OF_ENDS, OF_THE_DECISION, OF_THE_PLAN
from tests.domain.sync.mutants.of_what_is_seen import OF_EVENTS, OF_READS, OF_VIXIEES

MUTANTS = (
    *OF_VIXIEES,
    *OF_THE_DECISION,
    *OF_EVENTS,
    *OF_READS,
    *OF_THE_PLAN,
    *OF_ENDS,
)
