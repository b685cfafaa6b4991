"""Subjects in the language and the words of an account."""

from dataclasses import replace

import pytest

from domain.activity.subject import subject_of
from domain.activity.wording import wording_of
from domain.model.activity import CallState, Direction
from domain.model.activity_policy import ActivityPolicy, Language
from tests.domain.activity.reports import CALL, a_report

_ENGLISH, _SPANISH = (ActivityPolicy(language=one) for one in Language)
_IN, _OUT = Direction.INBOUND, Direction.OUTBOUND


def _subject(policy: ActivityPolicy, direction: Direction, state: CallState) -> str:
    call = replace(CALL, direction=direction, state=state)
    return subject_of(a_report(call), "Ana Pérez", wording_of(policy))


@pytest.mark.parametrize(
    ("state", "english", "spanish"),
    [
        (CallState.ANSWERED, "answered", "contestada"),
        (CallState.VOICEMAIL, "voicemail", "buzón de voz"),
        (CallState.NO_ANSWER, "no answer", "sin respuesta"),
        (CallState.BUSY, "busy", "comunicando"),
        (CallState.CANCELED, "canceled", "cancelada"),
        (CallState.FAILED, "failed", "fallida"),
    ],
)
def test_the_subject_of_a_call_tells_its_direction_and_its_state(
    state: CallState, english: str, spanish: str
) -> None:
    assert _subject(_ENGLISH, _IN, state) == f"Inbound call {english}: Ana Pérez"
    assert _subject(_ENGLISH, _OUT, state) == f"Outbound call {english}: Ana Pérez"
    assert _subject(_SPANISH, _IN, state) == f"Llamada entrante {spanish}: Ana Pérez"
    assert _subject(_SPANISH, _OUT, state) == f"Llamada saliente {spanish}: Ana Pérez"


def test_an_account_has_words_of_its_own_for_all_languages_or_for_one() -> None:
    wording = {
        "call.subject": "☎ {contact} ({state})",
        "es.call.subject": "☎ {contact}: {state}",
        "es.call.answered": "cogida",
    }
    shown = [
        _subject(replace(policy, wording=wording), _OUT, CallState.ANSWERED)
        for policy in (_ENGLISH, _SPANISH)
    ]
    assert shown == ["☎ Ana Pérez (answered)", "☎ Ana Pérez: cogida"]


def test_every_language_has_every_text() -> None:
    texts = [wording_of(ActivityPolicy(language=one)) for one in Language]
    assert all(one.keys() == texts[0].keys() for one in texts)
    assert all(text for one in texts for text in one.values())
