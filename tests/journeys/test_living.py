"""Edits on both sides of a connected company, and what they cost."""

import asyncio

from app.demo.login import log_in
from tests.journeys.town import Town

_ANA = {
    "first_name": "Ana",
    "last_name": "Pérez",
    "phone": "+34 612 345 678",
    "company": "Talleres Ñandú",
}


async def test_a_contact_goes_both_ways(acme_on_each: Town) -> None:
    await acme_on_each.connect()
    contact_id = await acme_on_each.vixiees.create(_ANA)
    assert await acme_on_each.both_show(contact_id, _ANA)
    person_id = await acme_on_each.vixiees.person_id(contact_id)
    await acme_on_each.colleague.edit(person_id, first_name="Anna")
    assert await acme_on_each.both_show(contact_id, {**_ANA, "first_name": "Anna"})
    await acme_on_each.vixiees.edit(contact_id, {"phone": "+34 911 222 333"})
    edited = {**_ANA, "first_name": "Anna", "phone": "+34 911 222 333"}
    assert await acme_on_each.both_show(contact_id, edited)
    await acme_on_each.colleague.delete(person_id)
    assert await acme_on_each.both_show(contact_id, None)


async def test_a_person_edited_during_the_import_keeps_the_edit(acme: Town) -> None:
    await log_in(await acme.vixiees.authorize_url())
    person_ids = [one.person_id for one in await acme.colleague.persons()][:20]
    edits = (acme.colleague.edit(one, first_name="Live") for one in person_ids)
    await asyncio.gather(*edits)
    for person_id in person_ids:
        contact_id = await acme.contact_of(person_id)
        person = await acme.colleague.person(person_id)
        assert person is not None
        assert await acme.both_show(contact_id, dict(person.fields))
        assert acme.vixiees.rows[contact_id].fields["first_name"] == "Live"


async def test_an_update_costs_five_tokens_and_its_echo_none(acme: Town) -> None:
    await acme.connect()
    contact_id = await acme.vixiees.create(_ANA)
    assert await acme.both_show(contact_id, _ANA)
    await acme.quiet()
    acme.sandbox.ledger.clear()
    await acme.vixiees.edit(contact_id, {"first_name": "Anna"})
    assert await acme.both_show(contact_id, {**_ANA, "first_name": "Anna"})
    await acme.quiet()
    assert acme.sandbox.ledger.tokens("oauth") == 5


async def test_an_edit_in_pipedrive_costs_at_most_one_token(acme: Town) -> None:
    await acme.connect()
    contact_id = await acme.vixiees.create(_ANA)
    assert await acme.both_show(contact_id, _ANA)
    await acme.quiet()
    acme.sandbox.ledger.clear()
    await acme.colleague.edit(await acme.vixiees.person_id(contact_id), first_name="Anna")
    assert await acme.both_show(contact_id, {**_ANA, "first_name": "Anna"})
    await acme.quiet()
    assert acme.sandbox.ledger.tokens("oauth") <= 1


async def test_the_company_a_contact_names_is_made_once(acme: Town) -> None:
    await acme.connect()
    names = ("Ana", "Bea", "Cleo", "Dora", "Eva")
    contacts = [{"first_name": name, "company": "Ein neues Haus"} for name in names]
    created = [await acme.vixiees.create(contact) for contact in contacts]
    for contact_id, contact in zip(created, contacts, strict=True):
        assert await acme.both_show(contact_id, contact)
    assert list(acme.colleague.companies.values()).count("Ein neues Haus") == 1


async def test_an_event_that_is_delivered_twice_counts_once(acme: Town) -> None:
    await acme.connect()
    await acme.colleague.http.put("/sandbox/switches", json={"webhook_copies": 2})
    person_id = await acme.colleague.create("Doppelt Gemeldet")
    contact_id = await acme.contact_of(person_id)
    expected = {"first_name": "Doppelt", "last_name": "Gemeldet"}
    assert await acme.both_show(contact_id, expected)
    rows = [row.fields for row in acme.vixiees.rows.values()]
    assert rows.count(expected) == 1


async def test_many_edits_in_a_row_end_in_the_last_one(acme: Town) -> None:
    await acme.connect()
    contact_id = await acme.vixiees.create(_ANA)
    for number in range(10):
        await acme.vixiees.edit(contact_id, {"first_name": f"Ana {number}"})
    assert await acme.both_show(contact_id, {**_ANA, "first_name": "Ana 9"})


async def test_clearing_the_phone_brings_up_the_next_and_no_other_is_lost(acme: Town) -> None:
    await acme.connect()
    person_id = await acme.colleague.create("Rosa Viel", ["+49 30 1", "+49 30 2", "+49 30 3"])
    contact_id = await acme.contact_of(person_id)
    rosa = {"first_name": "Rosa", "last_name": "Viel"}
    await acme.both_show(contact_id, {**rosa, "phone": "+49 30 1"})
    await acme.vixiees.clear(contact_id, "phone")
    assert await acme.both_show(contact_id, {**rosa, "phone": "+49 30 2"})
    await acme.quiet()
    person = await acme.colleague.person(person_id)
    assert person is not None
    assert person.other_phones == ("+49 30 3",)


async def test_merged_persons_and_companies_leave_one_contact_of_each(acme: Town) -> None:
    await acme.connect()
    ana = {"first_name": "Ana", "last_name": "Eins", "company": "Haus Eins"}
    bea = {"first_name": "Bea", "last_name": "Zwei", "company": "Haus Zwei"}
    created = [await acme.vixiees.create(contact) for contact in (ana, bea)]
    for contact_id, contact in zip(created, (ana, bea), strict=True):
        assert await acme.both_show(contact_id, contact)
    await acme.colleague.merge_companies("Haus Eins", "Haus Zwei")
    assert await acme.both_show(created[0], {**ana, "company": "Haus Zwei"})
    first, second = [await acme.vixiees.person_id(contact_id) for contact_id in created]
    await acme.colleague.merge(first, second)
    assert await acme.both_show(created[0], None)
    assert await acme.both_show(created[1], bea)
