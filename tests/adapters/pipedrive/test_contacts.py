"""Persons as contacts, read and written over real HTTP."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from adapters.pipedrive.crm import PipedriveCrm
from domain.errors import CrmGone
from domain.model.remote import RemoteRecord
from domain.model.values import CompanyId, FieldName, Kind, RecordId, RemoteId, Value
from domain.ports.crm import Patch
from tests.adapters.pipedrive.opened_sandbox import Company

_ANA: dict[FieldName, Value] = {
    "first_name": "Ana",
    "last_name": "Pérez",
    "phone": "+34 612 345 678",
}
_MARKER = RecordId("record-1")


def _patch(contact: RemoteRecord, **fields: Value) -> Patch:
    return Patch(fields=fields, company_id=None, carry=contact.carry)


async def _with_phones(acme: Company, crm: PipedriveCrm, *phones: str) -> RemoteRecord:
    """Create a contact whose person has these phones, the second one primary."""
    contact = await crm.records(Kind.CONTACT).create(_MARKER, Patch(fields={"first_name": "Rosa"}))
    record = acme.sandbox.company.tables["person"].rows[contact.remote_id]
    record.fields["phones"] = [
        {"value": phone, "primary": number == 1, "label": f"label {number}"}
        for number, phone in enumerate(phones)
    ]
    return await crm.records(Kind.CONTACT).one(contact.remote_id)


def _phones_of(acme: Company, contact: RemoteRecord) -> object:
    return acme.sandbox.company.tables["person"].rows[contact.remote_id].fields["phones"]


async def test_a_created_contact_reads_back_the_same(crm: PipedriveCrm) -> None:
    made = await crm.records(Kind.CONTACT).create(
        _MARKER, Patch(fields=_ANA, company_id=CompanyId(1))
    )
    assert made.fields == _ANA
    assert (made.company_id, made.marker) == (1, _MARKER)
    read = await crm.records(Kind.CONTACT).one(made.remote_id)
    assert (read.fields, read.company_id, read.marker) == (_ANA, 1, _MARKER)
    assert read.update_time == made.update_time
    assert read.served_at is not None


@pytest.mark.parametrize("name", ["first_name", "last_name"])
async def test_one_name_is_enough(crm: PipedriveCrm, name: FieldName) -> None:
    made = await crm.records(Kind.CONTACT).create(_MARKER, Patch(fields={name: "Nur Eins"}))
    assert made.fields == {"first_name": None, "last_name": None, "phone": None, name: "Nur Eins"}


async def test_an_update_changes_the_named_fields_alone(crm: PipedriveCrm) -> None:
    made = await crm.records(Kind.CONTACT).create(
        _MARKER, Patch(fields=_ANA, company_id=CompanyId(1))
    )
    seen = await crm.records(Kind.CONTACT).update(made.remote_id, _patch(made, last_name="García"))
    assert seen.fields == {**_ANA, "last_name": "García"}
    assert (seen.company_id, seen.marker) == (1, _MARKER)


async def test_a_field_is_cleared_by_none(crm: PipedriveCrm) -> None:
    made = await crm.records(Kind.CONTACT).create(
        _MARKER, Patch(fields=_ANA, company_id=CompanyId(1))
    )
    nothing: dict[FieldName, Value] = {"last_name": None, "phone": None, "company": None}
    patch = Patch(fields=nothing, company_id=None, carry=made.carry)
    cleared = await crm.records(Kind.CONTACT).update(made.remote_id, patch)
    assert cleared.fields == {"first_name": "Ana", "last_name": None, "phone": None}
    assert cleared.company_id is None


async def test_a_new_phone_keeps_the_other_phones_and_all_labels(
    acme: Company, crm: PipedriveCrm
) -> None:
    contact = await _with_phones(acme, crm, "+49 30 1", "+49 30 2", "+49 30 3")
    assert contact.fields["phone"] == "+49 30 2"
    seen = await crm.records(Kind.CONTACT).update(
        contact.remote_id, _patch(contact, phone="+49 30 9")
    )
    assert seen.fields["phone"] == "+49 30 9"
    assert _phones_of(acme, contact) == [
        {"value": "+49 30 9", "primary": True, "label": "label 1"},
        {"value": "+49 30 1", "primary": False, "label": "label 0"},
        {"value": "+49 30 3", "primary": False, "label": "label 2"},
    ]


async def test_a_phone_that_is_there_already_becomes_the_primary_one(
    acme: Company, crm: PipedriveCrm
) -> None:
    contact = await _with_phones(acme, crm, "+49 30 1", "+49 30 2")
    seen = await crm.records(Kind.CONTACT).update(
        contact.remote_id, _patch(contact, phone="+49 30 1")
    )
    assert seen.fields["phone"] == "+49 30 1"
    assert _phones_of(acme, contact) == [{"value": "+49 30 1", "primary": True, "label": "label 0"}]


async def test_without_its_primary_phone_a_person_shows_the_next_one(
    acme: Company, crm: PipedriveCrm
) -> None:
    contact = await _with_phones(acme, crm, "+49 30 1", "+49 30 2", "+49 30 3")
    seen = await crm.records(Kind.CONTACT).update(contact.remote_id, _patch(contact, phone=None))
    assert seen.fields["phone"] == "+49 30 1"
    phones = _phones_of(acme, contact)
    assert isinstance(phones, list)
    assert [phone["value"] for phone in phones] == ["+49 30 1", "+49 30 3"]


async def test_a_deleted_contact_is_gone(crm: PipedriveCrm) -> None:
    made = await crm.records(Kind.CONTACT).create(_MARKER, Patch(fields=_ANA))
    await crm.records(Kind.CONTACT).delete(made.remote_id)
    with pytest.raises(CrmGone):
        await crm.records(Kind.CONTACT).one(made.remote_id)
    assert await crm.records(Kind.CONTACT).many([made.remote_id]) == ()


@pytest.mark.parametrize("verb", ["read", "update", "delete"])
async def test_an_unknown_contact_is_gone(crm: PipedriveCrm, verb: str) -> None:
    unknown = RemoteId(999_999)
    patch = Patch(fields={"first_name": "X"}, company_id=None, carry="")
    asked: dict[str, Callable[[], Awaitable[object]]] = {
        "read": lambda: crm.records(Kind.CONTACT).one(unknown),
        "update": lambda: crm.records(Kind.CONTACT).update(unknown, patch),
        "delete": lambda: crm.records(Kind.CONTACT).delete(unknown),
    }
    with pytest.raises(CrmGone):
        await asked[verb]()


async def test_a_list_gives_every_contact_once(crm: PipedriveCrm) -> None:
    page = await crm.records(Kind.CONTACT).page()
    assert page.next_cursor is None
    ids = [one.remote_id for one in page.items]
    assert len(ids) == 30
    assert ids == sorted(set(ids))
    some = await crm.records(Kind.CONTACT).many(ids[:3])
    assert [one.remote_id for one in some] == ids[:3]


async def test_a_list_can_begin_at_a_moment(crm: PipedriveCrm) -> None:
    made = await crm.records(Kind.CONTACT).create(_MARKER, Patch(fields=_ANA))
    since = made.update_time + timedelta(microseconds=500)
    recent = await crm.records(Kind.CONTACT).page(updated_since=since)
    assert [one.remote_id for one in recent.items] == [made.remote_id]


async def test_the_newest_contacts_are_those_created_since(crm: PipedriveCrm) -> None:
    before = datetime.now(UTC) - timedelta(seconds=5)
    first = await crm.records(Kind.CONTACT).create(RecordId("one"), Patch(fields=_ANA))
    second = await crm.records(Kind.CONTACT).create(RecordId("two"), Patch(fields=_ANA))
    newest = await crm.records(Kind.CONTACT).newest(before)
    assert {one.remote_id for one in newest} == {first.remote_id, second.remote_id}
    assert {one.marker for one in newest} == {"one", "two"}
    assert await crm.records(Kind.CONTACT).newest(datetime.now(UTC) + timedelta(minutes=1)) == []


async def test_a_merged_contact_is_gone(crm: PipedriveCrm) -> None:
    loser = await crm.records(Kind.CONTACT).create(RecordId("loser"), Patch(fields=_ANA))
    winner = await crm.records(Kind.CONTACT).create(RecordId("winner"), Patch(fields=_ANA))
    await crm.records(Kind.CONTACT).merge(loser.remote_id, winner.remote_id)
    with pytest.raises(CrmGone):
        await crm.records(Kind.CONTACT).one(loser.remote_id)
    assert (await crm.records(Kind.CONTACT).one(winner.remote_id)).marker == "winner"
