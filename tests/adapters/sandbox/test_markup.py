"""HTML as the sandbox keeps it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.company.markup import sanitized

_BITS = (
    *("<", ">", "</", "<!", "<![", "<!--", "-->", "<?", "]", "/", "&", "&lt;", "&amp;lt;"),
    *("<p>", "</p>", "<b", "<a href=", '"', "'", "https://a.example", "javascript:", "x", " "),
    *("<script>", "</script>", "<style>", "</style>", "<title>", "<img src=", "onerror=x"),
)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("plain & simple", "plain &amp; simple"),
        ("<p>a<br/>b</p>", "<p>a<br>b</p>"),
        ('<b onclick="x()" style="y">a</b>', "<b>a</b>"),
        ("<script>x()</script>a<style>b{}</style>", "a"),
        ("<script>never closed", ""),
        ("<object><object>a</object>b</object>c", "c"),
        ("<form><input>a</form>", "a"),
        ("<!-- marker -->a", "a"),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        (
            '<img src="https://a.example/i.png" onerror="x()">',
            '<img src="https://a.example/i.png">',
        ),
        ("<ul><li>a", "<ul><li>a</li></ul>"),
        ("<b><i>a</b>b</i>", "<b><i>a</i></b>b"),
        ("<![if x]>a", "a"),
        ("", ""),
    ],
)
def test_what_may_run_is_gone_and_the_rest_is_rewritten(sent: str, kept: str) -> None:
    assert sanitized(sent) == kept


@given(st.lists(st.sampled_from(_BITS)).map("".join))
def test_what_is_clean_stays_as_it_is(html: str) -> None:
    once = sanitized(html)

    assert sanitized(once) == once
    assert "<script" not in once
