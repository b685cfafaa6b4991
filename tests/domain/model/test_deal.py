"""What a deal may hold."""

from datetime import UTC, datetime

import pytest

from domain.model.catalog import Currency
from domain.model.deal import inconsistencies, time_text, violations
from domain.model.values import Value
from tests.domain.sentences import told

_NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
_CURRENCIES = (
    Currency(code="USD"),
    Currency(code="EUR"),
    Currency(code="PTS", digits=1),
    Currency(code="HRK", is_active=False),
)


def faults(**fields: Value) -> list[str]:
    found = told(violations(fields, _NOW, _CURRENCIES))
    return [f"{field} {reason}" for field, reason in found]


@pytest.mark.parametrize("year", [1, 999, 1999])
def test_a_deal_that_was_closed_long_ago_is_refused(year: int) -> None:
    close_time = time_text(datetime(year, 2, 3, 4, 5, 6, 7, UTC))
    assert close_time == f"{year:04}-02-03T04:05:06Z"
    (fault,) = violations({"close_time": close_time}, _NOW)
    assert (fault.field, fault.reason) == ("fields.close_time", "TIME_OUT_OF_RANGE")


@pytest.mark.parametrize(
    "value", [None, "0 EUR", "0.5 EUR", "999999999999999.99 USD", "7.25 PTS", "+1 EUR"]
)
def test_a_deal_may_be_worth_nothing_or_a_lot(value: str | None) -> None:
    assert faults(value=value) == []


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("much EUR", "fields.value.amount NOT_A_NUMBER"),
        ("-0.01 EUR", "fields.value.amount NEGATIVE"),
        ("1000000000000000 EUR", "fields.value.amount TOO_LARGE"),
        ("1", "fields.value.currency REQUIRED"),
        ("1 ZMW", "fields.value.currency UNKNOWN_CURRENCY"),
        ("1 HRK", "fields.value.currency CURRENCY_NOT_ACTIVE"),
    ],
)
def test_a_value_is_refused_where_it_is_wrong(value: str, fault: str) -> None:
    assert faults(value=value) == [fault]


def test_amount_and_currency_are_both_told_to_be_wrong() -> None:
    assert faults(value="much") == [
        "fields.value.amount NOT_A_NUMBER",
        "fields.value.currency REQUIRED",
    ]


@pytest.mark.parametrize("value", ["1 HRK", "1 ZMW"])
def test_who_may_not_send_a_currency_is_told_which_ones_to_send(value: str) -> None:
    (fault,) = violations({"value": value}, _NOW, _CURRENCIES)
    assert value.split()[1] in fault.message
    assert fault.message.endswith("EUR, PTS, USD.")


def test_before_the_company_is_known_the_currency_is_one_of_iso_4217() -> None:
    assert violations({"value": "1 ZMW"}, _NOW) == ()
    (fault,) = violations({"value": f"1 {'P' * 20}"}, _NOW)
    assert (fault.field, fault.reason) == ("fields.value.currency", "UNKNOWN_CURRENCY")
    assert fault.message.startswith("'PPPPPPPPPP' is no currency")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("title", "title"),
        ("lost_reason", "lost_reason"),
        ("company", "company"),
        ("owner", "owner_email"),
    ],
)
def test_a_text_that_is_too_long_is_refused_by_its_own_path(name: str, path: str) -> None:
    assert faults(**{name: "x" * 256}) == [f"fields.{path} TOO_LONG"]
    assert faults(**{name: "x" * 255}) == []


@pytest.mark.parametrize("status", ["", None, "maybe"])
def test_a_status_that_is_sent_is_one_of_three(status: str | None) -> None:
    assert faults(status=status) == ["fields.status REQUIRED"]
    assert faults(status="won") == []


def test_a_deal_was_changed_in_this_century() -> None:
    (fault,) = violations({}, datetime(1999, 12, 31, tzinfo=UTC))
    assert (fault.field, fault.reason) == ("update_time", "TIME_OUT_OF_RANGE")


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"title": "Roof"}, []),
        ({"title": "Roof", "status": "open"}, []),
        ({"title": "Roof", "status": "won", "close_time": "x"}, []),
        ({"title": "Roof", "status": "lost", "close_time": "x", "lost_reason": "price"}, []),
        ({"title": "\u200b "}, ["fields.title BLANK_TITLE"]),
        ({}, ["fields.title BLANK_TITLE"]),
        (
            {"title": "Roof", "close_time": "x"},
            ["fields.close_time CLOSE_TIME_OF_OPEN_DEAL"],
        ),
        (
            {"title": "Roof", "status": "open", "close_time": "x"},
            ["fields.close_time CLOSE_TIME_OF_OPEN_DEAL"],
        ),
        (
            {"title": "Roof", "status": "won", "lost_reason": "price"},
            ["fields.lost_reason REASON_OF_DEAL_NOT_LOST"],
        ),
    ],
)
def test_what_does_not_go_together_is_told(fields: dict[str, Value], faults: list[str]) -> None:
    found = told(inconsistencies(fields))
    assert [f"{field} {reason}" for field, reason in found] == faults
