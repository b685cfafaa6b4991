"""An activity that uses every field of its type, and one of each kind."""

from domain.activity.activity import Activity, Found, Waiting
from domain.activity.draft import Draft
from domain.activity.sections import Section
from domain.model.activity import (
    ActivityId,
    ActivityKind,
    Call,
    CallState,
    Comment,
    Detail,
    Direction,
    DoneTask,
    Email,
    Report,
    SourceId,
    TaskStatus,
)
from domain.model.catalog import UserId
from domain.model.values import RecordId, RemoteId
from domain.sync.record import Parked
from tests.contracts.store.builders import LATER, NOW

CALL = Call(
    direction=Direction.INBOUND,
    state=CallState.VOICEMAIL,
    seconds=3_599,
    from_number="+34 612",
    to_number="+34 900",
    recording_url="https://r.test/1",
    notes='Zoë 漢字 😀 "quoted" \\ \n',
    session="s-1",
)
_DETAILS: tuple[Detail, ...] = (
    CALL,
    Email(
        subject="Hi", sender="a@b.c", recipients=("d@e.f",), copies=("g",), body="<p>", is_cut=True
    ),
    DoneTask(name="Visit", seconds=60, status=TaskStatus.COMPLETED, notes="n"),
    Comment(author="Ana", body="<p>", is_cut=True),
)


def a_report(source_id: str, detail: Detail = CALL) -> Report:
    return Report(
        source_id=SourceId(source_id),
        at=NOW,
        detail=detail,
        contact_ids=(RecordId("c-1"), RecordId("c-2")),
        deal_id=RecordId("d-1"),
        agents=("ana@acme.test",),
    )


def an_activity(report: Report) -> Activity:
    return Activity(
        activity_id=report.activity_id, kind=report.kind, accepted_at=NOW, legs=(report,)
    )


ONE_OF_EACH = [
    an_activity(a_report(f"ŕ {number}", detail)) for number, detail in enumerate(_DETAILS)
]
FULL_ACTIVITY = Activity(
    activity_id=ActivityId("call/ŕ 1"),
    kind=ActivityKind.CALL,
    accepted_at=NOW,
    legs=(a_report("ŕ 1"), a_report("ŕ 2")),
    part_of=ActivityId("call/x"),
    found=Found(
        number="+34 612", contact_ids=(RecordId("c-9"),), reason="R", message="M", skip=True
    ),
    waiting=Waiting(record_id=RecordId("c-1"), reason="R", message="M", needs_person=True),
    parked=Parked(reason="REFUSED", message="Change it.", since=NOW),
    sent_at=NOW,
    tried_at=LATER,
    look_at=LATER,
    remote_id=RemoteId(2**40),
    written=Draft(
        subject="S",
        type="call",
        at=NOW,
        seconds=5,
        contacts=(RemoteId(1), RemoteId(2)),
        deal=RemoteId(3),
        owner=UserId(4),
        sections=(Section(name="call", heading="Call", html="<b>"),),
    ),
    told="abc",
)
