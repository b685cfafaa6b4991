"""Every note is whole, or says that it was cut, and stays within what Pipedrive takes."""

from dataclasses import replace

import pytest

from domain.activity.contents import MOST_BODY_BYTES, sections_of
from domain.activity.html_text import lines_of
from domain.activity.legs import Legs
from domain.activity.sections import composed
from domain.activity.wording import wording_of
from domain.model.activity import Call, Comment, Detail, Email
from domain.model.activity_policy import ActivityPolicy, Language
from domain.model.values import RecordId
from tests.domain.activity.reports import CALL, COMMENT, EMAIL, TASK, a_report

_MARKER = f"https://app.vixiees.com/{'a' * 128}/calls/{'%F0%9F%98%80' * 128}"
_CUT = "(cut off here: the whole text is in Vixiees)"
_HUGE = "&😀" * 32_768
_PEOPLE = tuple("é" * 998 for _ in range(100))
_URL = f"https://r.test/{'&' * 2000}"
_LONG_WORDS = ActivityPolicy(
    wording={name: "&" * 120 for name in wording_of(ActivityPolicy()) if "." not in name}
)


def _note(legs: Legs, policy: ActivityPolicy) -> str:
    return composed(sections_of(legs, wording_of(policy)), _MARKER)


@pytest.mark.parametrize(
    "detail",
    [
        replace(
            CALL, from_number="&" * 64, to_number="&" * 64, notes=_HUGE[:65_536], recording_url=_URL
        ),
        replace(
            EMAIL,
            subject="&" * 998,
            sender="&" * 998,
            recipients=_PEOPLE,
            copies=_PEOPLE,
            body="x" * MOST_BODY_BYTES,
            is_cut=True,
        ),
        replace(TASK, notes=_HUGE[:65_536]),
        replace(COMMENT, author="&" * 998, body="x" * MOST_BODY_BYTES, is_cut=True),
    ],
    ids=["call", "email", "task", "comment"],
)
@pytest.mark.parametrize("policy", [ActivityPolicy(), _LONG_WORDS], ids=["ours", "theirs"])
def test_the_largest_note_stays_within_what_pipedrive_takes(
    detail: Detail, policy: ActivityPolicy
) -> None:
    legs = tuple(
        a_report(_distinct(detail, number), str(number), agents=_PEOPLE) for number in range(20)
    )
    assert len(_note(legs, policy).encode()) <= 90_000


def _distinct(detail: Detail, number: int) -> Detail:
    """Return the detail, each call with a recording of its own."""
    url = f"{_URL}{number}"
    return replace(detail, recording_url=url) if isinstance(detail, Call) else detail


def test_notes_that_are_too_long_are_cut_with_a_marker() -> None:
    note = _note((a_report(replace(CALL, notes=_HUGE[:65_536])),), ActivityPolicy())
    assert note.endswith(f"<br>{_CUT}</div>")
    assert set(lines_of(note)[-2]) == {"&", "😀"}


def test_every_leg_brings_its_recording_and_its_notes_once() -> None:
    legs = (
        a_report(replace(CALL, recording_url="https://r.test/1", notes="Same"), "1"),
        a_report(replace(CALL, recording_url="https://r.test/2", notes="Same"), "2"),
        a_report(replace(CALL, recording_url="https://r.test/1", notes="Other"), "3"),
    )
    assert lines_of(_note(legs, ActivityPolicy()))[-6:] == [
        "Recording",
        "https://r.test/1",
        "https://r.test/2",
        "Notes",
        "Same",
        "Other",
    ]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (Language.ENGLISH, ["Comment", "Author: Eva", "UTC: 2026-11-23 12:00", "Nice"]),
        (Language.SPANISH, ["Comentario", "Autor: Eva", "UTC: 2026-11-23 12:00", "Nice"]),
    ],
)
def test_a_comment_tells_its_author_and_its_time(language: Language, lines: list[str]) -> None:
    legs = (a_report(COMMENT, contact_ids=(RecordId("ana"),)),)
    assert lines_of(_note(legs, ActivityPolicy(language=language))) == lines


def _lines(detail: Detail, *agents: str) -> list[str]:
    return [*lines_of(_note((a_report(detail, agents=agents),), ActivityPolicy()))]


def test_a_call_tells_who_called_whom_and_how_it_went() -> None:
    call = replace(CALL, from_number="+39 1", to_number="+39 2")

    assert _lines(call, "eva", "jo") == [
        "Call",
        "From: +39 1",
        "To: +39 2",
        "Result: answered",
        "Duration: 1:05",
        "Agents: eva, jo",
    ]


def test_an_email_tells_its_header_and_its_text() -> None:
    email = replace(EMAIL, recipients=("a@x.test", "b@x.test"), copies=("c@x.test", "d@x.test"))

    assert _lines(email) == [
        "E-mail",
        "From: eva@acme.test",
        "To: a@x.test, b@x.test",
        "Cc: c@x.test, d@x.test",
        "Subject: Offer",
        "Body",
        "Hi",
    ]


def test_a_task_tells_how_long_it_took_and_who_did_it() -> None:
    assert _lines(TASK, "eva", "jo") == ["Task", "Duration: 1:00", "Agents: eva, jo"]


@pytest.mark.parametrize("detail", [EMAIL, COMMENT])
def test_a_text_that_was_cut_before_says_so(detail: Email | Comment) -> None:
    assert _lines(detail)[-1] != _CUT
    assert _lines(replace(detail, is_cut=True))[-1] == _CUT


def test_a_line_that_is_too_long_ends_with_an_ellipsis_and_a_whole_entity() -> None:
    html = _note((a_report(replace(COMMENT, author="&" * 998)),), ActivityPolicy())

    assert f"Author: {'&amp;' * 300}…<br>" in html


def test_each_section_of_a_note_has_its_own_name() -> None:
    legs = (a_report(replace(CALL, recording_url="https://r.test/1", notes="Notes")),)

    names = [one.name for one in sections_of(legs, wording_of(ActivityPolicy()))]
    assert names == ["call", "recording", "notes"]
