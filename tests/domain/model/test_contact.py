"""What Vixiees may hand in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.checks import AHEAD, LONGEST_TEXT, clamped
from domain.model.contact import blank_name, phone_notice, violations
from domain.model.values import canonical
from tests.domain.sentences import told

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def reasons(**fields: str | None) -> list[tuple[str, str]]:
    return told(violations(fields, NOW))


@pytest.mark.parametrize(
    "text", [None, "Ada", "Zoë", "李", "👩‍👩‍👧", "a" * LONGEST_TEXT, 'o\'Neil "x"']
)
def test_what_people_write_is_accepted(text: str | None) -> None:
    assert reasons(first_name=text, phone=text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * (LONGEST_TEXT + 1), "TOO_LONG"),
        ("A\0da", "NUL_CHARACTER"),
        ("A\nda", "CONTROL_CHARACTER"),
        ("A\x7fda", "CONTROL_CHARACTER"),
        ("A\ud83dda", "INVALID_UNICODE"),
    ],
)
def test_what_no_side_can_hold_is_refused_by_field(text: str, reason: str) -> None:
    assert reasons(first_name="Ada", company=text) == [("fields.company", reason)]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = violations({"first_name": "\0", "phone": "1" * 300}, datetime(1970, 1, 1, tzinfo=UTC))

    assert told(found) == [
        ("fields.first_name", "NUL_CHARACTER"),
        ("fields.phone", "TOO_LONG"),
        ("update_time", "TIME_OUT_OF_RANGE"),
    ]


@given(st.text(max_size=300))
def test_a_refusal_never_repeats_what_was_written(text: str) -> None:
    secret = f"personal{text}\0"

    assert all("personal" not in one.message for one in violations({"phone": secret}, NOW))


@pytest.mark.parametrize("name", ["first_name", "last_name"])
def test_one_name_is_enough(name: str) -> None:
    assert blank_name({name: "Ada"}) == ()


@pytest.mark.parametrize("blank", [None, "", " ", "\u200b", "\u00a0\u2003", "\u2060"])
def test_a_person_without_a_visible_name_is_refused(blank: str | None) -> None:
    wrong = blank_name({"first_name": blank, "last_name": blank, "phone": "1"})

    assert told(wrong) == [("fields.first_name", "BLANK_NAME")]


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=-400), AHEAD])
def test_a_time_of_the_past_or_about_now_is_taken_as_it_is(ahead: timedelta) -> None:
    assert clamped(NOW + ahead, NOW) == (NOW + ahead, ())


@pytest.mark.parametrize("ahead", [timedelta(seconds=6), timedelta(days=1), timedelta(days=9999)])
def test_a_time_of_the_future_is_taken_as_the_present_and_told(ahead: timedelta) -> None:
    time, (notice,) = clamped(NOW + ahead, NOW)

    assert time == NOW + AHEAD
    assert told([notice]) == [("update_time", "UPDATE_TIME_IN_FUTURE")]


def test_a_phone_that_is_no_number_is_told() -> None:
    assert told([phone_notice()]) == [("fields.phone", "PHONE_NOT_NORMALISABLE")]


@given(st.text())
def test_a_canonical_text_is_canonical(text: str) -> None:
    once = canonical(text)

    assert canonical(once) == once
    assert once is None or once == once.strip() != ""


def test_a_time_from_the_beginning_of_the_century_is_one_that_can_be() -> None:
    assert violations({}, datetime(2000, 1, 1, tzinfo=UTC)) == ()


def test_a_text_that_is_too_long_is_told_how_long_it_is() -> None:
    (wrong,) = violations({"company": "a" * 300}, NOW)

    assert wrong.message == "it has 300 characters; at most 255 are possible."
