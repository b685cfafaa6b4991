"""What is left of an erased record."""

from dataclasses import replace

from domain.model.values import FIRST_NAME, CompanyId, Kind, RecordId, RemoteId, Side
from domain.sync.erase import erased
from domain.sync.parking import park
from domain.sync.record import Attempt, Blanked, Call, CallKind, Record
from tests.domain.sync.building import ADA, REMOTE, at, in_step, linked_record

WHAT_ENDS_IT = Record(
    record_id=ADA,
    kind=Kind.DEAL,
    call=Call(kind=CallKind.UPDATE, sent_at=at(1)),
    attempts=(Attempt(sent_at=at(1)),),
    extras=(RemoteId(9),),
    remote_id=REMOTE,
    linked_at=at(2),
    alias_of=RecordId("eve"),
    parked=park(linked_record(), "REFUSED", "Unlock it.", at(3)).parked,
)


def test_nothing_is_left_but_what_is_needed_to_end_it_everywhere() -> None:
    known = replace(
        WHAT_ENDS_IT,
        fields={FIRST_NAME: in_step("Ada")},
        unmapped={"city": "Rome"},
        company_id=CompanyId(3),
        carry="carried",
        step="brain",
        blanked=Blanked(Side.VIXIEES, at(4)),
    )

    assert erased(known, at(10)) == replace(
        WHAT_ENDS_IT, deleted_by=Side.VIXIEES, deleted_at=at(10), erased=True
    )


def test_what_was_deleted_before_stays_deleted_then() -> None:
    deleted = replace(WHAT_ENDS_IT, deleted_by=Side.PIPEDRIVE, deleted_at=at(5))

    assert erased(deleted, at(10)) == replace(deleted, erased=True)
