"""Contacts of both sides that meet by their phone once the first import is over."""

from domain.errors import CrmRefused
from domain.model.change import ChangeType
from domain.model.values import FieldName, RecordId, RemoteId, Value
from domain.model.views import SyncState
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612"}


async def _known_to_pipedrive(firm: Firm, name: str, phone: str = "+34-612") -> RecordId:
    """Let somebody create a person there that Vixiees is told of; return its id."""
    firm.company.create({"first_name": name, "phone": phone})
    await firm.deliver()
    await firm.work()
    return (await firm.news())[-1].record_id


async def _refused(firm: Firm) -> None:
    """Hand Ana in, whom Pipedrive does not take."""
    firm.crm.troubles["create_contact"] = [Trouble(error=CrmRefused("REFUSED", "No."))]
    await firm.call("ana", _ANA)
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.PARKED


async def _later(firm: Firm) -> None:
    firm.later(minutes=5)
    await firm.work()


async def test_a_contact_that_pipedrive_refused_meets_who_is_created_there_by_hand(
    firm: Firm,
) -> None:
    await _refused(firm)
    person = firm.company.create({"first_name": "Ana", "phone": "+34-612"})
    await firm.deliver()
    await firm.work()
    assert await firm.remote_id("ana") == person
    await _later(firm)
    assert list(firm.company.contacts) == [person]
    assert firm.shown(person)["last_name"] == "Pérez"
    assert {change.record_id for change in await firm.news()} == {"ana"}


async def test_what_was_edited_last_wins_between_two_that_meet_and_the_other_is_on_record(
    firm: Firm,
) -> None:
    await _refused(firm)
    firm.later(minutes=1)
    person = firm.company.create({"first_name": "Anna", "phone": "+34-612"})
    await firm.deliver()
    await firm.work()
    await _later(firm)
    assert firm.shown(person) == {**_ANA, "first_name": "Anna", "phone": "+34-612"}
    assert (await firm.view("ana")).fields["first_name"] == "Anna"
    lost = firm.store.conflicts(await firm.connection_id())
    assert [(one.field, one.value) for one in lost] == [
        ("first_name", "Ana"),
        ("phone", "+34 612"),
    ]


async def test_a_new_contact_meets_the_person_that_vixiees_was_just_told_of(firm: Firm) -> None:
    told = await _known_to_pipedrive(firm, "Ana")
    (person,) = firm.company.contacts
    firm.later(minutes=1)
    receipt = await firm.call("ana", _ANA)
    assert receipt.record.remote_id == person
    await firm.work()
    assert firm.shown(person) == _ANA
    assert firm.crm.asked["create_contact"] == 0
    merged = await firm.view(told)
    assert (merged.state, merged.merged_into) == (SyncState.MERGED, "ana")
    (change,) = [one for one in await firm.news() if one.record_id == told]
    assert (change.type, change.merged_into) == (ChangeType.MERGED, "ana")


async def test_a_person_that_vixiees_has_confirmed_is_another_than_a_new_contact(
    firm: Firm,
) -> None:
    await _known_to_pipedrive(firm, "Ana")
    await firm.acknowledge()
    await firm.call("ana", _ANA)
    await firm.work()
    assert len(firm.company.contacts) == 2


async def test_a_contact_of_another_phone_meets_nobody(firm: Firm) -> None:
    await _known_to_pipedrive(firm, "Ana", "+34 999")
    await firm.call("ana", _ANA)
    await firm.work()
    assert len(firm.company.contacts) == 2


async def test_one_that_might_be_several_meets_the_one_that_is_left(firm: Firm) -> None:
    for name in ("Ana", "Anna"):
        await _known_to_pipedrive(firm, name)
    ana, anna = firm.company.contacts
    receipt = await firm.call("ana", _ANA)
    assert (receipt.record.state, receipt.record.reason) == (SyncState.PARKED, "AMBIGUOUS_MATCH")
    await _ended(firm, anna)
    receipt = await firm.call("ana", _ANA)
    assert receipt.record.remote_id == ana
    await firm.work()
    assert list(firm.company.contacts) == [ana]
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def _ended(firm: Firm, person: RemoteId) -> None:
    firm.company.delete(person)
    await firm.deliver()
    await firm.work()
