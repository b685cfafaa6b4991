"""The scenes about whom a call is logged on, whose it is, and that it is logged once."""

from app.demo.activities import CALL
from app.demo.activity_stage import (
    AT,
    INGRID,
    MATEO,
    POLICY,
    WHEN,
    also,
    contact,
    listed,
    reason,
    shown,
)
from app.demo.deals import deal
from app.demo.stage import Row, Stage, eventually
from vixiees.pipedrive.v1.activity_pb2 import ActivityPolicy, CallState, UnknownNumber

_UTE = {"first_name": "Ute", "last_name": "Zweifach", "phone": "+34 655 000 222"}
_MANY = 20


async def call_of_a_number(stage: Stage) -> Row:
    await stage.activities.set_policy(POLICY)
    await contact(stage, {"first_name": "Nina", "last_name": "Nummer", "phone": "+34 655 000 333"})
    spellings = ("+34655000333", "655 00 03 33", "0034 655000333")
    found = [await stage.activities.look_up(one) for one in spellings]
    await stage.activities.call(
        "number",
        AT,
        from_number="911 000 000",
        to_number=spellings[1],
        state=CallState.CALL_STATE_NO_ANSWER,
        duration=None,
    )
    expected = (
        f"call, done: Outbound call no answer: Nina Nummer · {WHEN} · 00:00\n"
        f"with Nina Nummer · of {INGRID}\n"
        f"Call\nFrom: 911 000 000\nTo: {spellings[1]}\nResult: no answer\nDuration: 0:00"
    )
    title = "a call with only a national number finds its contact"
    row = await shown(stage, title, CALL, "number", expected)
    one_each = [len(ids) for ids in found] == [1] * len(spellings)
    same = "one contact" if one_each and len({ids[0] for ids in found}) == 1 else f"{found}"
    return also(row, "looked up three ways: one contact", f"looked up three ways: {same}")


async def number_of_two(stage: Stage) -> Row:
    ute = await contact(stage, _UTE)
    await contact(stage, {**_UTE, "first_name": "Vera"})
    fields = deal("Tür für Ute")
    fields.contact_id = ute
    deal_id = await stage.deals.create(fields)

    async def number() -> int:
        return (await stage.deals.shown(deal_id)).pipedrive_deal_id

    await eventually(number, bool)
    await stage.activities.call("two", AT, to_number=_UTE["phone"])
    expected = (
        f"call, done: Outbound call answered: Ute Zweifach · {WHEN} · 01:00\n"
        f"with Ute Zweifach, Vera Zweifach · of {INGRID}\n"
        f"Call\nTo: {_UTE['phone']}\nResult: answered\nDuration: 59:59"
    )
    title = "of two with one number, who has the open deal is the main one"
    return await shown(stage, title, CALL, "two", expected)


async def number_of_nobody(stage: Stage) -> Row:
    title = "a number of nobody's: logged on nobody"
    return await _logged_on(stage, title, "699 000 001", None, "NO_CONTACT")


async def number_becomes_a_contact(stage: Stage) -> Row:
    await _treat(stage, UnknownNumber.UNKNOWN_NUMBER_CREATE_CONTACT)
    title = "a number of nobody's: a contact is made, where the account wants that"
    return await _logged_on(stage, title, "699 000 002", "+34699000002", "CONTACT_CREATED")


async def number_is_skipped(stage: Stage) -> Row:
    await _treat(stage, UnknownNumber.UNKNOWN_NUMBER_SKIP)
    await stage.activities.call("skipped", AT, to_number="699 000 003")
    expected = "PARKED NO_CONTACT"
    seen = await eventually(lambda: reason(stage, CALL, "skipped"), lambda found: found == expected)
    await stage.activities.set_policy(POLICY)
    title = "a number of nobody's: skipped, where the account wants that"
    return Row(title=title, expected=expected, vixiees=seen, pipedrive=None)


