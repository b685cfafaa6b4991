"""HTML as Pipedrive keeps it: what may run is gone, the rest is rewritten.

Which tags stay is not documented. Here a plain set stays, and a link opens in a new window: what is
read back is seldom what was sent.
"""

from html import escape
from html.parser import HTMLParser

from adapters.sandbox.checks import text
from adapters.sandbox.errors import invalid

MOST_BYTES = 100_000
_PLAIN = (
    "a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th",
    "thead", "tr", "u", "ul",
)  # fmt: skip
_VOID = frozenset({"br", "hr", "img"})
_SILENCED = frozenset({"iframe", "noscript", "object", "script", "style", "template", "title"})
_ADDRESSES = {"a": "href", "img": "src"}
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_NEW_WINDOW = ' target="_blank" rel="noopener noreferrer"'

_any_text = text(limit=10 * MOST_BYTES)


def markup(field: str, value: object) -> str:
    """Check and clean an HTML text of at most 100,000 bytes in UTF-8."""
    given = str(_any_text(field, value))
    if len(given.encode()) > MOST_BYTES:
        raise invalid(field, f"must be at most {MOST_BYTES} bytes long")
    return sanitized(given)


def sanitized(html: str) -> str:
    """Rewrite HTML of any kind, also broken; cleaning what is clean changes nothing."""
    cleaner = _Cleaner()
    # A browser takes `<![` for a comment; the parser gives up on most of them.
    cleaner.feed(html.replace("<![", "<! ["))
    cleaner.close()
    return cleaner.result()


class _Cleaner(HTMLParser):
    """Writes down what it is fed, but for what may run. Comments are left out too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._written: list[str] = []
        self._open: list[str] = []
        self._silenced: list[str] = []

    def result(self) -> str:
        closing = [f"</{tag}>" for tag in reversed(self._open)]
        return "".join([*self._written, *closing])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENCED:
            self._silenced.append(tag)
        elif tag in _PLAIN and not self._silenced:
            self._written.append(f"<{tag}{_address(tag, dict(attrs))}>")
            if tag not in _VOID:
                self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silenced:
            if tag == self._silenced[-1]:
                self._silenced.pop()
        elif tag in self._open:
            while self._open:
                last = self._open.pop()
                self._written.append(f"</{last}>")
                if last == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self._silenced:
            self._written.append(escape(data, quote=False))


def _address(tag: str, attributes: dict[str, str | None]) -> str:
    """Give the one attribute that stays, if it leads somewhere harmless."""
    name = _ADDRESSES.get(tag, "")
    address = (attributes.get(name) or "").strip()
    if not address.lower().startswith(_SCHEMES):
        return ""
    return f' {name}="{escape(address)}"' + (_NEW_WINDOW if tag == "a" else "")
