"""The scenes about custom properties of contacts and deals."""

from app.demo.deal_stage import in_step
from app.demo.stage import Row, Stage, eventually
from vixiees.pipedrive.v1.catalog_pb2 import PropertyMapping, PropertyOwner
from vixiees.pipedrive.v1.deal_pb2 import DealFields

_SOURCE, _ORDER, _DEPOSIT = "Source", "Order number", "Deposit"
_CONTACT, _DEAL = PropertyOwner.PROPERTY_OWNER_CONTACT, PropertyOwner.PROPERTY_OWNER_DEAL


async def contact_property(stage: Stage) -> Row:
    """Choose an option in Vixiees by its id, then another one in Pipedrive."""
    code, options = await _map(stage)
    contact_id = await stage.vixiees.create(
        {"first_name": "Quelle", "properties.origin": options["Fair"]}
    )
    person_id = await eventually(lambda: stage.vixiees.person_id(contact_id), bool)
    first = await stage.colleague.custom_value(person_id, code)
    chosen = {"custom_fields": {code: int(options["Referral"])}}
    await stage.colleague.ask("PATCH", f"/api/v2/persons/{person_id}", chosen)

    async def look() -> str:
        return stage.vixiees.rows[contact_id].fields.get("properties.origin", "")

    expected = f"{options['Fair']}, then {options['Referral']}"
    seen = await eventually(look, lambda text: text == options["Referral"])
    held = await stage.colleague.custom_value(person_id, code)
    return Row(
        title="an option chosen in Vixiees, then another one in Pipedrive",
        expected=expected,
        vixiees=f"{options['Fair']}, then {seen}",
        pipedrive=f"{first}, then {held}",
    )


async def deal_property(stage: Stage) -> Row:
    code = (await stage.catalog.codes())[_DEAL, _ORDER]
    deal_id, number = await in_step(stage, "Ordered")
    await stage.deals.edit(deal_id, DealFields(properties={"order": "A 4711"}))

    async def look() -> object:
        return await stage.sales.custom_value(number, code)

    seen = await eventually(look, lambda text: text == "A 4711")
    return Row(
        title="a custom property of a deal edited in Vixiees",
        expected="A 4711",
        vixiees=stage.deals.rows[deal_id].fields.properties["order"],
        pipedrive=str(seen),
    )


async def deal_property_from_pipedrive(stage: Stage) -> Row:
    code = (await stage.catalog.codes())[_DEAL, _ORDER]
    deal_id, number = await in_step(stage, "Ordered there")
    await stage.sales.edit(number, custom_fields={code: "B 12"})

    async def look() -> str:
        return stage.deals.rows[deal_id].fields.properties["order"]

    return Row(
        title="a custom property of a deal edited in Pipedrive",
        expected="B 12",
        vixiees=await eventually(look, lambda text: text == "B 12"),
        pipedrive=str(await stage.sales.custom_value(number, code)),
    )


async def unmapped_property(stage: Stage) -> Row:
    code = (await stage.catalog.codes())[_DEAL, _DEPOSIT]
    deal_id, number = await in_step(stage, "Paid in advance")
    await stage.sales.edit(number, custom_fields={code: {"value": 99.5, "currency": "EUR"}})

    async def look() -> str:
        return (await stage.deals.shown(deal_id)).unmapped_properties[code]

    return Row(
        title="a property that no mapping names can be read",
        expected="99.5 EUR",
        vixiees=await eventually(look, bool),
        pipedrive="99.5 EUR" if await stage.sales.custom_value(number, code) else "-",
    )


async def _map(stage: Stage) -> tuple[str, dict[str, str]]:
    """Map a choice of contacts and a text of deals; return the choice's code and its options."""
    codes = await stage.catalog.codes()
    source = codes[_CONTACT, _SOURCE]
    await stage.catalog.map_properties(
        PropertyMapping(owner=_CONTACT, property_id="origin", code=source),
        PropertyMapping(owner=_DEAL, property_id="order", code=codes[_DEAL, _ORDER]),
    )
    return source, await stage.catalog.options(source)


PROPERTY_SCENES = (
    contact_property,
    deal_property,
    deal_property_from_pipedrive,
    unmapped_property,
)
