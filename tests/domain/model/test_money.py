"""Amounts with their currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.money import decimal_in, digits_of, is_currency, money, parts, plain, rounded

AMOUNTS = st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=4)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1200.50", "1200.5"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("0.0", "0"),
        ("-0.00", "0"),
        ("0.10", "0.1"),
    ],
)
def test_a_number_has_one_plain_form(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@pytest.mark.parametrize("text", ["NaN", "inf", "1e3", "1,5", "", " 1", "0x10", "1_000", "٣"])
def test_what_is_no_plain_decimal_is_no_number(text: str) -> None:
    assert decimal_in(text) is None


@pytest.mark.parametrize(
    ("amount", "currency", "near"),
    [
        ("12.345", "EUR", "12.35"),
        ("12.5", "JPY", "13"),
        ("12.3456", "KWD", "12.346"),
        ("12.34567", "CLF", "12.3457"),
        ("0.005", "EUR", "0.01"),
    ],
)
def test_an_amount_is_rounded_to_the_digits_of_its_currency(
    amount: str, currency: str, near: str
) -> None:
    assert plain(rounded(Decimal(amount), digits_of(currency))) == near


@given(AMOUNTS)
def test_rounding_twice_changes_nothing_more(amount: Decimal) -> None:
    once = rounded(amount, 2)
    assert rounded(once, 2) == once


@given(AMOUNTS)
def test_a_text_gives_back_the_amount_that_it_was_made_of(amount: Decimal) -> None:
    number, currency = parts(money(amount, "EUR"))
    assert (decimal_in(number), currency) == (amount, "EUR")


@pytest.mark.parametrize("code", ["eur", "XXX", "XAU", "", "EURO"])
def test_what_nobody_pays_with_is_no_currency(code: str) -> None:
    assert not is_currency(code)


@pytest.mark.parametrize("code", ["EUR", "JPY", "KWD", "CLF", "ZWG"])
def test_what_people_pay_with_is_a_currency(code: str) -> None:
    assert is_currency(code)
