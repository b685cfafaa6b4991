"""Nothing of a stranger's HTML runs, and its text stays readable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.html.sanitizing import NhHtml
from domain.activity.html_text import lines_of
from domain.ports.world import Html

_PLENTY = 80_000


def _clean(html: str, most_bytes: int = _PLENTY) -> str:
    cleaner: Html = NhHtml()
    text, _ = cleaner.clean(html, most_bytes)
    return text


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)"></a>',
        "<iframe src='https://x.test'></iframe>",
        "<!-- comment -->",
        "<object data=x></object>",
        '<svg onload="alert(1)"></svg>',
        "\0",
    ],
)
def test_what_runs_or_loads_is_gone(html: str) -> None:
    left = _clean(f"<p>Hello</p>{html}")
    assert lines_of(left) == ["Hello"]
    assert not re.search("alert|script|onload|onerror|iframe|img|color", left)


def test_what_is_read_stays() -> None:
    html = '<h1>Offer</h1><p onclick="x()">1 &lt; 2 <b>漢字</b></p><ul><li>one<li>two</ul>'
    assert _clean(html) == (
        "<h1>Offer</h1><p>1 &lt; 2 <b>漢字</b></p><ul><li>one</li><li>two</li></ul>"
    )


def test_no_attribute_but_a_links_address_stays() -> None:
    html = '<p title="t" lang="de" id=x><a title="t" href="https://x.test">x</a></p>'
    assert _clean(html) == '<p><a href="https://x.test" rel="noopener noreferrer">x</a></p>'


def test_a_link_leads_where_it_led() -> None:
    assert 'href="https://x.test/?a=1&amp;b=2"' in _clean('<a href="https://x.test/?a=1&b=2">x</a>')


@pytest.mark.parametrize(
    "part",
    ["<div><p>déjà vu &amp; more</p></div>", "<div>déjà vu", "<p>déjà vu", "<b><p>déjà vu</p>"],
)
def test_a_body_of_five_megabytes_is_cut_and_closed(part: str) -> None:
    text, is_cut = NhHtml().clean(part * (5_000_000 // len(part)), _PLENTY)
    assert is_cut
    assert _PLENTY - 500 < len(text.encode()) <= _PLENTY
    assert _clean(text) == text


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<p>é", "<ul><li>", "&amp;", "漢", "x", "<a href=#>"])
    ),
    st.integers(min_value=0, max_value=60),
)
def test_whatever_is_cut_fits_and_is_clean(parts: list[str], most_bytes: int) -> None:
    text, is_cut = NhHtml().clean("".join(parts), most_bytes)
    assert len(text.encode()) <= most_bytes
    assert _clean(text) == text
    assert is_cut or text == _clean("".join(parts))


@given(st.text(max_size=200))
def test_cleaning_again_changes_nothing(html: str) -> None:
    once = _clean(html)
    assert _clean(once) == once
