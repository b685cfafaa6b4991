"""Calls for a contact that was merged into another."""

from dataclasses import replace

from domain.model.values import FIRST_NAME, LAST_NAME, PHONE, ChangeNumber, RecordId
from domain.sync.aliases import observe_alias_call
from domain.sync.compete import Seen
from domain.sync.record import Record, Sent
from tests.domain.sync.building import Life, a_life, a_stamp, at

EVE = RecordId("eve")


def an_alias_and_its_survivor() -> tuple[Record, Record]:
    alias = replace(a_life(first_name="Ada", phone="1").record, remote_id=None, alias_of=EVE)
    survivor = a_life(first_name="Eve", phone="2")
    survivor.webhook(20, {FIRST_NAME: "Eve"}, first_name="Eva", phone="2")
    return alias, replace(survivor.record, record_id=EVE)


def called(when: float, **fields: str | None) -> tuple[Record, Seen]:
    alias, survivor = an_alias_and_its_survivor()
    return observe_alias_call(alias, survivor, fields, at(when), ChangeNumber(0))


def test_the_old_values_of_a_merged_contact_are_no_edits() -> None:
    _, seen = called(30, first_name="Ada", phone="1")

    survivor = Life(seen.record)
    assert (survivor.truth(FIRST_NAME), survivor.truth(PHONE)) == ("Eva", "2")


def test_an_edit_of_a_merged_contact_competes_on_the_survivor() -> None:
    _, earlier = called(10, first_name="Bea")
    _, later = called(30, first_name="Bea")

    assert Life(earlier.record).truth(FIRST_NAME) == "Eva"
    assert [(lost.record_id, lost.value) for lost in earlier.lost] == [(EVE, "Bea")]
    assert Life(later.record).truth(FIRST_NAME) == "Bea"


def test_a_repeated_call_of_a_merged_contact_has_one_effect() -> None:
    alias, seen = called(30, first_name="Bea")

    _, again = observe_alias_call(alias, seen.record, {FIRST_NAME: "Bea"}, at(30), ChangeNumber(0))

    assert again.record == seen.record


def test_what_vixiees_holds_of_the_survivor_is_not_touched() -> None:
    _, survivor = an_alias_and_its_survivor()

    alias, seen = called(30, first_name="Bea")

    before, after = survivor.fields[FIRST_NAME], seen.record.fields[FIRST_NAME]
    assert (after.local, after.shown, after.sent) == (before.local, before.shown, before.sent)
    assert alias.fields[FIRST_NAME].shown[-1].value == "Bea"


def test_a_field_that_only_vixiees_knows_of_a_merged_contact_goes_to_the_survivor() -> None:
    alias, seen = called(30, last_name="Bell")

    assert Life(seen.record).truth(LAST_NAME) == "Bell"
    assert [one.value for one in alias.fields[LAST_NAME].shown] == ["Bell"]


def test_what_vixiees_was_told_of_a_merged_contact_is_no_edit_when_it_shows_it() -> None:
    alias, survivor = an_alias_and_its_survivor()
    sent = Sent(number=ChangeNumber(4), value="Bea", stamp=a_stamp(5), at=at(5))
    state = replace(alias.fields[FIRST_NAME], sent=(sent,))
    told = replace(alias, fields={**alias.fields, FIRST_NAME: state})

    after, seen = observe_alias_call(told, survivor, {FIRST_NAME: "Bea"}, at(30), ChangeNumber(4))

    assert Life(seen.record).truth(FIRST_NAME) == "Eva"
    held = after.fields[FIRST_NAME].local
    assert held is not None
    assert (held.value, held.number) == ("Bea", 4)
