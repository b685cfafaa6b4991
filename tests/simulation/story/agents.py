"""What agents of Vixiees do: call, write, finish tasks, comment; and what comes to it later."""

from dataclasses import replace

from domain.model.activity import (
    Call,
    CallState,
    Comment,
    Direction,
    DoneTask,
    Email,
    Report,
    SourceId,
    TaskStatus,
)
from domain.model.values import Kind, RecordId
from tests.simulation.story.deed import Deed
from tests.simulation.story.stage import Stage

_STATES = tuple(CallState)
_AGENT = "bo@firm.example"


def log(stage: Stage, deed: Deed) -> None:
    """Report a call, an e-mail, a task or a comment with one of the contacts."""
    which, other, what, about = deed.numbers
    account = stage.account(which)
    contacts = [record_id for _, record_id in account.vixiees.keys(Kind.CONTACT)]
    deals = [record_id for _, record_id in account.vixiees.keys(Kind.DEAL)]
    if not contacts:
        return
    account.logbook.tell(
        Report(
            source_id=SourceId(f"a{deed.place}"),
            at=stage.world.time.vixiees(),
            detail=_detail(what, deed.place),
            contact_ids=(contacts[other % len(contacts)],),
            deal_id=_deal(deals, about),
            agents=(_AGENT,),
        )
    )


def grow(stage: Stage, deed: Deed) -> None:
    """Report a call once more, with its recording or another outcome."""
    which, other, what, _ = deed.numbers
    account = stage.account(which)
    calls = [one for one in account.logbook.known() if isinstance(one.detail, Call)]
    if not calls:
        return
    report = calls[other % len(calls)]
    call = report.detail
    assert isinstance(call, Call)
    if what % 3:
        url = f"https://recordings.example/{deed.place}.mp3"
        account.logbook.tell(replace(report, detail=replace(call, recording_url=url)))
    else:
        state = _STATES[what % len(_STATES)]
        account.logbook.tell(replace(report, detail=replace(call, state=state)))


def _deal(deals: list[RecordId], about: int) -> RecordId | None:
    return deals[about % len(deals)] if deals and about % 2 else None


def _detail(what: int, place: int) -> Call | Email | DoneTask | Comment:
    match what % 5:
        case 0:
            return Email(
                subject=f"subject {place}", sender=_AGENT, recipients=("x@y.example",), body="Hello"
            )
        case 1:
            return DoneTask(name=f"task {place}", seconds=600, status=TaskStatus.COMPLETED)
        case 2:
            return Comment(author="Bo", body=f"comment {place}")
        case _:
            return Call(
                direction=Direction.OUTBOUND,
                state=_STATES[place % len(_STATES)],
                seconds=place,
                from_number="+34911111111",
                to_number=f"+346{place:08}",
            )
