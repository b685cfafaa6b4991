"""Custom properties come among a record's fields, and go, with their mappings."""

from dataclasses import replace

from domain.model.values import FIRST_NAME, ChangeNumber, Side, property_field
from domain.sync.local import observe_call
from domain.sync.properties import mapped_as
from domain.sync.record import Record
from tests.domain.sync.building import at, in_step, linked_record

AGE, CITY = property_field("age"), property_field("city")


def seen(**unmapped: str) -> Record:
    """Return a contact of which Pipedrive shows these properties, first seen ten seconds ago."""
    fields = {FIRST_NAME: in_step("Ada", 10), "phone": in_step("1", 5)}
    return replace(linked_record(**fields), unmapped=unmapped)


def test_a_property_that_comes_in_holds_what_pipedrive_was_last_seen_to_hold() -> None:
    record = mapped_as(seen(age="36", city="Rome"), ["age"])

    state = record.fields[AGE]
    assert state.truth is not None
    assert (state.truth.value, state.truth.side) == ("36", Side.PIPEDRIVE)
    assert state.truth.own_time == at(10)
    assert state.remote is not None
    assert (state.remote.value, state.remote.at) == ("36", at(10))
    assert state.truth.stamp == state.truth.since == state.remote.shows
    assert record.unmapped == {"city": "Rome"}
    assert record.fields[FIRST_NAME] == seen().fields[FIRST_NAME]


def test_a_property_that_pipedrive_does_not_show_comes_in_empty() -> None:
    state = mapped_as(seen(), ["age"]).fields[AGE]

    assert state.truth is not None
    assert state.remote is not None
    assert (state.truth.value, state.remote.value) == (None, None)


def test_of_a_record_that_was_never_read_nothing_is_known_to_come_in() -> None:
    state = mapped_as(linked_record(), ["age"]).fields[AGE]

    assert (state.truth, state.remote) == (None, None)


def test_nothing_comes_into_a_record_that_pipedrive_has_not_got() -> None:
    waiting = replace(seen(age="36"), remote_id=None)

    assert mapped_as(waiting, ["age"]) is waiting


def test_a_property_that_goes_out_is_shown_as_pipedrive_holds_it() -> None:
    both = {AGE: in_step("36"), CITY: in_step("Rome")}
    record = observe_call(
        replace(seen(zip="00100"), fields=both), {AGE: "37"}, at(20), ChangeNumber(0)
    ).record

    left = mapped_as(record, ["city"])

    assert set(left.fields) == {CITY}
    assert left.unmapped == {"zip": "00100", "age": "36"}


def test_an_empty_property_goes_out_unseen() -> None:
    record = replace(seen(), fields={AGE: in_step(None)})

    assert mapped_as(record, []).unmapped == {}


def test_one_may_go_while_another_comes() -> None:
    record = replace(seen(city="Rome"), fields={AGE: in_step("36"), **seen().fields})

    swapped = mapped_as(record, ["city"])

    assert set(swapped.fields) == {FIRST_NAME, "phone", CITY}
    assert swapped.unmapped == {"age": "36"}


def test_a_mapping_that_names_the_same_properties_changes_nothing() -> None:
    record = replace(seen(), fields={AGE: in_step("36")})

    assert mapped_as(record, ["age"]) is record
