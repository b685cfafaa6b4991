from dataclasses import replace

import pytest

from domain.model.values import RecordId
from domain.model.views import SyncState
from domain.sync.ends import gone
from domain.sync.parking import park
from domain.sync.record import Record
from domain.sync.view import view
from tests.domain.sync.building import REMOTE, Life, a_life, at


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
