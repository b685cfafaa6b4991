"""HTML of strangers made safe by nh3, the allow-list sanitizer ammonia (https://nh3.readthedocs.io).

Images are left out: one in an e-mail tells its sender who reads it, and one that the text refers to
is not there.
"""

import re

import nh3

_TAGS = frozenset(
    {"a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
    | {"i", "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead"}
    | {"tr", "u", "ul"}
)
_SILENT = frozenset({"script", "style", "title", "template", "noscript"})
_ADDRESSES = frozenset({"http", "https", "mailto", "tel"})
_MOST_CHARACTERS = 400_000
"""More of a text, its embedded files left out, is not even looked at."""
_DEEPEST = 60
"""Parsing takes the square of how deep elements are nested: deeper ones become line breaks."""
_EMBEDDED = re.compile(r"data:[^\s\"'<>]{100,}")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "area", "wbr"})
_STEP = 64
"""How many bytes are given up at a time until a cut text, its tags closed again, fits."""


class NhHtml:
    """As ports.world.Html."""

    def clean(self, html: str, most_bytes: int) -> tuple[str, bool]:
        """Return what can be read of it in up to so many bytes, and whether that is not all."""
        light = _EMBEDDED.sub("", html)
        whole = _sanitized(_flattened(light[:_MOST_CHARACTERS]))
        raw = whole.encode()
        if len(raw) <= most_bytes:
            return whole, len(light) > _MOST_CHARACTERS
        end = most_bytes
        cut = _cut(raw, end)
        while len(cut.encode()) > most_bytes:
            end -= max(_STEP, len(cut.encode()) - most_bytes)
            cut = _cut(raw, max(end, 0))
        return cut, True


def _sanitized(html: str) -> str:
    return nh3.clean(
        html.replace("\0", ""),
        tags=set(_TAGS),
        clean_content_tags=set(_SILENT),
        attributes={"a": {"href"}, "*": set()},
        url_schemes=set(_ADDRESSES),
    ).strip()


def _flattened(html: str) -> str:
    """Return the text with what is nested too deep as line breaks."""
    depth = 0

    def flat(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _VOID:
            return tag[0]
        if tag[1]:
            depth -= 1 if depth else 0
            return tag[0] if depth < _DEEPEST else "</none"
        depth += 1
        return tag[0] if depth <= _DEEPEST else "<br"

    return _TAG.sub(flat, html)


def _cut(raw: bytes, end: int) -> str:
    """Return the beginning, not cut within a character, a tag or an entity, its tags closed."""
    text = raw[:end].decode(errors="ignore")
    for opening, closing in (("<", ">"), ("&", ";")):
        if text.rfind(opening) > text.rfind(closing):
            text = text[: text.rfind(opening)]
    return _sanitized(text)
