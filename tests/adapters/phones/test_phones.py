import pytest

from adapters.phones.phones import LibPhones


@pytest.mark.parametrize(
    "phone",
    [
        "+34 612 345 678",
        "+34612345678",
        "0034 612 345 678",
        "612 34 56 78",
        "+34 612 345 678 ext. 9",
    ],
)
def test_spellings_of_one_phone_share_a_key(phone: str) -> None:
    assert LibPhones("ES").key(phone) == "+34612345678"


def test_a_national_number_needs_a_region() -> None:
    assert LibPhones().key("612 345 678") is None


@pytest.mark.parametrize("phone", [None, "", "abc", "+", "00", "123", "9" * 50, "1" * 10_000])
def test_what_is_no_phone_has_no_key(phone: str | None) -> None:
    assert LibPhones("ES").key(phone) is None


def test_other_scripts_have_digits_too() -> None:
    assert LibPhones().key("+\u0663\u0664 \u0666\u0661\u0662 345 678") == "+34612345678"


def test_a_number_without_its_area_code_has_no_key() -> None:
    assert LibPhones("US").key("253-0000") is None
    assert LibPhones("US").key("(212) 253-0000") == "+12122530000"
