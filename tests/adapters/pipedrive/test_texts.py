import pytest

from adapters.pipedrive.texts import clean


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (None, None),
        ("  ", None),
        (" Ana ", "Ana"),
        ("😀 石川", "😀 石川"),
        ("a\0b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_a_text_is_made_fit_to_be_stored(text: str | None, stored: str | None) -> None:
    assert clean(text) == stored
