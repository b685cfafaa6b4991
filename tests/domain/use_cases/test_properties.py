"""Custom properties: mapped to fields of Pipedrive, both ways, by id and never by label."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.errors import CrmRefused, InvalidInput
from domain.model.catalog import Option, Property, PropertyId, PropertyMapping
from domain.model.values import Kind, property_field
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.crm_requests import Trouble

_COLOUR = "c" * 40
_NOTES = "d" * 40
_AGE = "e" * 40


def own(property_id: str) -> str:
    return property_field(property_id)


def mapping(property_id: str, code: str, kind: Kind = Kind.CONTACT) -> PropertyMapping:
    return PropertyMapping(kind=kind, property_id=PropertyId(property_id), code=code)


async def put(firm: Firm, *mappings: PropertyMapping) -> None:
    await firm.properties.set(ACME, mappings)
    await firm.work()


@pytest.fixture
async def firm() -> Firm:
    """Connect a company that has three custom fields of persons."""
    built = Firm()
    options = (Option(option_id="1", label="red"), Option(option_id="2", label="blue"))
    for code, name, kind, choices in (
        (_COLOUR, "Colour", "enum", options),
        (_NOTES, "Notes", "varchar", ()),
        (_AGE, "Age", "double", ()),
    ):
        field = Property(
            kind=Kind.CONTACT, code=code, name=name, type=kind, options=choices, is_custom=True
        )
        built.company.properties.append(field)
    await built.connect()
    await built.acknowledge()
    return built


async def test_a_mapped_value_goes_to_pipedrive_by_the_option_it_names(firm: Firm) -> None:
    await put(firm, mapping("favourite", _COLOUR))
    remote_id = await firm.in_step("ana", {"first_name": "Ana", own("favourite"): "2"})
    assert firm.company.contacts[remote_id].properties == {_COLOUR: "2"}
    assert (await firm.view("ana")).state is SyncState.SYNCED
    assert await firm.news() == []


async def test_a_value_changed_in_pipedrive_is_told_by_the_id_of_vixiees(firm: Firm) -> None:
    await put(firm, mapping("favourite", _COLOUR))
    remote_id = await firm.in_step("ana", {"first_name": "Ana", own("favourite"): "2"})
    firm.crm.asked.clear()
    firm.company.edit(remote_id, {own(_COLOUR): "1"})
    await firm.deliver()
    await firm.work()
    (change,) = await firm.news()
    assert change.fields == {own("favourite"): "1"}
    assert dict(firm.crm.asked) == {}


async def test_a_value_cleared_on_one_side_is_cleared_on_the_other(firm: Firm) -> None:
    await put(firm, mapping("favourite", _COLOUR))
    remote_id = await firm.in_step("ana", {"first_name": "Ana", own("favourite"): "2"})
    await firm.call("ana", {own("favourite"): None})
    await firm.work()
    assert firm.company.contacts[remote_id].properties == {}


async def test_a_value_cleared_in_pipedrive_is_told_without_a_request(firm: Firm) -> None:
    await put(firm, mapping("favourite", _COLOUR))
    remote_id = await firm.in_step("ana", {"first_name": "Ana", own("favourite"): "2"})
    firm.crm.asked.clear()
    firm.company.edit(remote_id, {own(_COLOUR): None})
    await firm.deliver()
    await firm.work()
    (change,) = await firm.news()
    assert change.fields == {own("favourite"): None}
    assert dict(firm.crm.asked) == {}


async def test_a_property_mapped_later_brings_the_values_that_pipedrive_has(firm: Firm) -> None:
    firm.company.create({"first_name": "Ana", own(_AGE): "7.5"})
    await firm.deliver()
    await firm.work()
    await firm.acknowledge()
    (view,), _ = await firm.contacts.list(ACME, 10, "")
    assert view.properties == {_AGE: "7.5"}
    firm.crm.asked.clear()
    await put(firm, mapping("age", _AGE))
    (change,) = await firm.news()
    assert change.fields == {own("age"): "7.5"}
    assert dict(firm.crm.asked) == {}
    (view,), _ = await firm.contacts.list(ACME, 10, "")
    assert (view.properties, view.fields[own("age")]) == ({}, "7.5")


async def test_a_property_no_longer_mapped_is_left_alone_on_both_sides(firm: Firm) -> None:
    await put(firm, mapping("age", _AGE))
    remote_id = await firm.in_step("ana", {"first_name": "Ana", own("age"): "7"})
    await put(firm)
    assert await firm.news() == []
    assert firm.company.contacts[remote_id].properties == {_AGE: "7"}
    assert (await firm.view("ana")).properties == {_AGE: "7"}


@pytest.mark.parametrize("value", ["red", "3", "1,2"])
async def test_a_value_that_the_field_cannot_hold_is_reported_and_not_sent(
    firm: Firm, value: str
) -> None:
    await put(firm, mapping("favourite", _COLOUR))
    remote_id = await firm.in_step("ana", {"first_name": "Ana", own("favourite"): "2"})
    receipt = await firm.call("ana", {"first_name": "Anna", own("favourite"): value})
    await firm.work()
    assert [one.reason for one in receipt.notices] == ["VALUE_NOT_TRANSLATABLE"]
    assert firm.company.contacts[remote_id].properties == {_COLOUR: "2"}
    assert firm.shown(remote_id)["first_name"] == "Anna"


def _without_blue(firm: Firm) -> None:
    """Let somebody remove an option in Pipedrive, which tells nobody of it."""
    firm.company.properties = [
        replace(one, options=one.options[:1]) if one.code == _COLOUR else one
        for one in firm.company.properties
    ]


async def test_an_option_that_is_gone_is_kept_in_vixiees_and_reported_and_the_rest_is_written(
    firm: Firm,
) -> None:
    await put(firm, mapping("favourite", _COLOUR), mapping("age", _AGE))
    remote_id = await firm.in_step("ana", {"first_name": "Ana", own("favourite"): "1"})
    _without_blue(firm)
    firm.crm.asked.clear()
    await firm.call("ana", {own("favourite"): "2", own("age"): "8", "first_name": "Anna"})
    await firm.work()
    held = firm.company.contacts[remote_id]
    assert (held.fields["first_name"], held.properties) == ("Anna", {_COLOUR: "1", _AGE: "8"})
    view = await firm.view("ana")
    assert (view.state, view.reason) == (SyncState.PARKED, "VALUE_REFUSED")
    assert "'favourite'" in view.message
    assert view.fields[own("favourite")] == "2"
    assert await firm.news() == []
    assert firm.crm.asked["update_contact"] == 2
    assert [one.is_stale for one in await firm.properties.get(ACME)] == [False, False]
    receipt = await firm.call("ana", {own("favourite"): "2"})
    assert [one.reason for one in receipt.notices] == ["VALUE_NOT_TRANSLATABLE"]
    await firm.call("ana", {own("favourite"): "1"})
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_a_contact_is_created_without_the_value_that_its_field_does_not_take(
    firm: Firm,
) -> None:
    await put(firm, mapping("favourite", _COLOUR))
    _without_blue(firm)
    await firm.call("ana", {"first_name": "Ana", own("favourite"): "2"})
    await firm.work()
    (made,) = firm.company.contacts.values()
    assert (made.fields["first_name"], made.properties) == ("Ana", {})
    view = await firm.view("ana")
    assert (view.reason, view.fields[own("favourite")]) == ("VALUE_REFUSED", "2")
    await firm.deliver()
    await firm.work()
    assert await firm.news() == []


async def test_a_property_that_is_not_mapped_is_reported(firm: Firm) -> None:
    receipt = await firm.call("ana", {"first_name": "Ana", own("shoe"): "43"})
    assert [(one.field, one.reason) for one in receipt.notices] == [
        ("fields.properties[shoe]", "PROPERTY_NOT_MAPPED")
    ]


async def test_a_field_that_is_gone_holds_nothing_else_up(firm: Firm) -> None:
    await put(firm, mapping("age", _AGE), mapping("favourite", _COLOUR))
    remote_id = await firm.in_step("ana", {"first_name": "Ana", own("age"): "7"})
    firm.company.properties = [one for one in firm.company.properties if one.code != _AGE]
    await firm.call("ana", {own("age"): "8", own("favourite"): "1", "first_name": "Anna"})
    await firm.work()
    held = firm.company.contacts[remote_id]
    assert (held.fields["first_name"], held.properties[_COLOUR]) == ("Anna", "1")
    stale = {one.property_id: one.is_stale for one in await firm.properties.get(ACME)}
    assert stale == {"age": True, "favourite": False}
    assert all(own("age") not in change.fields for change in await firm.news())


async def test_a_field_that_is_back_is_carried_again(firm: Firm) -> None:
    await put(firm, mapping("age", _AGE))
    await firm.in_step("ana", {"first_name": "Ana"})
    fields = firm.company.properties
    firm.company.properties = [one for one in fields if one.code != _AGE]
    firm.later(hours=25)
    await firm.work()
    assert [one.is_stale for one in await firm.properties.get(ACME)] == [True]
    firm.company.properties = fields
    firm.later(hours=25)
    await firm.work()
    assert [one.is_stale for one in await firm.properties.get(ACME)] == [False]


@pytest.mark.parametrize(
    ("mappings", "faults"),
    [
        ([mapping("a", "nothing")], ["UNKNOWN_PROPERTY"]),
        ([mapping("a", _AGE, Kind.DEAL)], ["UNKNOWN_PROPERTY"]),
        ([mapping("a", _AGE), mapping("b", _AGE)], ["FIELD_MAPPED_TWICE"] * 2),
        ([mapping("a", _AGE), mapping("a", _NOTES)], ["PROPERTY_MAPPED_TWICE"] * 2),
        ([mapping("a", "field-4")], ["NOT_A_CUSTOM_FIELD"]),
    ],
    ids=["unknown", "of deals", "one field", "one property", "our own"],
)
async def test_a_wrong_mapping_is_refused_with_every_fault(
    firm: Firm, mappings: Sequence[PropertyMapping], faults: list[str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await firm.properties.set(ACME, mappings)
    assert [one.reason for one in refusal.value.violations] == faults
    assert await firm.properties.get(ACME) == ()


async def test_an_edit_of_one_property_in_pipedrive_is_none_of_another(firm: Firm) -> None:
    await put(firm, mapping("age", _AGE), mapping("notes", _NOTES))
    fields = {"first_name": "Ana", own("age"): "7", own("notes"): "old"}
    remote_id = await firm.in_step("ana", fields)
    firm.crm.troubles["update_contact"] = [Trouble(error=CrmRefused("REFUSED", "No."))]
    await firm.call("ana", {own("age"): "8"})
    await firm.work()
    firm.later(minutes=1)
    firm.company.edit(remote_id, {own(_NOTES): "new", own(_COLOUR): "1"})
    await firm.deliver()
    await firm.work()
    shown = (await firm.view("ana")).fields
    assert (shown[own("age")], shown[own("notes")]) == ("8", "new")