async def legs_become_one(stage: Stage) -> Row:
    contact_id = await contact(stage, {"first_name": "Ana", "last_name": "Warteschlange"})
    for leg, state in (("leg 1", "NO_ANSWER"), ("leg 2", "ANSWERED"), ("leg 3", "CANCELED")):
        await stage.activities.call(
            leg,
            AT,
            session_id="queue",
            contact_ids=[contact_id],
            state=CallState.Value(f"CALL_STATE_{state}"),
        )
    subject = "Outbound call answered: Ana Warteschlange"
    return await listed(stage, "one call that three agents report", contact_id, [subject])


async def agent_is_unknown(stage: Stage) -> Row:
    policy = ActivityPolicy(region="ES", fallback_owner_email=MATEO)
    await stage.activities.set_policy(policy)
    contact_id = await contact(stage, {"first_name": "Otto", "last_name": "Ohne"})
    stranger = "who@vixiees.com"
    told = await stage.activities.call_told(
        "agent", AT, contact_ids=[contact_id], agent_emails=[stranger]
    )
    expected = (
        f"call, done: Outbound call answered: Otto Ohne · {WHEN} · 01:00\n"
        f"with Otto Ohne · of {MATEO}\n"
        f"Call\nResult: answered\nDuration: 59:59\nAgents: {stranger}"
    )
    title = "a call of an agent whom Pipedrive does not know: the fallback owner's"
    row = await shown(stage, title, CALL, "agent", expected)
    await stage.activities.set_policy(POLICY)
    return also(row, "OWNER_UNMAPPED", ", ".join(told))


async def call_waits_for_its_contact(stage: Stage) -> Row:
    later = {"first_name": "Sören", "last_name": "Später"}
    contact_id = "soren"
    await stage.activities.call("early", AT, contact_ids=[contact_id])
    await eventually(lambda: stage.activities.seen(CALL, "early"), lambda one: one.reason != "")
    await stage.vixiees.create(later, contact_id)
    expected = (
        f"call, done: Outbound call answered: Sören Später · {WHEN} · 01:00\n"
        f"with Sören Später · of {INGRID}\nCall\nResult: answered\nDuration: 59:59"
    )
    title = "a call that comes before its contact waits for it"
    return await shown(stage, title, CALL, "early", expected)


async def logged_once_although_killed(stage: Stage) -> Row:
    contact_id = await contact(stage, {"first_name": "Einmal", "last_name": "Genügt"})
    for number in range(_MANY):
        await stage.activities.call(f"often {number}", AT, contact_ids=[contact_id])
    await stage.service.kill()
    await stage.service.start()
    subjects = ["Outbound call answered: Einmal Genügt"] * _MANY
    title = f"{_MANY} calls handed in, service killed: each is there once"
    return await listed(stage, title, contact_id, subjects)


async def _treat(stage: Stage, unknown: UnknownNumber.ValueType) -> None:
    await stage.activities.set_policy(ActivityPolicy(region="ES", unknown_number=unknown))


async def _logged_on(stage: Stage, title: str, number: str, made: str | None, why: str) -> Row:
    """Log a call with the number; see on whom, and the reason that is told."""
    await stage.activities.call(number, AT, to_number=number)
    expected = (
        f"call, done: Outbound call answered: {made or number} · {WHEN} · 01:00\n"
        f"with {made or 'nobody'} · of {INGRID}\n"
        f"Call\nTo: {number}\nResult: answered\nDuration: 59:59"
    )
    row = await shown(stage, title, CALL, number, expected)
    return also(row, f"LOGGED {why}", await reason(stage, CALL, number))


CALL_SCENES = (
    call_of_a_number,
    number_of_two,
    number_of_nobody,
    number_becomes_a_contact,
    number_is_skipped,
    legs_become_one,
    agent_is_unknown,
    call_waits_for_its_contact,
    logged_once_although_killed,
)
