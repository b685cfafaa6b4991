"""First meetings of a contact that only Vixiees has and one that only Pipedrive has."""

from dataclasses import replace

import pytest

from domain.model.values import (
    FIRST_NAME,
    PHONE,
    ChangeNumber,
    CompanyId,
    RecordId,
    RemoteId,
    Side,
)
from domain.sync.local import observe_call
from domain.sync.matching import Ambiguous, Match, adopt, match
from domain.sync.parking import park_ambiguous
from domain.sync.plan import Update, next_step, tidings
from domain.sync.reads import observe_reading
from domain.sync.record import Attempt, Record
from tests.domain.sync.building import Life, a_reading, at


def ours(name: str = "ours", when: float = 10, **fields: str | None) -> Record:
    record = Record(record_id=RecordId(name))
    return observe_call(record, fields or {PHONE: "1"}, at(when), ChangeNumber(0)).record


def theirs(name: str = "theirs", when: float = 20, **fields: str | None) -> Record:
    record = Record(record_id=RecordId(name), remote_id=RemoteId(len(name)))
    reading = replace(a_reading(when, issued=when + 1), fields=fields or {PHONE: "1"})
    return observe_reading(record, reading, at(when + 1)).record


def test_one_candidate_on_each_side_is_the_same_contact() -> None:
    local, remote = ours(), theirs()

    assert match([local, remote]) == match([remote, local]) == Match(local, remote)


@pytest.mark.parametrize(
    "records",
    [
        [],
        [ours()],
        [theirs()],
        [ours("one"), ours("two")],
        [ours(), replace(theirs(), deleted_by=Side.PIPEDRIVE)],
        [ours(), replace(theirs(), alias_of=RecordId("another"))],
        [replace(ours(), attempts=(Attempt(sent_at=at(0)),)), theirs()],
    ],
)
def test_without_a_candidate_on_each_side_nobody_meets(records: list[Record]) -> None:
    assert match(records) is None


def test_a_contact_that_vixiees_has_confirmed_is_no_candidate() -> None:
    known = observe_call(theirs(), {PHONE: "1"}, at(30), ChangeNumber(0)).record

    assert match([ours(), known]) is None


def test_among_several_nobody_guesses() -> None:
    one, other = theirs("one"), theirs("other")

    assert match([ours(), one, other]) == Ambiguous((one.record_id, other.record_id))
    assert match([ours("first"), ours("second"), one]) == Ambiguous((one.record_id,))


def test_both_halves_are_one_linked_contact_and_an_alias() -> None:
    remote = replace(theirs(), company_id=CompanyId(3), carry="carried")

    seen, alias = adopt(replace(ours(), held=True), remote)

    linked = seen.record
    assert (linked.record_id, linked.remote_id) == ("ours", remote.remote_id)
    assert (linked.company_id, linked.carry, linked.held) == (CompanyId(3), "carried", False)
    assert (alias.alias_of, alias.remote_id) == ("ours", None)


@pytest.mark.parametrize(("when", "name"), [(10, "Bea"), (30, "Ada")])
def test_of_two_filled_values_the_later_is_kept_and_the_other_logged(
    when: float, name: str
) -> None:
    local = ours(when=when, first_name="Ada", phone="1")

    seen, _ = adopt(local, theirs(first_name="Bea", phone="1"))

    assert Life(seen.record).truth(FIRST_NAME) == name
    is_ours = name == "Ada"
    assert [entry.value for entry in seen.lost] == ["Bea" if is_ours else "Ada"]
    due = next_step(seen.record, at(40))
    assert (due.step if due else None) == (Update(frozenset({FIRST_NAME})) if is_ours else None)


def test_an_empty_value_never_beats_a_filled_one() -> None:
    local = ours(first_name="Ada", last_name=None, phone="1")
    remote = theirs(first_name=None, last_name="Bell", phone="1")

    seen, _ = adopt(local, remote)

    met = Life(seen.record)
    assert (met.truth(FIRST_NAME), met.truth("last_name")) == ("Ada", "Bell")
    assert met.step(40) == Update(frozenset({FIRST_NAME}))


def test_vixiees_is_told_what_it_lacks_and_pipedrive_written_what_it_lacks() -> None:
    local = ours(first_name="Ada", last_name=None, phone="1")

    seen, _ = adopt(local, theirs(first_name=None, last_name="Bell", phone="1"))

    told = tidings(local, seen.record)
    assert told is not None
    assert dict(told.fields) == {"last_name": "Bell"}


def test_a_value_that_lost_at_the_meeting_is_not_taken_for_the_truth() -> None:
    seen, _ = adopt(ours(when=30, first_name="Ada"), theirs(first_name=None))

    known = seen.record.fields[FIRST_NAME].remote
    assert known is not None
    assert known.shows is None


def test_a_filled_value_beats_an_empty_one_however_old_it_is() -> None:
    seen, _ = adopt(ours(when=30, last_name=None), theirs(when=20, last_name="Bell"))

    assert Life(seen.record).truth("last_name") == "Bell"
    assert seen.lost == ()


def test_a_value_that_won_at_the_meeting_is_the_truth_that_pipedrive_shows() -> None:
    seen, _ = adopt(ours(when=10, first_name="Ada"), theirs(when=20, first_name="Bea"))

    state = seen.record.fields[FIRST_NAME]
    assert state.truth is not None
    assert state.remote is not None
    assert state.remote.shows == state.truth.stamp


def test_what_is_known_of_the_remote_contact_goes_over_to_the_linked_one() -> None:
    life = Life(theirs(first_name="Bea", phone="1"))
    life.webhook(30, {FIRST_NAME: "Bea"}, first_name="Cleo", phone="1")
    life.read(30, issued=40, first_name="Cleo", phone="2")
    remote = replace(life.record, doubt=True, linked_at=at(25))
    parked = park_ambiguous(ours(first_name="Ada"), 2, at(5))

    linked = adopt(parked, remote)[0].record

    assert (linked.linked_at, linked.fresh_at, linked.doubt) == (at(25), at(40), True)
    assert linked.parked is None
    assert linked.fields[FIRST_NAME].last_edit == remote.fields[FIRST_NAME].last_edit
    assert linked.fields[PHONE].unexplained == at(40)


def test_what_lost_at_the_meeting_is_logged_by_its_name_under_the_linked_contact() -> None:
    seen, _ = adopt(ours(first_name="Ada", phone="1"), theirs(first_name="Bea", phone="2"))

    assert [(one.record_id, one.field) for one in seen.lost] == [
        ("ours", FIRST_NAME),
        ("ours", PHONE),
    ]
