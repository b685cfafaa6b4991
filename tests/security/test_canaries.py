"""Nothing personal and no secret leaves by a log, whatever happens."""

import logging
from pathlib import Path

import pytest

from tests.contracts.store.databases import fresh_sqlite
from tests.journeys.town import Town, town

_ANA = {"first_name": "Anastasia", "last_name": "Kanarienvogel", "phone": "+34612987654"}
_PERSONAL = ("Anastasia", "Kanarienvogel", "612987654", "Geheimnis")


async def _live(one: Town) -> None:
    """Do what logs: connect, push, be refused, meet failures, lose the authorization."""
    await one.connect()
    contact_id = await one.vixiees.create(_ANA)
    assert await one.both_show(contact_id, _ANA)
    refusal = {"method": "PATCH", "path": "/api/v2/persons/{id}", "kind": "status", "status": 503}
    await one.colleague.http.post("/sandbox/faults", json=refusal)
    await one.colleague.http.post("/sandbox/expire-access-tokens")
    await one.vixiees.edit(contact_id, {"last_name": "Geheimnis"})
    assert await one.both_show(contact_id, {**_ANA, "last_name": "Geheimnis"})


async def test_a_whole_life_leaves_no_trace_of_persons_or_secrets_in_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = fresh_sqlite(tmp_path)
    async with town(url, tmp_path, persons=5) as one:
        await _live(one)
        grants, webhooks = one.sandbox.grants, one.sandbox.company.webhooks.values()
        passwords = [webhook.http_auth_password for webhook in webhooks]
        secrets = [*grants.access, *grants.refresh, *filter(None, passwords)]
    told = capsys.readouterr()
    logged = f"{told.out}{told.err}{caplog.text}"
    assert "http_answered" in logged
    assert len(secrets) > len(webhooks)
    assert [one for one in (*_PERSONAL, *secrets) if one in logged] == []
