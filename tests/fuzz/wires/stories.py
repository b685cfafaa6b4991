"""What makes the service ask Pipedrive for something, a story each."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from domain.errors import SyncError
from domain.model.activity import Call, CallState, Comment, Direction, Report, SourceId
from domain.model.connection import ConnectionState, ImportPhase, ImportProgress
from domain.model.values import ChangeNumber, FieldName, RecordId, Value
from domain.model.views import SyncCall
from domain.model.work import Task
from domain.ports.store import Tx
from domain.use_cases.sync_records import SyncRecords
from tests.fakes.world import START
from tests.fuzz.wires.chores import attempt, work_off
from tests.fuzz.wires.house import House
from tests.journeys.wiring import ACME, log_in

Story = Callable[[House], Awaitable[None]]
_STRIDES = 4


def _works(task: Task) -> Story:
    async def run(house: House) -> None:
        for _ in range(_STRIDES):
            await attempt(house, task)

    return run


async def _import(house: House) -> None:
    connection_id = (await house.service.connections().get(ACME)).connection_id

    def begin(tx: Tx) -> None:
        held = tx.connections.hold(connection_id)
        progress = ImportProgress(phase=ImportPhase.COMPANIES)
        tx.connections.put(replace(held, progress=progress, state=ConnectionState.IMPORTING))

    await house.store.transact(begin)
    await _works(Task.IMPORT)(house)


async def _contacts(house: House) -> None:
    contacts = house.service.contacts()
    await _sync(contacts, "c-2", {"first_name": "Neu", "company": "Neu", "phone": "030 1234567"})
    await _sync(contacts, "c-1", {"first_name": "Anna", "company": "Acme", "phone": None})
    await work_off(house)


async def _deals(house: House) -> None:
    deals = house.service.deals()
    deal = {"title": "Neu", "value": "5 EUR", "status": "won", "contact": "c-1"}
    await _sync(deals, "d-2", deal)
    await _sync(deals, "d-1", {"title": "Dach", "value": "7 USD", "status": "lost"})
    await work_off(house)


async def _activities(house: House) -> None:
    call = Call(direction=Direction.INBOUND, state=CallState.BUSY, seconds=5)
    await _log(house, call)
    await _log(house, replace(call, recording_url="https://r.example/1"))
    await _log(house, Comment(author="Ana", body="<p>Hello</p>"))
    await _log(house, Comment(author="Ana", body="<p>Hello again</p>"))


async def _log_in(house: House) -> None:
    with suppress(SyncError):
        await log_in(house.service, house.to_pipedrive, house.pipedrive.sandbox)


async def _sync(uses: SyncRecords, record_id: str, fields: Mapping[FieldName, Value]) -> None:
    call = SyncCall(
        record_id=RecordId(record_id),
        fields=fields,
        update_time=START,
        applied_change=ChangeNumber(0),
    )
    await uses.sync(ACME, call)


async def _log(house: House, detail: Call | Comment) -> None:
    report = Report(
        source_id=SourceId("43"), at=START, detail=detail, contact_ids=(RecordId("c-1"),)
    )
    await house.service.activities().log(ACME, report)
    await work_off(house)


STORIES: Mapping[str, Story] = {
    "set up": _works(Task.SET_UP),
    "catalog": _works(Task.CATALOG),
    "webhooks": _works(Task.WEBHOOKS),
    "sweep": _works(Task.SWEEP),
    "audit": _works(Task.AUDIT),
    "import": _import,
    "contacts": _contacts,
    "deals": _deals,
    "activities": _activities,
    "login": _log_in,
}
