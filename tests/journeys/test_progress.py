"""What a page that shows the import gets of it while it is under way."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from app.demo.login import log_in
from tests.contracts.store.databases import fresh_sqlite
from tests.journeys.town import Town, town
from vixiees.pipedrive.v1.connection_service_pb2 import ConnectionState, ImportPhase, ImportProgress

_PERSONS = 1_700
_PAGE = 500
_CONTACTS = ImportPhase.IMPORT_PHASE_CONTACTS
_SLOW = {"path": "/api/v2/persons", "kind": "slow", "delay_seconds": 0.3, "times": 10}


async def _watched(acme: Town) -> list[ImportProgress]:
    """Return every progress that the stream has shown until the import was over."""
    shown = list[ImportProgress]()
    async for connection in acme.vixiees.connection():
        shown.append(connection.progress)
        if connection.state == ConnectionState.CONNECTION_STATE_ACTIVE:
            return shown
    raise AssertionError("the stream of the connection ended")


async def test_the_stream_shows_counts_rate_and_the_end_page_by_page(tmp_path: Path) -> None:
    async with town(fresh_sqlite(tmp_path), tmp_path, persons=_PERSONS) as acme:
        await acme.colleague.http.post("/sandbox/faults", json=_SLOW)
        address = await acme.vixiees.authorize_url()
        watching = asyncio.create_task(_watched(acme))
        began = datetime.now(UTC)
        await log_in(address)
        shown = await watching
        pages = [one for one in shown if one.phase == _CONTACTS and one.contacts]
        assert [one.contacts for one in pages] == [_PAGE, 2 * _PAGE, 3 * _PAGE]
        left = [one.entries_left for one in pages]
        assert left == sorted(left, reverse=True)
        assert abs(left[0] - (_PERSONS - _PAGE)) < _PAGE
        assert all(one.entries_per_second > 0 for one in pages)
        ends = [one.forecast_time.ToDatetime(UTC) for one in pages]
        assert all(began < end for end in ends)
        phases = list(dict.fromkeys(one.phase for one in shown))
        assert phases[-1] == ImportPhase.IMPORT_PHASE_DONE
        assert phases.index(_CONTACTS) < phases.index(ImportPhase.IMPORT_PHASE_DEALS)


async def test_what_is_read_can_be_edited_before_the_import_is_over(tmp_path: Path) -> None:
    async with town(fresh_sqlite(tmp_path), tmp_path, persons=_PERSONS) as acme:
        slow = {**_SLOW, "path": "/api/v2/deals", "delay_seconds": 3}
        await acme.colleague.http.post("/sandbox/faults", json=slow)
        await log_in(await acme.vixiees.authorize_url())
        async for connection in acme.vixiees.connection():
            if connection.progress.phase == ImportPhase.IMPORT_PHASE_DEALS:
                break
        linked = await acme.vixiees.linked()
        assert len(linked) == _PERSONS
        newest = max(linked)
        await acme.vixiees.create({"first_name": "Edited", "last_name": "Early"}, linked[newest])
        person = None
        while person is None or person.fields["last_name"] != "Early":
            person = await acme.colleague.person(newest)
            await asyncio.sleep(0.05)
        async for connection in acme.vixiees.connection():
            assert connection.state == ConnectionState.CONNECTION_STATE_IMPORTING
            break
