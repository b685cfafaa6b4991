"""Rarer things that people and strangers do: copies, look-alikes, forgeries, hidden records."""

import asyncio
from dataclasses import replace

from domain.model.values import Kind, RecordId
from tests.simulation.service.instance import Gone
from tests.simulation.story.deed import Deed
from tests.simulation.story.here import write
from tests.simulation.story.stage import NOTHING, Stage
from tests.simulation.story.values import value_of
from tests.simulation.world.internet import POISON
from tests.simulation.world.postman import received
from tests.simulation.world.words import FIELDS, patch

_FORGERIES = ("password", "path", "company", "nobody")
_REFUSALS = frozenset({401, 404})


def copy(stage: Stage, deed: Deed) -> None:
    """Make a copy of a person in Pipedrive, with all custom fields, our own among them."""
    which, other, *_ = deed.numbers
    people = stage.account(which).people
    living = people.living(Kind.CONTACT)
    if not living:
        return
    record = living[other % len(living)]
    custom = dict(record.custom_fields)
    name = f"first_name {deed.place}"
    made = people.create(Kind.CONTACT, {"first_name": name, "custom_fields": custom})
    if made is None:
        return
    stage.world.ring()
    stage.world.watcher.copied |= {str(value) for value in custom.values()}
    thing = stage.there(stage.account(which), Kind.CONTACT, made)
    stage.diary.wrote(thing, "first_name", name, NOTHING, stage.pipedrive_now())
    marker = people.marker(Kind.CONTACT, record)
    if marker is not None:
        owner = stage.here(stage.account(which), Kind.CONTACT, RecordId(marker))
        stage.diary.doubtful |= {owner, thing}


def touch(stage: Stage, deed: Deed) -> None:
    """Change something that nobody maps: the record's update time moves, and nothing else."""
    which, other, label, _ = deed.numbers
    people = stage.account(which).people
    living = people.living(Kind.CONTACT)
    if living and people.edit(
        Kind.CONTACT, living[other % len(living)].id, {"label_ids": [label % 3 + 1]}
    ):
        stage.world.ring()


def meet(stage: Stage, deed: Deed) -> None:
    """Make the same contact on both sides at once: the phone tells that it is one."""
    which, *_ = deed.numbers
    account = stage.account(which)
    values = {name: value_of(stage.story, deed, name) for name in FIELDS[Kind.CONTACT]}
    values["phone"] = f"+346{deed.place:08}"
    record_id = RecordId(f"c{deed.place}")
    account.vixiees.create(Kind.CONTACT, record_id, values)
    body: dict[str, object] = {}
    for name in ("first_name", "phone"):
        body |= patch(account.people, None, name, values[name])
    remote_id = account.people.create(Kind.CONTACT, body)
    stage.world.ring()
    stage.world.weather.met["met by phone"] += 1
    here = stage.here(account, Kind.CONTACT, record_id)
    at = account.vixiees.side.rows[Kind.CONTACT, record_id].update_time
    for name, value in values.items():
        stage.diary.wrote(here, name, value, NOTHING, at)
    stage.diary.doubtful.add(here)
    if remote_id is not None:
        stage.diary.met[here] = values["phone"]
        thing = stage.there(account, Kind.CONTACT, remote_id)
        stage.diary.wrote(thing, "first_name", values["first_name"], NOTHING, at)
        stage.diary.doubtful.add(thing)


def poison(stage: Stage, deed: Deed) -> None:
    """Give a contact a name that Pipedrive will never take (F10)."""
    which, other, *_ = deed.numbers
    account = stage.account(which)
    rows = account.vixiees.keys(Kind.CONTACT)
    if not rows:
        return
    write(
        stage, account, rows[other % len(rows)], {"first_name": f"first_name {POISON}{deed.place}"}
    )
    stage.world.weather.met["F10 poisoned"] += 1


def end_company(stage: Stage, deed: Deed) -> None:
    """Delete an organization, or merge it into another one."""
    which, first, second, how = deed.numbers
    account = stage.account(which)
    living = list(account.sandbox.company.tables["organization"].living())
    if not living:
        return
    stage.diary.renames += 1
    one = living.pop(first % len(living))
    if how % 2 and living:
        account.people.merge_companies(one.id, living[second % len(living)].id)
    else:
        account.people.delete_company(one.id)
    stage.world.ring()


def forge(stage: Stage, deed: Deed) -> None:
    """Send a webhook that nobody of Pipedrive's has sent (F16)."""
    which, other, how, _ = deed.numbers
    account = stage.account(which)
    sent = [one for one in account.postman.events.values() if one.method == "POST"]
    if not sent:
        return
    forged = sent[other % len(sent)]
    match _FORGERIES[how % len(_FORGERIES)]:
        case "password":
            forged = replace(forged, password="guessed")
        case "path":
            forged = replace(forged, url=f"{forged.url}x")
        case "company":
            meta = forged.payload["meta"]
            assert isinstance(meta, dict)
            forged = replace(
                forged, payload={**forged.payload, "meta": {**meta, "company_id": "1"}}
            )
        case _:
            forged = replace(forged, user=None)

    async def send() -> None:
        instance = stage.world.pick()
        if instance is None:
            return
        try:
            async with asyncio.timeout(20):
                status = await instance.call(received(forged))
        except (Gone, TimeoutError):
            return
        if status not in {*_REFUSALS, 503}:
            stage.world.watcher.faults.append(f"I9 a forged webhook is answered {status}")

    stage.world.weather.met["F16 forged"] += 1
    stage.later(send())


def hide(stage: Stage, deed: Deed) -> None:
    """Hide a person from the user who authorized us, and show it again after a while (F09)."""
    which, other, length, _ = deed.numbers
    account = stage.account(which)
    living = account.people.living(Kind.CONTACT)
    if not living:
        return
    remote_id = living[other % len(living)].id
    hidden = stage.world.internet.hidden
    host = f"{account.account_id}.pipedrive.com"
    hidden.add((host, remote_id))
    stage.world.weather.met["F09 hidden"] += 1

    async def show() -> None:
        await asyncio.sleep((5.0, 100.0, 600.0)[length % 3])
        hidden.discard((host, remote_id))

    stage.spells.append(stage.world.loop.create_task(show()))


def jump(stage: Stage, deed: Deed) -> None:
    """Let the clock of the service jump (F21)."""
    _, which, back, _ = deed.numbers
    seconds = (3, 60, 300, 540)[which % 4] * (-1 if back % 2 else 1)
    stage.world.jump(seconds)
    stage.world.weather.met["F21 clock jumps"] += 1
