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


def test_a_region_is_known_or_not() -> None:
    assert LibPhones().knows_region("ES")
    for nowhere in ("", "ZZ", "es", "ESP"):
        assert not LibPhones().knows_region(nowhere)


def test_other_scripts_have_digits_too() -> None:
    assert LibPhones().key("+\u0663\u0664 \u0666\u0661\u0662 345 678") == "+34612345678"


def test_a_number_without_its_area_code_has_no_key() -> None:
    assert LibPhones("US").key("253-0000") is None
    assert LibPhones("US").key("(212) 253-0000") == "+12122530000"


@pytest.mark.parametrize(
    ("service", "account", "held", "asked"),
    [
        ("", "ES", "612 345 678", "+34612345678"),
        ("", "ES", "+34 612 345 678", "612345678"),
        ("ES", "", "612 345 678", "+34612345678"),
        ("", "DE", "030 123456", "+4930123456"),
        ("", "DE", "+49 (0)30 123456", "030/123456"),
        ("", "", "030 123456", "030123456"),
        ("ES", "FR", "01 23 45 67 89", "+33 1 23 45 67 89"),
        ("", "ES", "0034 612 345 678", "+34612345678"),
        ("", "ES", "0034 612 345 678", "612 345 678"),
        ("", "", "0034 612 345 678", "+34612345678"),
        ("", "", "34612345678", "+34 612 345 678"),
        ("", "", "0034 612 345 678", "34612345678"),
        ("", "IT", "06 1234 5678", "+39 06 1234 5678"),
        ("", "GB", "(020) 7946 0958", "+44 20 7946 0958"),
        ("", "ES", "+34 612 345 678 ext. 5", "612345678"),
    ],
)
def test_a_contact_is_found_by_both_forms(
    service: str, account: str, held: str, asked: str
) -> None:
    phones = LibPhones(service)
    assert phones.index_key(held) in phones.lookup_keys(asked, account)


@pytest.mark.parametrize(
    ("account", "held", "asked"),
    [
        ("ES", "612 345 678", "+33612345678"),
        ("", "612 345 678", "+34612345678"),
        ("ES", "ext. 12", "12"),
        ("ES", "0033 612 345 678", "+34612345678"),
        ("ES", "0000000", "000000000"),
        ("ES", "+34 612 345 678", "+34 612 345 679"),
    ],
)
def test_a_number_of_elsewhere_is_not_found(account: str, held: str, asked: str) -> None:
    phones = LibPhones()
    assert phones.index_key(held) not in phones.lookup_keys(asked, account)


@pytest.mark.parametrize("text", [None, "", "abc", "+", "00", "9" * 50, "x" * 500, "123"])
def test_what_is_no_phone_has_no_index_key_by_chance(text: str | None) -> None:
    phones = LibPhones()
    assert phones.lookup_keys(text, "ES") == [] or phones.index_key(text) is not None
