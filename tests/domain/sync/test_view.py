from dataclasses import replace

import pytest

from domain.model.values import ChangeNumber, Kind, RecordId, Side
from domain.model.views import SyncState
from domain.sync.answers import value_refused
from domain.sync.deals import only_vixiees
from domain.sync.ends import gone
from domain.sync.local import observe_call
from domain.sync.parking import park
from domain.sync.record import Record
from domain.sync.view import refusals, view
from tests.domain.sync.building import REMOTE, Life, a_life, at, in_step, linked_record


def edited() -> Record:
    life = a_life(first_name="Ada", phone="1")
    life.call(10, first_name="Bea")
    return life.record


def deleted(*, there: bool) -> Record:
    life = a_life(first_name="Ada")
    if there:
        life.delete_there(10)
    else:
        life.delete_here(10)
    return life.record


def new() -> Record:
    life = Life()
    life.call(0, first_name="Ada")
    return life.record


@pytest.mark.parametrize(
    ("record", "state"),
    [
        (a_life(first_name="Ada").record, SyncState.SYNCED),
        (edited(), SyncState.PENDING),
        (new(), SyncState.PENDING),
        (replace(new(), held=True), SyncState.PENDING),
        (replace(a_life(first_name="Ada").record, doubt=True), SyncState.PENDING),
        (gone(a_life(first_name="Ada").record, at(5)), SyncState.PENDING),
        (park(edited(), "REFUSED", "Change it.", at(11)), SyncState.PARKED),
        (deleted(there=False), SyncState.DELETED),
        (deleted(there=True), SyncState.DELETED),
        (replace(edited(), alias_of=RecordId("eve")), SyncState.MERGED),
    ],
)
def test_the_state_of_a_contact(record: Record, state: SyncState) -> None:
    assert view(record, at(20)).state is state


def test_a_view_shows_what_both_sides_shall_hold() -> None:
    shown = view(edited(), at(20))

    assert dict(shown.fields) == {"first_name": "Bea", "phone": "1"}
    assert (shown.record_id, shown.remote_id, shown.reason, shown.merged_into) == (
        "ada",
        REMOTE,
        "",
        None,
    )


def test_a_parked_contact_says_what_to_do() -> None:
    shown = view(park(edited(), "REFUSED", "Change it.", at(11)), at(20))

    assert (shown.reason, shown.message) == ("REFUSED", "Change it.")


def test_a_merged_contact_names_its_survivor() -> None:
    assert view(replace(edited(), alias_of=RecordId("eve")), at(20)).merged_into == "eve"


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (True, "deleted in Pipedrive and is kept in Vixiees"),
        (False, "deleted in Vixiees and is kept in Pipedrive"),
    ],
)
def test_a_contact_that_one_side_keeps_says_which(*, there: bool, said: str) -> None:
    kept = view(replace(deleted(there=there), kept=True), at(20))
    gone_on_both = view(deleted(there=there), at(20))

    assert kept.reason == "KEPT"
    assert said in kept.message
    assert (gone_on_both.reason, gone_on_both.message) == ("", "")


def test_a_deal_says_what_it_waits_for() -> None:
    def a_deal(**fields: str) -> Record:
        life = Life(Record(kind=Kind.DEAL, record_id=RecordId("roof")))
        for name, value in fields.items():
            life.record = observe_call(life.record, {name: value}, at(0), ChangeNumber(0)).record
        return life.record

    both = a_deal(stage=only_vixiees("brain\ns1"), contact=only_vixiees("ada"))
    assert view(both, at(20)).reason == "WAITS_FOR_CONTACT"
    assert view(a_deal(stage=only_vixiees("brain\ns1")), at(20)).reason == "STEP_NOT_MAPPED"
    assert view(a_deal(stage="7"), at(20)).reason == ""


def test_an_archived_deal_that_was_edited_says_that_pipedrive_takes_no_changes() -> None:
    archived = linked_record(title=in_step("Roof"), archived=in_step("true"))
    life = Life(replace(archived, kind=Kind.DEAL))
    assert (view(life.record, at(5)).reason, view(life.record, at(5)).message) == ("", "")

    life.record = observe_call(life.record, {"title": "Roofs"}, at(10), ChangeNumber(0)).record

    assert view(life.record, at(20)).reason == "DEAL_ARCHIVED"


def test_a_refused_value_is_told_in_pipedrives_words_as_long_as_the_contact_lives() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(10, phone="2")
    life.send(11)
    refused = value_refused(life.record, at(11), "phone", "No such phone.")

    assert refusals(life.record) == {}
    assert refusals(refused) == {"phone": "No such phone."}
    assert refusals(replace(refused, deleted_by=Side.VIXIEES)) == {}
    assert refusals(replace(refused, alias_of=RecordId("eve"))) == {}


def test_a_view_shows_the_properties_that_no_mapping_names() -> None:
    record = replace(edited(), unmapped={"city": "Rome"})

    assert view(record, at(20)).properties == {"city": "Rome"}
