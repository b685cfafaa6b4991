"""The note of an activity: sections of ours that can be replaced, among text that people add.

A section is one outermost element. Its heading links to the activity's page in Vixiees with the
section's name behind `#`; by this link it is found again, however Pipedrive rewrites the HTML: it
may wrap sections into one element, or take one apart line by line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from domain.activity.html_text import blocks_of, lines_of

_DEEPEST = 10
"""So many elements around all sections are opened."""
_ELEMENT = re.compile(r"<(\w+)[^>]*>(?P<inside>.*?)(?:</\1>)?", re.DOTALL)
_BLANK = re.compile(r"(?:\s|&nbsp;|</?(?:br|div|p)\b[^>]*>)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the note. *html* is safe."""

    name: str
    heading: str
    html: str


def composed(sections: Sequence[Section], marker: str) -> str:
    """Return the note of a new activity."""
    return "".join(_shown(one, marker) for one in sections)


def is_ours(note: str, marker: str) -> bool:
    """Tell whether the note was composed by us: it begins with the heading of a section.

    A note that people wrote may link to the same page; it is no second one of ours.
    """
    link = re.escape(escape(marker)) + r"#[a-z]+[\"'\s]"
    heading = rf"\s*(?:<(?!a\b)[^>]*>\s*)*<a\b[^>]*\bhref=[\"']?{link}[^>]*>(?!\s*https?:)"
    return re.match(heading, note) is not None


def merged(note: str, before: Sequence[Section], after: Sequence[Section], marker: str) -> str:
    """Return Pipedrive's present *note* with the sections of *before* replaced by *after*.

    What does not change is left as it is found, and a section that a person removed stays away
    until it changes. Lines that people wrote stay, also those within a section that is replaced.
    """
    ours = {line for one in (*before, *after) for line in lines_of(_shown(one, marker))}
    waiting = {one.name: one for one in after if one not in before}
    same = {one.name for one in after if one in before}
    parts = list[str]()
    last = 0
    for name, part in _parts(note, before, marker):
        if name is None or name in same:
            parts.append(part)
        else:
            changed = waiting.pop(name, None)
            parts += [_shown(changed, marker)] if changed is not None else []
            parts += _kept(part, ours)
        last = len(parts) if name is not None else last
    parts[last:last] = [_shown(one, marker) for one in waiting.values()]
    return "".join(parts)


def _shown(section: Section, marker: str) -> str:
    link = f'<a href="{escape(marker)}#{section.name}"><b>{escape(section.heading)}</b></a>'
    return f"<div>{link}<br>{section.html}</div>"


def _parts(note: str, sections: Sequence[Section], marker: str) -> Iterator[tuple[str | None, str]]:
    """Give the parts of the note, each with the name of the section that it is."""
    lines_in = {one.name: set(lines_of(one.html)) for one in sections}
    name: str | None = None
    part = ""
    for block in _blocks(note, marker):
        begun = next(iter(_names_in(block, marker)), None)
        is_more = _BLANK.fullmatch(block) or lines_in.get(name or "", set()) & {*lines_of(block)}
        if begun is None and name is not None and is_more:
            part += block
            continue
        if part:
            yield name, part
        name, part = begun, block
    if part:
        yield name, part


def _blocks(note: str, marker: str, depth: int = _DEEPEST) -> Iterator[str]:
    """Give the outermost elements; those that hold several sections are opened."""
    for block in blocks_of(note):
        several = depth > 0 and len(set(_names_in(block, marker))) > 1
        opened = _ELEMENT.fullmatch(block) if several else None
        if opened is not None:
            yield from _blocks(opened["inside"], marker, depth - 1)
        else:
            yield block


def _names_in(block: str, marker: str) -> Sequence[str]:
    return re.findall(rf"\bhref=[\"']?{re.escape(escape(marker))}#([a-z]+)", block)


def _kept(block: str, ours: set[str]) -> Iterator[str]:
    theirs = [escape(line) for line in lines_of(block) if line not in ours]
    if theirs:
        yield f"<div>{'<br>'.join(theirs)}</div>"
