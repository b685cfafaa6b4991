"""The scenes, one a line of the mission about contacts, in the order they are played."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from app.demo.stage import Row, Stage

Scene = Callable[[Stage], Awaitable[Row]]

_ANA = {
    "first_name": "Ana",
    "last_name": "Pérez",
    "phone": "+34 612 345 678",
    "company": "Talleres Ñandú",
}
_JUN = {"first_name": "Jun", "last_name": "Müller-石川", "phone": "+49 30 901820"}


async def created_in_vixiees(stage: Stage) -> Row:
    contact_id = await stage.vixiees.create(_ANA)
    return await stage.both("created in Vixiees", contact_id, _ANA)


async def created_in_pipedrive(stage: Stage) -> Row:
    person_id = await stage.colleague.create("Jun Müller-石川", ["+49 30 901820"])
    contact_id = await stage.contact_of(person_id)
    return await stage.both("created in Pipedrive", contact_id, _JUN)


def edited_in_vixiees(field: str, value: str) -> Scene:
    async def play(stage: Stage) -> Row:
        contact_id = await stage.vixiees.create({**_ANA, "last_name": f"Prueba {field}"})
        before = {**_ANA, "last_name": f"Prueba {field}"}
        await stage.both("", contact_id, before)
        await stage.vixiees.edit(contact_id, {field: value})
        title = f"{field.replace('_', ' ')} edited in Vixiees"
        return await stage.both(title, contact_id, {**before, field: value})

    return play


def edited_in_pipedrive(field: str, value: str) -> Scene:
    async def play(stage: Stage) -> Row:
        before = {**_ANA, "last_name": f"Versuch {field}"}
        contact_id = await stage.vixiees.create(before)
        await stage.both("", contact_id, before)
        person_id = await stage.vixiees.person_id(contact_id)
        match field:
            case "phone":
                await stage.colleague.set_phones(person_id, value)
            case "company":
                await stage.colleague.move(person_id, value)
            case _:
                await stage.colleague.edit(person_id, **{field: value})
        title = f"{field.replace('_', ' ')} edited in Pipedrive"
        return await stage.both(title, contact_id, {**before, field: value})

    return play


async def other_phones_stay(stage: Stage) -> Row:
    others = ("+49 170 1111111", "+49 170 2222222")
    person_id = await stage.colleague.create("Rosa Vieltelefon", ["+49 30 100000", *others])
    contact_id = await stage.contact_of(person_id)
    await stage.vixiees.edit(contact_id, {"phone": "+49 30 200000"})
    wanted = {"first_name": "Rosa", "last_name": "Vieltelefon", "phone": "+49 30 200000"}
    title = "phone edited in Vixiees: the person's other phones stay"
    return await stage.both(title, contact_id, wanted, others)


async def different_fields_at_once(stage: Stage) -> Row:
    before = {**_ANA, "last_name": "Beidseitig"}
    contact_id = await stage.vixiees.create(before)
    await stage.both("", contact_id, before)
    person_id = await stage.vixiees.person_id(contact_id)
    await stage.colleague.edit(person_id, first_name="Annette")
    await stage.vixiees.edit(contact_id, {"phone": "+34 699 000 111"})
    wanted = {**before, "first_name": "Annette", "phone": "+34 699 000 111"}
    return await stage.both("different fields edited on both sides at once", contact_id, wanted)


def same_field_at_once(*, newer: str) -> Scene:
    """Play a true conflict: neither side knows of the other's edit when it makes its own."""

    async def play(stage: Stage) -> Row:
        before = {**_ANA, "last_name": f"Konflikt {newer}"}
        contact_id = await stage.vixiees.create(before)
        await stage.both("", contact_id, before)
        person_id = await stage.vixiees.person_id(contact_id)
        await stage.service.kill()
        await stage.colleague.edit(person_id, first_name="Pia-Pipedrive")
        distance = timedelta(seconds=2 if newer == "Vixiees" else -2)
        edited_at = datetime.now(UTC) + distance
        stage.vixiees.edit_offline(contact_id, {"first_name": "Vera-Vixiees"}, edited_at)
        await stage.service.start()
        await stage.vixiees.send(contact_id)
        winner = "Vera-Vixiees" if newer == "Vixiees" else "Pia-Pipedrive"
        title = f"one field edited on both sides, in {newer} last"
        return await stage.both(title, contact_id, {**before, "first_name": winner})

    return play


async def killed_in_the_middle(stage: Stage) -> Row:
    before = {**_ANA, "last_name": "Überlebt"}
    contact_id = await stage.vixiees.create(before)
    await stage.both("", contact_id, before)
    person_id = await stage.vixiees.person_id(contact_id)
    await stage.vixiees.edit(contact_id, {"company": "Nach dem Absturz AG"})
    await stage.service.kill()
    await stage.colleague.edit(person_id, first_name="Anke")
    await stage.service.start()
    wanted = {**before, "company": "Nach dem Absturz AG", "first_name": "Anke"}
    return await stage.both("service killed with edits under way", contact_id, wanted)


async def created_once_although_killed(stage: Stage) -> Row:
    many = [{"first_name": "Einmalig", "last_name": f"Nr. {number}"} for number in range(20)]
    for contact in many:
        await stage.vixiees.create(contact)
    await stage.service.kill()
    await stage.service.start()
    return await stage.each_once("20 contacts created, service killed: each is there once", many)


async def deleted_in_vixiees(stage: Stage) -> Row:
    contact_id = await stage.vixiees.create({**_ANA, "last_name": "Fort"})
    await stage.both("", contact_id, {**_ANA, "last_name": "Fort"})
    await stage.vixiees.delete(contact_id)
    return await stage.both("deleted in Vixiees", contact_id, None)


async def deleted_in_pipedrive(stage: Stage) -> Row:
    contact_id = await stage.vixiees.create({**_ANA, "last_name": "Weg"})
    await stage.both("", contact_id, {**_ANA, "last_name": "Weg"})
    await stage.colleague.delete(await stage.vixiees.person_id(contact_id))
    return await stage.both("deleted in Pipedrive", contact_id, None)


async def refused(stage: Stage) -> Row:
    name = "x" * 300
    seen = await stage.vixiees.refused({"first_name": "Zu lang", "last_name": name})
    persons = [person.fields.get("first_name") for person in await stage.colleague.persons()]
    return Row(
        title="a name of 300 characters is refused, with the field and the reason",
        expected="fields.last_name: TOO_LONG",
        vixiees=seen,
        pipedrive="there is one" if "Zu lang" in persons else "fields.last_name: TOO_LONG",
    )


SCENES: tuple[Scene, ...] = (
    created_in_vixiees,
    created_in_pipedrive,
    edited_in_vixiees("first_name", "Anna"),
    edited_in_vixiees("last_name", "Pérez de la Cruz"),
    edited_in_vixiees("phone", "+34 911 222 333"),
    edited_in_vixiees("company", "Müller & Söhne"),
    edited_in_pipedrive("first_name", "Annegret"),
    edited_in_pipedrive("last_name", "van der Berg"),
    edited_in_pipedrive("phone", "+31 20 794 0800"),
    edited_in_pipedrive("company", "北京科技"),
    other_phones_stay,
    different_fields_at_once,
    same_field_at_once(newer="Vixiees"),
    same_field_at_once(newer="Pipedrive"),
    killed_in_the_middle,
    created_once_although_killed,
    deleted_in_vixiees,
    deleted_in_pipedrive,
    refused,
)
