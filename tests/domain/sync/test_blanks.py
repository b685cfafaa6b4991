"""Noticing that an edit has emptied a field."""

from dataclasses import replace

import pytest

from domain.model.values import ARCHIVED, CLOSE_TIME, LOST_REASON, ChangeNumber, RecordId, Side
from domain.sync.blanks import with_blanks
from domain.sync.local import observe_call
from domain.sync.record import Blanked, Record
from tests.domain.sync.building import ADA, Life, a_life, at, in_step, linked_record


def emptied_by(side: Side) -> tuple[Record, Record]:
    """Return a contact before and after a side has emptied its phone."""
    life = a_life(first_name="Ada", phone="1")
    before = life.record
    if side is Side.VIXIEES:
        life.call(10, phone=None)
    else:
        life.webhook(10, {"phone": "1"}, first_name="Ada", phone=None)
    return before, life.record


@pytest.mark.parametrize("side", Side)
def test_an_emptied_field_is_noted_with_the_side_that_emptied_it(side: Side) -> None:
    assert with_blanks(*emptied_by(side), at(11)).blanked == Blanked(side, at(11))


def test_a_new_value_empties_nothing() -> None:
    life = a_life(first_name="Ada", phone="1", last_name=None)
    before = life.record
    life.call(10, phone="2", last_name="Bell", email="ada@acme.test")

    assert with_blanks(before, life.record, at(11)) is life.record


def test_what_was_empty_is_not_emptied() -> None:
    life = a_life(first_name="Ada", phone=None)
    before = life.record
    life.call(10, phone=None, email=None)

    assert with_blanks(before, life.record, at(11)) is life.record


@pytest.mark.parametrize("name", [ARCHIVED, CLOSE_TIME, LOST_REASON])
def test_what_follows_from_opening_a_deal_again_is_no_loss(name: str) -> None:
    before = linked_record(**{name: in_step("it")})
    after = observe_call(before, {name: None}, at(10), ChangeNumber(0)).record

    assert with_blanks(before, after, at(11)) is after


@pytest.mark.parametrize(
    "end", [{"deleted_by": Side.PIPEDRIVE}, {"alias_of": RecordId("eve")}], ids=["gone", "merged"]
)
def test_a_record_that_ends_has_lost_no_field(end: dict[str, object]) -> None:
    before, after = emptied_by(Side.PIPEDRIVE)
    ended = replace(after, **end)  # type: ignore[arg-type]  # as named

    assert with_blanks(before, ended, at(11)) is ended


def test_a_new_record_has_lost_nothing() -> None:
    life = Life(Record(record_id=ADA))
    life.call(0, phone=None)

    assert with_blanks(None, life.record, at(11)) is life.record
