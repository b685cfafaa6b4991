"""After a contact is erased, nothing of the person is left: no table, no log (GDPR, article 17)."""

import base64
import json
import logging
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from adapters.sandbox.company.webhooks import Webhook
from app.demo.stage import eventually
from tests.contracts.store.databases import fresh_sqlite
from tests.journeys.town import Town, town
from vixiees.pipedrive.v1.contact_service_pb2 import EraseContactRequest, SyncContactRequest
from vixiees.pipedrive.v1.contact_service_pb2_grpc import ContactServiceStub

_ANA = {"first_name": "Anastasia", "last_name": "Kanarienvogel", "phone": "+34612987654"}
_TRACES = ("Anastasia", "Kanarienvogel", "612987654", "Papagei", "Wellensittich", "Zeisig", "Fink")


def _told_by(path: Path) -> str:
    """Return everything that any table holds, as text."""
    with sqlite3.connect(path) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = [database.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names]  # noqa: S608 - its own tables
    return repr(rows)


async def _deliver_unreadably(one: Town) -> None:
    """Let Pipedrive send something about the contact that cannot be understood."""
    webhook: Webhook = next(iter(one.sandbox.company.webhooks.values()))
    pair = f"{webhook.http_auth_user}:{webhook.http_auth_password}".encode()
    headers = {"authorization": f"Basic {base64.b64encode(pair).decode()}"}
    body = {"meta": {"entity": "person", "action": "change"}, "data": {"name": "Wellensittich"}}
    async with httpx.AsyncClient() as http:
        answer = await http.post(
            webhook.subscription_url, content=json.dumps(body), headers=headers
        )
    assert answer.json() == {"result": "quarantined"}


async def _live(one: Town) -> str:
    """Leave traces of the contact wherever there can be any; return its id."""
    contact_id = await one.vixiees.create(_ANA)
    assert await one.both_show(contact_id, _ANA)
    person_id = await one.vixiees.person_id(contact_id)
    row = one.vixiees.rows[contact_id]
    earlier, applied = datetime.now(UTC), row.applied_change
    await one.colleague.edit(person_id, last_name="Papagei")
    assert await one.both_show(contact_id, {**_ANA, "last_name": "Papagei"})
    row.applied_change = applied
    one.vixiees.edit_offline(contact_id, {"last_name": "Zeisig"}, earlier)
    await one.vixiees.send(contact_id)
    await one.vixiees.activities.call(
        "1", datetime.now(UTC), contact_ids=[contact_id], notes="Fink"
    )
    again = SyncContactRequest(account_id="acme", contact_id=contact_id, request_id="r1")
    again.fields.phone = _ANA["phone"]
    again.update_mask.paths.append("phone")
    again.update_time.GetCurrentTime()
    await ContactServiceStub(one.channel).SyncContact(again)
    await _deliver_unreadably(one)
    await one.quiet()
    return contact_id


async def test_nothing_of_an_erased_contact_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with town(fresh_sqlite(tmp_path), tmp_path, persons=3) as one:
        await one.connect()
        contact_id = await _live(one)
        path = tmp_path / "service.db"
        before = _told_by(path)
        assert [trace for trace in _TRACES if trace not in before] == []
        erase = EraseContactRequest(account_id="acme", contact_id=contact_id)
        await ContactServiceStub(one.channel).EraseContact(erase)

        async def gone() -> bool:
            return not any("Papagei" in str(each) for each in await one.colleague.persons())

        assert await eventually(gone, bool)
        await one.quiet()

        async def told() -> list[str]:
            return [trace for trace in _TRACES if trace in _told_by(path)]

        assert await eventually(told, lambda traces: not traces) == []
        assert contact_id in _told_by(path)
    shown = capsys.readouterr()
    logged = f"{shown.out}{shown.err}{caplog.text}"
    assert [trace for trace in _TRACES if trace in logged] == []
