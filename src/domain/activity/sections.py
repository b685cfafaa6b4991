"""The note of an activity: sections of ours that can be replaced, among text that people add.

A section is one outermost element. Its heading links to the activity's page in Vixiees with the
section's name behind `#`; by this link it is found again, however Pipedrive rewrites the HTML.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from domain.activity.html_text import blocks_of, lines_of


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
    for block in blocks_of(note):
        name = _section_in(block, marker)
        if name is None or name in same:
            parts.append(block)
        else:
            changed = waiting.pop(name, None)
            parts += [_shown(changed, marker)] if changed is not None else []
            parts += _kept(block, ours)
        last = len(parts) if name is not None else last
    parts[last:last] = [_shown(one, marker) for one in waiting.values()]
    return "".join(parts)


def _shown(section: Section, marker: str) -> str:
    link = f'<a href="{escape(marker)}#{section.name}"><b>{escape(section.heading)}</b></a>'
    return f"<div>{link}<br>{section.html}</div>"


def _section_in(block: str, marker: str) -> str | None:
    found = re.search(re.escape(escape(marker)) + r"#([a-z]+)", block)
    return found[1] if found is not None else None


def _kept(block: str, ours: set[str]) -> Iterator[str]:
    theirs = [escape(line) for line in lines_of(block) if line not in ours]
    if theirs:
        yield f"<div>{'<br>'.join(theirs)}</div>"
