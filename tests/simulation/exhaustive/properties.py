"""A property of Vixiees that an administrator maps to a field of Pipedrive's persons."""

import asyncio

from adapters.sandbox.company.fields import Field
from domain.errors import StoreUnavailable
from domain.model.catalog import PropertyId, PropertyMapping
from domain.model.values import Kind, property_field
from tests.simulation.service.instance import Gone
from tests.simulation.story.deed import Deed
from tests.simulation.story.stage import Stage
from tests.simulation.world.account import Account

_NAME = "Nickname"
_PROPERTY = PropertyId("nickname")
_AGAIN = 1.0


def add_field(stage: Stage, deed: Deed) -> None:
    """Let somebody add a field to the persons in Pipedrive."""
    people = stage.account(deed.numbers[0]).people
    assert people.add_field(Kind.CONTACT, _NAME)


def edit(stage: Stage, deed: Deed) -> None:
    """Edit the property of every contact."""
    vixiees = stage.account(deed.numbers[0]).vixiees
    for key in sorted(vixiees.side.rows):
        vixiees.edit(key, {property_field(_PROPERTY): f"nick {deed.place}"})


def edit_there(stage: Stage, deed: Deed) -> None:
    """Edit the field of every person in Pipedrive."""
    account = stage.account(deed.numbers[0])
    custom = {_field(account).field_code: f"nick {deed.place}"}
    for person in account.people.living(Kind.CONTACT):
        assert account.people.edit(Kind.CONTACT, person.id, {"custom_fields": custom})
    stage.world.ring()


def map_it(stage: Stage, deed: Deed) -> None:
    """Map the property to the field, again and again until that is heard."""
    account = stage.account(deed.numbers[0])
    mapping = PropertyMapping(
        kind=Kind.CONTACT, property_id=_PROPERTY, code=_field(account).field_code
    )

    async def work() -> None:
        while True:
            try:
                await account.ask(
                    lambda inside: inside.properties().set(account.account_id, [mapping])
                )
            except (Gone, StoreUnavailable):
                await asyncio.sleep(_AGAIN)
            else:
                return

    stage.later(work())


def unequal(stage: Stage) -> list[str]:
    """Return the persons that do not show what their contacts do."""
    return [fault for account in stage.world.accounts for fault in _unequal(account)]


def _unequal(account: Account) -> list[str]:
    code = _field(account).field_code
    shown = sorted(str(one.custom_fields.get(code)) for one in account.people.living(Kind.CONTACT))
    kept = sorted(
        str(row.fields.get(property_field(_PROPERTY)))
        for (kind, _), row in account.vixiees.side.rows.items()
        if kind is Kind.CONTACT
    )
    return [f"I1 {_NAME} is {kept} here and {shown} there"] if shown != kept else []


def _field(account: Account) -> Field:
    fields = account.sandbox.company.fields["person"].custom()
    return next(one for one in fields if one.field_name == _NAME)
