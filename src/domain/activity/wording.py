"""The texts of subjects and headings in each language; an account may replace any of them.

It names a text for all languages (`call.subject`) or for one of them (`es.call.subject`).
"""

from collections.abc import Iterator, Mapping

from domain.errors import Violation
from domain.model.activity_policy import ActivityPolicy, Language

Wording = Mapping[str, str]

_LONGEST = 120
_ENGLISH: Wording = {
    "call.subject": "{direction} call {state}: {contact}",
    "call.inbound": "Inbound",
    "call.outbound": "Outbound",
    "call.answered": "answered",
    "call.voicemail": "voicemail",
    "call.no_answer": "no answer",
    "call.busy": "busy",
    "call.canceled": "canceled",
    "call.failed": "failed",
    "call.nobody": "unknown number",
    "email.subject": "E-mail: {subject}",
    "email.blank": "(no subject)",
    "task.subject": "Task completed: {subject}",
    "heading.call": "Call",
    "heading.recording": "Recording",
    "heading.notes": "Notes",
    "heading.email": "E-mail",
    "heading.body": "Body",
    "heading.task": "Task",
    "heading.comment": "Comment",
    "from": "From",
    "to": "To",
    "cc": "Cc",
    "subject": "Subject",
    "duration": "Duration",
    "result": "Result",
    "agents": "Agents",
    "author": "Author",
    "cut": "(cut off here: the whole text is in Vixiees)",
}
_SPANISH: Wording = {
    "call.subject": "Llamada {direction} {state}: {contact}",
    "call.inbound": "entrante",
    "call.outbound": "saliente",
    "call.answered": "contestada",
    "call.voicemail": "buzón de voz",
    "call.no_answer": "sin respuesta",
    "call.busy": "comunicando",
    "call.canceled": "cancelada",
    "call.failed": "fallida",
    "call.nobody": "número desconocido",
    "email.subject": "Correo: {subject}",
    "email.blank": "(sin asunto)",
    "task.subject": "Tarea completada: {subject}",
    "heading.call": "Llamada",
    "heading.recording": "Grabación",
    "heading.notes": "Notas",
    "heading.email": "Correo",
    "heading.body": "Texto",
    "heading.task": "Tarea",
    "heading.comment": "Comentario",
    "from": "De",
    "to": "Para",
    "cc": "Cc",
    "subject": "Asunto",
    "duration": "Duración",
    "result": "Resultado",
    "agents": "Agentes",
    "author": "Autor",
    "cut": "(cortado aquí: el texto completo está en Vixiees)",
}
_LANGUAGES = {Language.ENGLISH: _ENGLISH, Language.SPANISH: _SPANISH}
_NAMES = {*_ENGLISH, *(f"{language}.{name}" for language in Language for name in _ENGLISH)}


def wording_of(policy: ActivityPolicy) -> Wording:
    """Return every text: the account's own for its language, for all, else the language's."""
    own = policy.wording
    texts = _LANGUAGES[policy.language].items()
    return {
        name: own.get(f"{policy.language}.{name}") or own.get(name) or text for name, text in texts
    }


def wording_faults(wording: Wording) -> Iterator[Violation]:
    """Give what is wrong with texts that an account brings."""
    for name, text in wording.items():
        path = f"policy.wording[{name[:40]}]"
        if name not in _NAMES:
            message = (
                f"there is no such text; there are {', '.join(_ENGLISH)}, "
                "each also for one language: es.call.subject."
            )
            yield Violation(field=path, reason="UNKNOWN_TEXT", message=message)
        elif not text.strip() or len(text) > _LONGEST or not text.isprintable():
            message = f"send 1 to {_LONGEST} printable characters."
            yield Violation(field=path, reason="INVALID_TEXT", message=message)


def filled(template: str, **parts: str) -> str:
    """Return the template with `{part}` replaced; other braces stay as they are."""
    for name, text in parts.items():
        template = template.replace(f"{{{name}}}", text)
    return template
