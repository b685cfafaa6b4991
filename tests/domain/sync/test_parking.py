from dataclasses import replace

import pytest

from domain.model.values import ChangeNumber
from domain.sync.local import observe_call
from domain.sync.parking import park, park_ambiguous, reconsidered
from domain.sync.record import Record
from tests.domain.sentences import is_sentence
from tests.domain.sync.building import a_life, at


def edited(record: Record, **fields: str | None) -> Record:
    return observe_call(record, fields, at(50), ChangeNumber(0)).record


def test_a_parked_record_says_why_and_what_to_do() -> None:
    parked = park_ambiguous(a_life(first_name="Ada", phone="1").record, 3, at(10)).parked

    assert parked is not None
    assert (parked.reason, parked.since) == ("AMBIGUOUS_MATCH", at(10))
    assert is_sentence(parked.message)
    assert parked.message.startswith("3 contacts in Pipedrive have this phone number.")


@pytest.mark.parametrize(("field", "is_parked"), [("phone", False), ("first_name", True)])
def test_an_ambiguous_contact_is_taken_up_again_once_its_phone_changes(
    field: str, *, is_parked: bool
) -> None:
    before = park_ambiguous(a_life(first_name="Ada", phone="1").record, 2, at(10))

    after = reconsidered(before, edited(before, **{field: "new"}))

    assert (after.parked is not None) is is_parked


def test_a_refused_contact_is_taken_up_again_once_anything_changes() -> None:
    before = park(a_life(first_name="Ada").record, "REFUSED", "Change it.", at(10))

    assert reconsidered(before, edited(before, first_name="Bea")).parked is None
    assert reconsidered(before, edited(before, phone="1")).parked is None
    assert reconsidered(before, edited(before, first_name="Ada")).parked == before.parked


def test_a_record_parked_just_now_stays_parked() -> None:
    before = a_life(first_name="Ada").record
    after = park(edited(before, first_name="Bea"), "REFUSED", "Change it.", at(60))

    assert reconsidered(before, after) == after
    assert reconsidered(None, after) == after


def test_a_record_parked_for_another_reason_stays_parked() -> None:
    before = park(a_life(first_name="Ada").record, "REFUSED", "Change it.", at(10))
    after = park(edited(replace(before, parked=None), first_name="Bea"), "NEW", "Look.", at(60))

    assert reconsidered(before, after) == after
