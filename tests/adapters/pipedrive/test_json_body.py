"""Bodies that are no JSON object are refused, each with its reason and its place."""

import pytest

from adapters.pipedrive.json_body import DEEPEST, object_in
from domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("body", "reason", "place"),
    [
        (b"", "EMPTY_BODY", ""),
        (b" \r\n", "EMPTY_BODY", ""),
        (b"<html></html>", "NOT_JSON", "character 0"),
        (b"a=1&b=2", "NOT_JSON", "character 0"),
        (b'{"a": }', "NOT_JSON", "character 6"),
        (b'{"a": "\x01"}', "NOT_JSON", "character 7"),
        (b"[]", "NOT_AN_OBJECT", ""),
        (b'"text"', "NOT_AN_OBJECT", ""),
        (b"12", "NOT_AN_OBJECT", ""),
        (b"null", "NOT_AN_OBJECT", ""),
        (b"{} {}", "TRAILING_DATA", "character 2"),
        (b'{"a": "\xff"}', "INVALID_UTF8", "byte 7"),
        (b'{"a": "\xed\xa0\x80"}', "INVALID_UTF8", "byte 7"),
        ('{"a": 1}'.encode("utf-16"), "ENCODING", "UTF-8"),
        ('{"a": 1}'.encode("utf-16-le"), "ENCODING", "UTF-8"),
        ('{"a": 1}'.encode("utf-16-be"), "ENCODING", "UTF-8"),
        (b'{"a": NaN}', "NOT_FINITE", "NaN"),
        (b'{"a": -Infinity}', "NOT_FINITE", "-Infinity"),
        (b'{"a": 1e400}', "NOT_FINITE", ""),
        (b'{"a": ' + b"9" * 5000 + b"}", "NUMBER_TOO_LARGE", "5000 digits"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "TOO_DEEP", f"{DEEPEST} levels"),
        (b"[" * 100_000, "TOO_DEEP", f"{DEEPEST} levels"),
        (b'{"a": 1, "a": 2}', "DUPLICATE_KEY", "'a'"),
        (b'{"x": {"\\ud800": 1, "\\ud800": 2}}', "DUPLICATE_KEY", "ud800"),
    ],
)
def test_a_body_that_is_no_object_is_refused(body: bytes, reason: str, place: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        object_in(body)
    assert refusal.value.reason == reason
    assert refusal.value.violations[0].field == "body"
    assert place in refusal.value.message


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b' {"a": "\\u0000\\ud800"} \n', {"a": "\0\ud800"}),
        (b'{"a": "[[[[{{{{\\"[[["}', {"a": '[[[[{{{{"[[['}),
        ('{"名": "😀"}'.encode(), {"名": "😀"}),
        (b'{"a": 1.5e3, "b": [true, null]}', {"a": 1500.0, "b": [True, None]}),
    ],
)
def test_an_object_is_read(body: bytes, value: dict[str, object]) -> None:
    assert object_in(body) == value


def test_the_deepest_allowed_nesting_is_read() -> None:
    assert object_in(b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST)
