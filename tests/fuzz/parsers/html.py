"""HTML of strangers: made safe on its way in, taken apart when Pipedrive shows it again."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from adapters.html.sanitizing import NhHtml
from domain.activity.html_text import blocks_of, lines_of
from domain.activity.sections import Section, composed, merged
from tests.fuzz.oracles import check_storable
from tests.fuzz.target import parser

_SIZES = (80_000, 300, 20)
_TAGS = frozenset(
    [
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "span",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)
_SCHEMES = frozenset({"http", "https", "mailto", "tel", ""})
_MARKER = "https://app.vixiees.com/acme/calls/42"
_BEFORE = (Section(name="call", heading="Call", html="From: 1"),)
_AFTER = (Section(name="call", heading="Call", html="From: 2"),)


def clean(data: bytes) -> bool:
    """Make HTML safe in several sizes; tell whether anything is left."""
    html = data.decode(errors="replace")
    kept = False
    for size in _SIZES:
        safe, is_cut = NhHtml().clean(html, size)
        assert len(safe.encode()) <= size
        assert is_cut or size == _SIZES[0] or safe == NhHtml().clean(html, _SIZES[0])[0]
        check_storable(safe)
        _Harmless().check(safe)
        kept = kept or bool(safe)
    return kept


def merge(data: bytes) -> bool:
    """Replace a section in a note that people may have changed; tell whether it was there."""
    note = data.decode(errors="replace")
    assert "".join(blocks_of(note)) == note
    lines_of(note)
    after = merged(note, _BEFORE, _AFTER, _MARKER)
    assert f"{_MARKER}#call" in after
    assert merged(after, _AFTER, _AFTER, _MARKER) == after
    return f"{_MARKER}#call" in note


class _Harmless(HTMLParser):
    """Reads HTML as a browser would, and stops at what it should not show."""

    def check(self, html: str) -> None:
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS, "a tag that is not allowed"
        assert {name for name, _ in attrs} <= {"href", "rel"}, "an attribute that is not allowed"
        for name, value in attrs:
            if name == "href":
                assert _scheme(value or "") in _SCHEMES, "a link to elsewhere"

    def handle_comment(self, data: str) -> None:
        del data
        raise AssertionError("a comment")


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


_PAGES = (
    b'<div>Hello <b>Ana</b>,<br>see <a href="https://x.test/?a=1&amp;b=2">this</a>.</div>',
    b"<html><head><style>p{}</style><title>x</title></head><body><p>a<p>b</body></html>",
    b'<img src="data:image/png;base64,AAAA" onerror=alert(1)><script>alert(1)</script>',
    b"<table><thead><tr><th>1</th></tr></thead><tr><td>2<ul><li>3</table>",
    b"<!DOCTYPE html><!-- x --><svg><math><mtext><template><noscript><p>&amp;&#x41;&nbsp;",
    b'<a href="javascript:alert(1)">x</a><a href="mailto:a@b.test">y</a><a href=//z>z</a>',
    b"plain text & more < less > \xc3\xa9 \xf0\x9f\x98\x80",
)
_NOTES = (
    composed(_BEFORE, _MARKER).encode(),
    f"<p>mine</p>{composed(_BEFORE, _MARKER)}<p>a<br>b</p>".encode(),
    composed(_BEFORE, _MARKER).replace("From", "<i>typed</i><br>From").encode(),
    f"<div>{composed(_BEFORE, _MARKER)}</div>tail<br/>\n\nlines".encode(),
)
_WORDS = (
    *(b"<div>", b"</div>", b"<p>", b"</p>", b"<br>", b"<br/>", b"<a href=", b"</a>", b"<!--"),
    *(b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</script>", b"<style>", b"<svg>", b"<math>"),
    *(b"&#", b"&lt;", b"&#0;", b"&#xD800;", b"data:", b"javascript:", b"<?", b"</", b"/>", b"<b"),
    *(
        b"<template>",
        b"<noscript>",
        b"<textarea>",
        b"<title>",
        b"<plaintext>",
        b"<table>",
        b"#call",
    ),
    *(b"<select>", b"<option>", b"<iframe>", b"<xmp>", b"<noembed>", b"<form>", b"<h1>", b"'"),
)

HTML = parser("html", clean, _PAGES, _WORDS, share=1, longest=2048)
NOTES = parser("notes", merge, (*_NOTES, *_PAGES), _WORDS, share=1, longest=600)
