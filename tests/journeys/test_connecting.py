"""Connecting a company, reading what it holds, and ending it again."""

import httpx
import pytest

from app.demo.login import log_in
from app.demo.pipedrive import Person
from app.demo.stage import eventually
from tests.journeys.town import Town
from vixiees.pipedrive.v1.connection_service_pb2 import ConnectionState

_MUELLER = {"first_name": "Käthe", "last_name": "Müller", "phone": "+49 30 901820"}


async def test_every_person_of_the_company_becomes_a_contact(acme_on_each: Town) -> None:
    await acme_on_each.connect()
    persons = await acme_on_each.colleague.persons()
    assert len(persons) == 60
    contacts = await acme_on_each.vixiees.linked()
    assert contacts.keys() == {one.person_id for one in persons}

    async def rows() -> list[dict[str, str]]:
        known = acme_on_each.vixiees.rows
        return [known[one].fields for one in contacts.values() if one in known]

    seen = await eventually(rows, lambda found: len(found) == 60)
    assert _sorted(seen) == _sorted([dict(one.fields) for one in persons])


async def test_the_import_costs_no_more_than_its_lists(acme: Town) -> None:
    await acme.connect()
    assert acme.sandbox.ledger.requests("GET /api/v2/persons", "oauth") == 1
    assert acme.sandbox.ledger.requests("GET /api/v2/organizations", "oauth") == 1
    assert acme.sandbox.ledger.requests("GET /api/v2/deals", "oauth") == 1
    catalog = 20 + 5 + 5 + 20 + 10 + 10
    set_up = 2 + catalog + 5 + 5 + 10 + 6 * 10
    assert acme.sandbox.ledger.tokens("oauth") == set_up + 10 + 10 + 10


async def test_contacts_handed_in_before_wait_and_find_their_persons(acme: Town) -> None:
    person_id = await acme.colleague.create("Käthe Müller", ["+49 30 901820"], "Bäckerei Nord")
    await acme.vixiees.authorize_url()
    known = await acme.vixiees.create(_MUELLER)
    unknown = await acme.vixiees.create({"first_name": "Neu", "phone": "+49 30 111222"})
    await acme.connect()
    assert await acme.both_show(known, {**_MUELLER, "company": "Bäckerei Nord"})
    assert await acme.vixiees.person_id(known) == person_id
    assert await acme.both_show(unknown, {"first_name": "Neu", "phone": "+49 30 111222"})
    assert await _named(acme, "Müller", "Käthe") == 1


async def test_connecting_again_changes_nothing_on_either_side(acme: Town) -> None:
    await acme.connect()
    before = await acme.vixiees.linked()
    persons = _by_id(await acme.colleague.persons())
    await acme.connect()
    assert await acme.vixiees.linked() == before
    assert _by_id(await acme.colleague.persons()) == persons


async def test_a_user_who_is_no_administrator_is_told_so(acme: Town) -> None:
    seller = str(acme.sandbox.colleagues()[0].id)
    with pytest.raises(httpx.HTTPStatusError) as refusal:
        await log_in(await acme.vixiees.authorize_url(), user_id=seller)
    assert "administrator" in refusal.value.response.text
    connection = await acme.state(ConnectionState.CONNECTION_STATE_CONNECTING)
    assert not connection.HasField("company")


async def test_disconnecting_leaves_nothing_of_ours_behind(acme: Town) -> None:
    await acme.connect()
    assert acme.sandbox.company.webhooks
    await acme.vixiees.disconnect()
    assert await eventually(acme.webhooks, lambda count: count == 0) == 0

    async def revoked() -> int:
        return acme.sandbox.ledger.oauth("revocations")

    assert await eventually(revoked, bool) == 1


async def test_uninstalling_in_pipedrive_ends_the_connection(acme: Town) -> None:
    await acme.connect()
    notice_to = {"callback_url": f"{acme.http_url}/oauth/callback"}
    answer = await acme.colleague.http.post("/sandbox/uninstall", json=notice_to)
    answer.raise_for_status()
    ended = await acme.state(ConnectionState.CONNECTION_STATE_UNINSTALLED)
    assert "Connect again" in ended.message


def _sorted(fields: list[dict[str, str]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(one.items()) for one in fields)


def _by_id(persons: list[Person]) -> dict[int, Person]:
    return {one.person_id: one for one in persons}


async def _named(town: Town, last_name: str, first_name: str) -> int:
    wanted = {"first_name": first_name, "last_name": last_name}
    persons = await town.colleague.persons()
    return sum(wanted.items() <= dict(one.fields).items() for one in persons)
