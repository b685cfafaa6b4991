"""What many stories came to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from tests.simulation.campaign.expected import EXPECTED
from tests.simulation.story.play import Outcome

ENOUGH = 3000
"""After so many stories everything that is expected must have been met."""
_HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Tally:
    """The sum of outcomes. *quiet* are stories in which no fault occurred."""

    scenarios: int = 0
    quiet: int = 0
    kills: int = 0
    edits: int = 0
    remote_calls: int = 0
    passed: timedelta = timedelta(0)
    faults: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one story."""
        self.scenarios += 1
        self.quiet += not outcome.faults
        self.kills += outcome.kills
        self.edits += outcome.edits
        self.remote_calls += outcome.requests
        self.passed += outcome.passed
        self.faults += outcome.faults
        self.reached += outcome.reached
        if outcome.violations:
            self.failed.append(outcome)

    def missing(self) -> Sequence[str]:
        """Return what should have been met by now and never was."""
        if self.scenarios < ENOUGH:
            return []
        met = self.faults + self.reached
        return [name for name in EXPECTED if not met[name]]

    def told(self) -> str:
        """Return the sums in one line."""
        return (
            f"scenarios={self.scenarios} faults={self.faults.total()} kills={self.kills} "
            f"edits={self.edits} remote_calls={self.remote_calls} "
            f"virtual_hours={self.passed // _HOUR} without_a_fault={self.quiet} "
            f"violations={len(self.failed)}"
        )

    def counts(self) -> str:
        """Return how often each fault occurred and each state was reached."""
        width = max((len(name) for name in (*self.faults, *self.reached)), default=0)
        both = [(f"fault  {name}", count) for name, count in sorted(self.faults.items())]
        both += [(f"state  {name}", count) for name, count in sorted(self.reached.items())]
        return "\n".join(f"  {name:<{width + 7}} {count:>9}" for name, count in both)
