"""Reading HTML: its outermost elements, and its text line by line."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "wbr"})
_NO_CHARACTER = re.compile(r"&#[0-9]{10,};?")
_NO_TAG = re.compile(r"<(?=[^<>]*(?:<|$))")
_LESS = "\ufdd0"
"""Stands for `<` where no tag begins: Unicode keeps it for such uses."""
_INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "font", "i", "mark", "s", "small", "span", "strike"}
    | {"strong", "sub", "sup", "u"}
)


def blocks_of(html: str) -> Sequence[str]:
    """Return the outermost elements and what lies between them; together they are the text."""
    reader = _Blocks(html)
    reader.feed(html)
    reader.close()
    ends = [*reader.borders[1:], len(html)]
    pieces = [html[start:end] for start, end in zip(reader.borders, ends, strict=True)]
    return [piece for piece in pieces if piece]


def lines_of(html: str) -> Sequence[str]:
    """Return the lines of text that a reader sees, without blanks around them and blank ones."""
    reader = _Lines()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return [line for line in lines if line]


class _Reader(HTMLParser):
    """Reads whatever comes, where the library would stop or take the square of the time.

    Browsers take `<![` for the beginning of a comment, see
    https://html.spec.whatwg.org/multipage/parsing.html#markup-declaration-open-state.
    """

    def feed(self, data: str) -> None:
        """Read the text; every place in it stays the same.

        What ends nowhere is no tag, and a number of no character is U+FFFD.
        """
        numbered = _NO_CHARACTER.sub(lambda found: "\ufffd".ljust(len(found[0])), data)
        super().feed(_NO_TAG.sub(_LESS, numbered))

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002 - its signature
        """Pass over it up to its end, -1 if that is not there."""
        return self.parse_bogus_comment(i, report)


class _Blocks(_Reader):
    """Notes where each outermost element begins and ends."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.borders = [0]
        self._html = html
        self._starts = [0]
        for line in html.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._open = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _VOID:
            return
        if self._open == 0:
            self.borders.append(self._here())
        self._open += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over an element that ends where it begins."""

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or self._open == 0:
            return
        self._open -= 1
        if self._open == 0:
            end = self._html.find(">", self._here())
            self.borders.append(end + 1 if end >= 0 else len(self._html))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column


class _Lines(_Reader):
    """Collects text; whatever is no inline element begins a new line."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " ").replace(_LESS, "<"))

    def _break(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append("\n")
