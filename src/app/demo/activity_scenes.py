"""The scenes about calls, e-mails, tasks and comments, read back from Pipedrive."""

from datetime import datetime, timedelta, timezone

import grpc
from google.protobuf.duration_pb2 import Duration

from app.demo.activities import CALL, EMAIL, NOTE, TASK
from app.demo.refusals import faults_of
from app.demo.stage import Row, Stage, eventually
from vixiees.pipedrive.v1.activity_pb2 import (
    ActivityKind,
    ActivityPolicy,
    ActivityState,
    CallState,
    TaskStatus,
)

_ANA = {"first_name": "Ana", "last_name": "Zeitstrahl", "phone": "+34 655 000 111"}
_DESK = "+34 911 000 000"
_AT = datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=2)))
"""Half past one in the night when Madrid's clocks change: the day before in UTC."""
_WHEN = "2026-03-28 23:30"
_CALL = f"call, done: Outbound call answered: Ana Zeitstrahl · {_WHEN} · 01:00\nCall"
_RECORDING = "https://recordings.vixiees.com/r/1.mp3"
_MANY = 20
_LOGGED = ActivityState.ACTIVITY_STATE_LOGGED


async def call_is_logged(stage: Stage) -> Row:
    contact_id = await _contact(stage, _ANA)
    await stage.activities.call(
        "call",
        _AT,
        contact_ids=[contact_id],
        from_number=_DESK,
        to_number=_ANA["phone"],
        notes="Ruft zurück",
    )
    expected = (
        f"{_CALL}\nFrom: {_DESK}\nTo: {_ANA['phone']}\nResult: answered\nDuration: 59:59\n"
        "Notes\nRuft zurück"
    )
    return await _shown(stage, "a call, with all that is known of it", CALL, "call", expected)


async def recording_arrives(stage: Stage) -> Row:
    before = await stage.activities.seen(CALL, "call")
    await stage.time_line.add_line(before.pipedrive_id, "Mag kurze Anrufe.")
    await stage.activities.call(
        "call",
        _AT,
        from_number=_DESK,
        to_number=_ANA["phone"],
        recording_url=_RECORDING,
    )
    expected = (
        f"{_CALL}\nFrom: {_DESK}\nTo: {_ANA['phone']}\nResult: answered\nDuration: 59:59\n"
        f"Notes\nRuft zurück\nRecording\n{_RECORDING}\nMag kurze Anrufe."
    )
    title = "its recording comes later: into the same activity, beside what a colleague wrote"
    return await _shown(stage, title, CALL, "call", expected)


async def call_of_a_number(stage: Stage) -> Row:
    policy = ActivityPolicy(region="ES", own_numbers=[_DESK])
    await stage.activities.set_policy(policy)
    spellings = ("+34655000111", "655 00 01 11")
    found = [await stage.activities.look_up(one) for one in spellings]
    await stage.activities.call(
        "number",
        _AT,
        from_number="911 000 000",
        to_number=spellings[1],
        state=CallState.CALL_STATE_NO_ANSWER,
        duration=None,
    )
    expected = (
        f"call, done: Outbound call no answer: Ana Zeitstrahl · {_WHEN} · 00:00\n"
        f"Call\nFrom: 911 000 000\nTo: {spellings[1]}\nResult: no answer\nDuration: 0:00"
    )
    title = "a call with only a national number finds its contact"
    row = await _shown(stage, title, CALL, "number", expected)
    return row if found[0] == found[1] != [] else _other(row, f"looked up: {found}")


async def legs_become_one(stage: Stage) -> Row:
    contact_id = await _contact(stage, {**_ANA, "last_name": "Warteschlange", "phone": "+34 6"})
    for leg, state in (("leg 1", "NO_ANSWER"), ("leg 2", "ANSWERED"), ("leg 3", "CANCELED")):
        await stage.activities.call(
            leg,
            _AT,
            session_id="queue",
            contact_ids=[contact_id],
            state=CallState.Value(f"CALL_STATE_{state}"),
        )
    subject = "Outbound call answered: Ana Warteschlange"
    return await _listed(stage, "one call that three agents report", contact_id, [subject])


async def email_is_logged(stage: Stage) -> Row:
    await stage.activities.email(
        "mail",
        _AT,
        subject="Ihr Angebot\r\n 北京",
        to=["ana@example.com"],
        cc=["jun@example.com"],
        body_html="<p>Guten Tag,</p><script>alert(1)</script><p>1 &lt; 2</p>",
        contact_ids=[await _contact(stage, {"first_name": "Mai", "last_name": "Brief"})],
        **{"from": "eva@acme.test"},
    )
    expected = (
        f"email, done: E-mail: Ihr Angebot 北京 · {_WHEN}\n"
        "E-mail\nFrom: eva@acme.test\nTo: ana@example.com\nCc: jun@example.com\n"
        "Subject: Ihr Angebot 北京\nBody\nGuten Tag,\n1 < 2"
    )
    return await _shown(stage, "an e-mail, made safe", EMAIL, "mail", expected)


