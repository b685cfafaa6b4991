import pytest
from pydantic import TypeAdapter, ValidationError

from adapters.pipedrive.scalars import Id, storable


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("", ""),
        (" Ana ", " Ana "),
        ("😀 石川", "😀 石川"),
        ("a\0b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("a\udc00", "a\ufffd"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_a_text_is_made_fit_to_be_stored(text: str, stored: str) -> None:
    assert storable(text) == stored


@pytest.mark.parametrize("number", [0, -1, 2**63, 1.5, "12abc", None])
def test_a_number_that_fits_no_column_is_no_id(number: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Id).validate_python(number)


@pytest.mark.parametrize("number", [1, 2**63 - 1])
def test_a_number_that_fits_is_an_id(number: int) -> None:
    assert TypeAdapter(Id).validate_python(number) == number
