"""The sections of an activity's note."""

from collections.abc import Iterable, Sequence
from datetime import UTC
from html import escape

from domain.activity.duration import exact
from domain.activity.legs import Legs, collapsed
from domain.activity.sections import Section
from domain.activity.subject import in_one_line
from domain.activity.wording import Wording
from domain.model.activity import Call, Comment, DoneTask, Email

MOST_BODY_BYTES = 77_000
"""The longest body, so that with everything around it a note stays below 90 KB."""
_MOST_NOTES_BYTES = 40_000
_MOST_LINE_BYTES = 1_500
_MOST_LINKS_BYTES = 30_000


def sections_of(legs: Legs, wording: Wording) -> tuple[Section, ...]:
    """Return the sections in their order; a section with nothing to show is left out."""
    report = collapsed(legs)
    match report.detail:
        case Call() as call:
            calls = [one.detail for one in legs if isinstance(one.detail, Call)]
            parts = _of_call(call, calls, report.agents, wording)
        case Email() as email:
            parts = _of_email(email, wording)
        case DoneTask() as task:
            lines = _lines(
                (wording["duration"], exact(task.seconds)),
                (wording["agents"], ", ".join(report.agents)),
            )
            parts = {"task": lines, "notes": _paragraphs([task.notes], wording)}
        case Comment() as comment:
            author = _lines(
                (wording["author"], comment.author),
                ("UTC", f"{report.at.astimezone(UTC):%F %H:%M}"),
            )
            parts = {"comment": f"{author}<br>{_body(comment.body, wording, comment.is_cut)}"}
    return tuple(
        Section(name=name, heading=wording[f"heading.{name}"], html=html)
        for name, html in parts.items()
        if html
    )


def _of_call(
    call: Call, calls: Sequence[Call], agents: Sequence[str], wording: Wording
) -> dict[str, str]:
    links = dict.fromkeys(one.recording_url for one in calls if one.recording_url)
    lines = _lines(
        (wording["from"], call.from_number),
        (wording["to"], call.to_number),
        (wording["result"], wording[f"call.{call.state}"]),
        (wording["duration"], exact(call.seconds)),
        (wording["agents"], ", ".join(agents)),
    )
    return {
        "call": lines,
        "recording": "<br>".join(_fitting(map(_link, links))),
        "notes": _paragraphs([one.notes for one in calls], wording),
    }


def _of_email(email: Email, wording: Wording) -> dict[str, str]:
    lines = _lines(
        (wording["from"], email.sender),
        (wording["to"], ", ".join(email.recipients)),
        (wording["cc"], ", ".join(email.copies)),
        (wording["subject"], in_one_line(email.subject)),
    )
    return {"email": lines, "body": _body(email.body, wording, email.is_cut)}


def _lines(*lines: tuple[str, str]) -> str:
    filled = ((label, text.strip()) for label, text in lines)
    return "<br>".join(
        f"{escape(label)}: {_bounded(escape(text), _MOST_LINE_BYTES, '…')}"
        for label, text in filled
        if text
    )


def _paragraphs(texts: Iterable[str], wording: Wording) -> str:
    """Return plain texts as HTML, line by line."""
    told = dict.fromkeys(text.strip() for text in texts)
    html = "<br>".join(escape(line) for text in told if text for line in text.splitlines())
    return _bounded(html, _MOST_NOTES_BYTES, f"<br>{escape(wording['cut'])}")


def _body(html: str, wording: Wording, is_cut: bool) -> str:  # noqa: FBT001 - as it is stored
    return f"{html}<p>{escape(wording['cut'])}</p>" if is_cut else html


def _link(url: str) -> str:
    return f'<a href="{escape(url)}">{escape(url)}</a>'


def _fitting(links: Iterable[str]) -> Iterable[str]:
    """Give the links in their order, as long as there is room for them."""
    room = _MOST_LINKS_BYTES
    for link in links:
        room -= len(link.encode())
        if room < 0:
            return
        yield link


def _bounded(html: str, most_bytes: int, ending: str) -> str:
    """Return escaped text cut to a size in UTF-8, never within a character, entity or tag."""
    raw = html.encode()
    if len(raw) <= most_bytes:
        return html
    cut = raw[:most_bytes].decode(errors="ignore")
    for opening, closing in (("<", ">"), ("&", ";")):
        if cut.rfind(opening) > cut.rfind(closing):
            cut = cut[: cut.rfind(opening)]
    return cut + ending