async def task_is_logged(stage: Stage) -> Row:
    contact_id = await _contact(stage, {"first_name": "Tea", "last_name": "Aufgabe"})
    await stage.activities.task("task", _AT, name="Muster schicken", contact_ids=[contact_id])
    expected = (
        f"task, done: Task completed: Muster schicken · {_WHEN} · 00:30\nTask\nDuration: 30:00"
    )
    return await _shown(stage, "a completed task", TASK, "task", expected)


async def open_task_is_refused(stage: Stage) -> Row:
    seen = "accepted"
    try:
        await stage.activities.task(
            "open",
            _AT,
            name="Noch offen",
            status=TaskStatus.TASK_STATUS_OPEN,
            work_duration=Duration(seconds=-5),
        )
    except grpc.aio.AioRpcError as error:
        seen = faults_of(error)
    return Row(
        title="an open task of negative length is refused with every fault",
        expected="status: TASK_NOT_COMPLETED, work_duration: NEGATIVE_DURATION",
        vixiees=seen,
        pipedrive=None,
    )


async def comment_is_logged(stage: Stage) -> Row:
    contact_id = await _contact(stage, {"first_name": "Nora", "last_name": "Notiz"})
    await stage.activities.note(
        "note", _AT, author="Eva", body_text="Kauft bald.\nSicher!", contact_ids=[contact_id]
    )
    expected = f"note · {_WHEN}\nComment\nAuthor: Eva\nUTC: {_WHEN}\nKauft bald.\nSicher!"
    return await _shown(stage, "a comment becomes a note", NOTE, "note", expected)


async def call_waits_for_its_contact(stage: Stage) -> Row:
    later = {"first_name": "Sören", "last_name": "Später"}
    contact_id = "soren"
    await stage.activities.call("early", _AT, contact_ids=[contact_id])
    await eventually(lambda: stage.activities.seen(CALL, "early"), lambda one: one.reason != "")
    await stage.vixiees.create(later, contact_id)
    expected = (
        f"call, done: Outbound call answered: Sören Später · {_WHEN} · 01:00\n"
        "Call\nResult: answered\nDuration: 59:59"
    )
    title = "a call that comes before its contact waits for it"
    return await _shown(stage, title, CALL, "early", expected)


async def logged_once_although_killed(stage: Stage) -> Row:
    contact_id = await _contact(stage, {"first_name": "Einmal", "last_name": "Genügt"})
    for number in range(_MANY):
        await stage.activities.call(f"often {number}", _AT, contact_ids=[contact_id])
    await stage.service.kill()
    await stage.service.start()
    subjects = ["Outbound call answered: Einmal Genügt"] * _MANY
    title = f"{_MANY} calls handed in, service killed: each is there once"
    return await _listed(stage, title, contact_id, subjects)


async def _contact(stage: Stage, fields: dict[str, str]) -> str:
    """Create a contact, and wait until it is in Pipedrive."""
    contact_id = await stage.vixiees.create(fields)
    await stage.both("", contact_id, fields)
    return contact_id


async def _shown(
    stage: Stage, title: str, kind: ActivityKind.ValueType, source_id: str, expected: str
) -> Row:
    """Wait until Pipedrive shows the activity so, and say what it shows."""
    read = stage.time_line.note if kind == NOTE else stage.time_line.activity

    async def look() -> tuple[str, str]:
        seen = await stage.activities.seen(kind, source_id)
        if not seen.pipedrive_id:
            return f"{ActivityState.Name(seen.state)}: {seen.message}", "nothing yet"
        is_logged = seen.state == _LOGGED
        return expected if is_logged else seen.message, await read(seen.pipedrive_id)

    vixiees, pipedrive = await eventually(look, lambda seen: set(seen) == {expected})
    return Row(title=title, expected=expected, vixiees=vixiees, pipedrive=pipedrive)


async def _listed(stage: Stage, title: str, contact_id: str, subjects: list[str]) -> Row:
    """Wait until the person's time line holds these subjects, and say what it holds."""
    person_id = await stage.vixiees.person_id(contact_id)
    expected = f"{len(subjects)} times {subjects[0]}"
    seen = await eventually(
        lambda: stage.time_line.subjects_of(person_id), lambda found: found == subjects
    )
    shown = expected if seen == subjects else f"{len(seen)} activities: {', '.join(set(seen))}"
    return Row(title=title, expected=expected, vixiees=expected, pipedrive=shown)


def _other(row: Row, vixiees: str) -> Row:
    return Row(title=row.title, expected=row.expected, vixiees=vixiees, pipedrive=row.pipedrive)


ACTIVITY_SCENES = (
    call_is_logged,
    recording_arrives,
    call_of_a_number,
    legs_become_one,
    email_is_logged,
    task_is_logged,
    open_task_is_refused,
    comment_is_logged,
    call_waits_for_its_contact,
    logged_once_although_killed,
)
