"""Thirty activities: names in many scripts, times of many zones and across the change of clocks."""

from dataclasses import dataclass
from datetime import datetime

from domain.model.activity import (
    Call,
    CallState,
    Comment,
    Detail,
    Direction,
    DoneTask,
    Email,
    TaskStatus,
)
from domain.model.activity_policy import ActivityPolicy, Language

_IN, _OUT = Direction.INBOUND, Direction.OUTBOUND
_PLAIN = ActivityPolicy()
_SPANISH = ActivityPolicy(language=Language.SPANISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One activity with a contact of this name."""

    first_name: str
    last_name: str | None
    at: datetime
    detail: Detail
    policy: ActivityPolicy = _PLAIN
    agents: tuple[str, ...] = ("eva@acme.test",)


def _call(name: str, at: str, direction: Direction, state: CallState, seconds: int) -> Case:
    first, _, last = name.partition("|")
    numbers = ("+34 911 000 000", "+34 655 000 111")
    one, other = numbers if direction is _OUT else numbers[::-1]
    detail = Call(
        direction=direction, state=state, seconds=seconds, from_number=one, to_number=other
    )
    return Case(
        first_name=first, last_name=last or None, at=datetime.fromisoformat(at), detail=detail
    )


def _of(name: str, at: str, detail: Detail, policy: ActivityPolicy = _PLAIN) -> Case:
    first, _, last = name.partition("|")
    when = datetime.fromisoformat(at)
    return Case(first_name=first, last_name=last or None, at=when, detail=detail, policy=policy)


def _mail(subject: str, body: str, sender: str = "eva@acme.test") -> Email:
    people = ("ana@example.com", "Jun <jun@example.com>")
    return Email(subject=subject, sender=sender, recipients=people, copies=("x@y.z",), body=body)


def _task(name: str, seconds: int, notes: str = "") -> DoneTask:
    return DoneTask(name=name, seconds=seconds, status=TaskStatus.COMPLETED, notes=notes)


CASES = (
    _call("Ana|Pérez", "2026-03-29T01:59:59+01:00", _OUT, CallState.ANSWERED, 3_599),
    _call("Ana|Pérez", "2026-03-29T03:00:00+02:00", _OUT, CallState.ANSWERED, 3_600),
    _call("Ana|Pérez", "2026-10-25T02:30:00+02:00", _IN, CallState.ANSWERED, 61),
    _call("Ana|Pérez", "2026-10-25T02:30:00+01:00", _IN, CallState.ANSWERED, 59),
    _call("Иван|Петров", "2026-01-01T02:15:00+03:00", _OUT, CallState.NO_ANSWER, 0),
    _call("محمد|علي", "2026-02-28T23:59:59-01:00", _IN, CallState.VOICEMAIL, 12),
    _call("דוד|כהן", "2024-02-29T12:00:00+02:00", _OUT, CallState.BUSY, 0),
    _call("伟|王", "2026-05-01T00:10:00+08:00", _IN, CallState.CANCELED, 3),
    _call("さくら|石川", "2026-05-01T08:59:00+09:00", _OUT, CallState.FAILED, 0),
    _call("지우|김", "2026-07-01T09:00:00+09:00", _OUT, CallState.ANSWERED, 86_399),
    _call("สมชาย|ใจดี", "2026-07-01T06:59:59+07:00", _IN, CallState.ANSWERED, 86_400),
    _call("आरव|शर्मा", "2026-07-01T05:29:00+05:30", _OUT, CallState.ANSWERED, 90_061),
    _call("Σοφία|Παπά", "2026-03-08T01:59:00-05:00", _OUT, CallState.ANSWERED, 600),
    _call("O'Neill & <b>Söhne</b>|", "2026-03-08T03:00:00-04:00", _IN, CallState.ANSWERED, 1),
    _of(
        "Zoë|Ångström",
        "2026-06-30T23:59:59-11:00",
        Call(
            direction=_IN,
            state=CallState.ANSWERED,
            seconds=754,
            recording_url="https://r.vixiees.com/1?a=1&b=2",
            notes='Says: "<call me>"\r\n\r\nL\u00e1 & c\u0301',
        ),
    ),
    _of(
        "José|Núñez",
        "2025-12-31T23:30:00-03:00",
        Call(direction=_OUT, state=CallState.VOICEMAIL, seconds=33, to_number="+34 655 000 111"),
        _SPANISH,
    ),
    _of(
        "Fatma|Şahin",
        "2025-12-31T23:30:00+14:00",
        Call(direction=_OUT, state=CallState.BUSY, seconds=0),
        ActivityPolicy(wording={"call.subject": "☎ {contact}: {state}"}),
    ),
    _of("Ana|Pérez", "2026-01-15T10:00:00+01:00", _mail("Offer", "<p>Hello <b>Ana</b></p>")),
    _of("Jun|Müller", "2026-01-15T10:00:00+00:00", _mail(" Re:\r\n 見積もり ", "<p>了解</p>")),
    _of("Ana|Pérez", "2026-01-15T10:00:00-08:00", _mail("", "")),
    _of(
        "Eve|Il",
        "2026-01-15T10:00:00+05:45",
        _mail("<script>", "<p>a</p><script>alert(1)</script><img src=x onerror=y><p>b</p>"),
    ),
    _of("Nora|Ødegård", "2026-01-15T10:00:00+01:00", _mail("Oferta", "<p>Sí</p>"), _SPANISH),
    _of(
        "ليلى|حسن",
        "2026-01-15T10:00:00+04:00",
        _mail("عرض", '<p dir="rtl">مرحبا <a href="javascript:x">هنا</a></p>'),
    ),
    _of("Ana|Pérez", "2026-03-29T00:30:00+01:00", _task("Visit", 5_400)),
    _of("Олена|Шевченко", "2026-03-29T12:30:00+03:00", _task("Надіслати зразки", 60, "Гарно\n😀")),
    _of("Ana|Pérez", "2026-11-01T01:30:00-04:00", _task("x" * 300, 0)),
    _of("Ana|Pérez", "2026-11-01T01:30:00-05:00", _task("Llamar & visitar", 86_401), _SPANISH),
    _of("Ana|Pérez", "2020-02-29T23:59:59+00:00", Comment(author="Eva", body="Buys <i>soon</i>")),
    _of(
        "愛|佐藤", "2026-11-01T23:59:59-12:00", Comment(author="Ева", body="<ul><li>一<li>二</ul>")
    ),
    _of("Ana|Pérez", "2026-11-02T00:00:00+00:00", Comment(author="", body="¡Sí!"), _SPANISH),
)
