"""The scenes about what calls, e-mails, tasks and comments look like in Pipedrive."""

import grpc
from google.protobuf.duration_pb2 import Duration

from app.demo.activities import CALL, EMAIL, NOTE, TASK
from app.demo.activity_stage import AT, DESK, INGRID, MATEO, POLICY, WHEN, contact, shown
from app.demo.deal_stage import in_step
from app.demo.refusals import faults_of
from app.demo.stage import Row, Stage
from vixiees.pipedrive.v1.activity_pb2 import ActivityPolicy, Language, TaskStatus

_ANA = {"first_name": "Ana", "last_name": "Zeitstrahl", "phone": "+34 655 000 111"}
_BEA = {"first_name": "Bea", "last_name": "Zeugin"}
_CALL = (
    f"call, done: Outbound call answered: Ana Zeitstrahl · {WHEN} · 01:00\n"
    f"with Ana Zeitstrahl, Bea Zeugin · about Dach für Ana · of {MATEO}\n"
    f"Call\nFrom: {DESK}\nTo: {_ANA['phone']}\nResult: answered\nDuration: 59:59\n"
    f"Agents: {MATEO}\nNotes\nRuft zurück"
)
_RECORDING = "https://recordings.vixiees.com/r/1.mp3"


async def call_is_logged(stage: Stage) -> Row:
    deal_id, _ = await in_step(stage, "Dach für Ana")
    await stage.activities.call(
        "call",
        AT,
        contact_ids=[await contact(stage, _ANA), await contact(stage, _BEA)],
        deal_id=deal_id,
        agent_emails=[MATEO],
        from_number=DESK,
        to_number=_ANA["phone"],
        notes="Ruft zurück",
    )
    return await shown(stage, "a call, with all that is known of it", CALL, "call", _CALL)


async def recording_arrives(stage: Stage) -> Row:
    before = await stage.activities.seen(CALL, "call")
    await stage.time_line.add_line(before.pipedrive_id, "Mag kurze Anrufe.")
    await stage.activities.call(
        "call", AT, from_number=DESK, to_number=_ANA["phone"], recording_url=_RECORDING
    )
    expected = f"{_CALL}\nRecording\n{_RECORDING}\nMag kurze Anrufe."
    title = "its recording comes later: into the same activity, beside what a colleague wrote"
    return await shown(stage, title, CALL, "call", expected)


async def call_in_other_words(stage: Stage) -> Row:
    spanish = ActivityPolicy(
        language=Language.LANGUAGE_SPANISH, wording={"es.call.answered": "cogida"}
    )
    await stage.activities.set_policy(spanish)
    contact_id = await contact(stage, {"first_name": "Inés", "last_name": "Idioma"})
    await stage.activities.call("spanish", AT, contact_ids=[contact_id])
    expected = (
        f"call, done: Llamada saliente cogida: Inés Idioma · {WHEN} · 01:00\n"
        f"with Inés Idioma · of {INGRID}\nLlamada\nResultado: cogida\nDuración: 59:59"
    )
    title = "a call in the account's language, one word of its own"
    row = await shown(stage, title, CALL, "spanish", expected)
    await stage.activities.set_policy(POLICY)
    return row


async def email_is_logged(stage: Stage) -> Row:
    await stage.activities.email(
        "mail",
        AT,
        subject="Ihr Angebot\r\n 北京",
        to=["ana@example.com"],
        cc=["jun@example.com"],
        body_html="<p>Guten Tag,</p><script>alert(1)</script><p>1 &lt; 2</p>",
        contact_ids=[await contact(stage, {"first_name": "Mai", "last_name": "Brief"})],
        **{"from": "eva@acme.test"},
    )
    expected = (
        f"email, done: E-mail: Ihr Angebot 北京 · {WHEN}\nwith Mai Brief · of {INGRID}\n"
        "E-mail\nFrom: eva@acme.test\nTo: ana@example.com\nCc: jun@example.com\n"
        "Subject: Ihr Angebot 北京\nBody\nGuten Tag,\n1 < 2"
    )
    return await shown(stage, "an e-mail, made safe", EMAIL, "mail", expected)


async def task_is_logged(stage: Stage) -> Row:
    contact_id = await contact(stage, {"first_name": "Tea", "last_name": "Aufgabe"})
    await stage.activities.task("task", AT, name="Muster schicken", contact_ids=[contact_id])
    expected = (
        f"task, done: Task completed: Muster schicken · {WHEN} · 00:30\n"
        f"with Tea Aufgabe · of {INGRID}\nTask\nDuration: 30:00"
    )
    return await shown(stage, "a completed task", TASK, "task", expected)


async def open_task_is_refused(stage: Stage) -> Row:
    seen = "accepted"
    try:
        await stage.activities.task(
            "open",
            AT,
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


async def private_link_is_refused(stage: Stage) -> Row:
    seen = list[str]()
    for url in ("javascript:alert(1)", "http://[::ffff:10.0.0.1]/1.mp3"):
        try:
            await stage.activities.call("link", AT, recording_url=url)
        except grpc.aio.AioRpcError as error:
            seen.append(faults_of(error))
    return Row(
        title="a recording that is a script, or lies in a private network, is refused",
        expected="recording_url: URL_SCHEME, recording_url: URL_PRIVATE_HOST",
        vixiees=", ".join(seen),
        pipedrive=None,
    )


async def comment_is_logged(stage: Stage) -> Row:
    deal_id, _ = await in_step(stage, "Fenster für Nora")
    contact_id = await contact(stage, {"first_name": "Nora", "last_name": "Notiz"})
    await stage.activities.note(
        "note",
        AT,
        author="Eva",
        body_text="Kauft bald.\nSicher!",
        contact_ids=[contact_id],
        deal_id=deal_id,
    )
    expected = (
        f"note · {WHEN}\non Nora Notiz, Fenster für Nora\n"
        f"Comment\nAuthor: Eva\nUTC: {WHEN}\nKauft bald.\nSicher!"
    )
    title = "a comment becomes a note, on contact and deal"
    return await shown(stage, title, NOTE, "note", expected)


ACTIVITY_SCENES = (
    call_is_logged,
    recording_arrives,
    call_in_other_words,
    email_is_logged,
    task_is_logged,
    open_task_is_refused,
    private_link_is_refused,
    comment_is_logged,
)
