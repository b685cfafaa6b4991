"""Custom properties of every type that Pipedrive lets a company make, both ways."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import pytest

from adapters.sandbox.company.fields import CREATABLE, WITH_OPTIONS
from app.demo.deal_stage import in_step, map_sales
from app.demo.stage import eventually
from tests.journeys.town import Town
from vixiees.pipedrive.v1.catalog_pb2 import PropertyMapping, PropertyOwner
from vixiees.pipedrive.v1.contact_service_pb2 import GetContactRequest
from vixiees.pipedrive.v1.contact_service_pb2_grpc import ContactServiceStub
from vixiees.pipedrive.v1.deal_pb2 import DealFields

Texts = Mapping[str, str]
_OWNERS = {
    "person": PropertyOwner.PROPERTY_OWNER_CONTACT,
    "deal": PropertyOwner.PROPERTY_OWNER_DEAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """A field of each type of one kind of record: codes and options by type."""

    codes: Mapping[str, str]
    options: Mapping[str, list[int]]

    def mapping(self, owner: PropertyOwner.ValueType) -> list[PropertyMapping]:
        """Map each field to the property that is called like its type."""
        return [
            PropertyMapping(owner=owner, property_id=kind, code=code)
            for kind, code in self.codes.items()
        ]

    def texts(self) -> Texts:
        """Return a value of each type as Vixiees sends it."""
        first, second, _ = self.options["set"]
        return {
            "varchar": "Ünï 1",
            "text": "two\nlines",
            "double": "-1.25",
            "phone": "+34 612 345 678",
            "date": "2026-02-28",
            "daterange": "2026-01-01/2026-02-01",
            "time": "09:30:00",
            "timerange": "22:00:00/06:30:00",
            "set": f"{first},{second}",
            "enum": str(self.options["enum"][2]),
            "varchar_auto": "auto",
            "address": "Elbe 1, Hamburg",
            "monetary": "10.5 EUR",
            "org": "1",
            "people": "2",
            "user": "12",
        }

    def held(self) -> Mapping[str, object]:
        """Return what Pipedrive holds of these, but for the parts that it adds to an address."""
        return {
            **self.texts(),
            "double": -1.25,
            "daterange": {"value": "2026-01-01", "until": "2026-02-01"},
            "time": {"value": "09:30:00"},
            "timerange": {"value": "22:00:00", "until": "06:30:00"},
            "set": self.options["set"][:2],
            "enum": self.options["enum"][2],
            "monetary": {"value": 10.5, "currency": "EUR"},
            "org": 1,
            "people": 2,
            "user": 12,
        }

    def others(self) -> dict[str, tuple[object, str]]:
        """Return another value of each type as a colleague writes it, and its text."""
        option, choice = self.options["enum"][0], self.options["set"][2]
        return {
            "varchar": ("Neu", "Neu"),
            "text": ("x" * 1000, "x" * 1000),
            "double": (3, "3"),
            "phone": ("112", "112"),
            "date": ("2027-01-01", "2027-01-01"),
            "daterange": ({"value": "2027-01-01", "until": "2027-01-02"}, "2027-01-01/2027-01-02"),
            "time": ({"value": "11:00:00", "timezone_id": 1}, "11:00:00"),
            "timerange": ({"value": "11:00:00", "until": "12:00:00"}, "11:00:00/12:00:00"),
            "set": ([choice], str(choice)),
            "enum": (option, str(option)),
            "varchar_auto": ("v", "v"),
            "address": ({"value": "Rue 2, Paris"}, "Rue 2, Paris"),
            "monetary": ({"value": 7, "currency": "USD"}, "7 USD"),
            "org": (2, "2"),
            "people": (1, "1"),
            "user": (13, "13"),
        }


async def _made(acme: Town, entity: str) -> Maker:
    codes, options = dict[str, str](), dict[str, list[int]]()
    for kind in CREATABLE:
        choices = [{"label": one} for one in "abc"] if kind in WITH_OPTIONS else []
        body = {"field_name": kind, "field_type": kind, **({"options": choices} if choices else {})}
        answer = await acme.colleague.ask("POST", f"/api/v2/{entity}Fields", body)
        made = answer.raise_for_status().json()["data"]
        codes[kind] = made["field_code"]
        options[kind] = [one["id"] for one in made["options"] or []]
    return Maker(codes=codes, options=options)


async def _contact(acme: Town, texts: Texts) -> tuple[int, Callable[[], Awaitable[Texts]]]:
    """Create a contact of these values; return its person, and what tells Vixiees' values."""
    named = {f"properties.{name}": text for name, text in texts.items()}
    contact_id = await acme.vixiees.create({"first_name": "Typ", **named})

    async def shown() -> Texts:
        fields = acme.vixiees.rows[contact_id].fields
        return {name: fields.get(f"properties.{name}", "") for name in texts}

    return await eventually(lambda: acme.vixiees.person_id(contact_id), bool), shown


async def _deal(acme: Town, texts: Texts) -> tuple[int, Callable[[], Awaitable[Texts]]]:
    """Do the same with a deal."""
    await map_sales(acme)
    deal_id, number = await in_step(acme, "Typ")
    await acme.vixiees.deals.edit(deal_id, DealFields(properties=texts))

    async def shown() -> Texts:
        properties = acme.vixiees.deals.rows[deal_id].fields.properties
        return {name: properties[name] for name in texts}

    return number, shown


@pytest.mark.parametrize(("entity", "create"), [("person", _contact), ("deal", _deal)])
async def test_a_property_of_every_type_goes_both_ways(
    acme: Town,
    entity: str,
    create: Callable[[Town, Texts], Awaitable[tuple[int, Callable[[], Awaitable[Texts]]]]],
) -> None:
    made = await _made(acme, entity)
    await acme.connect()
    await acme.vixiees.catalog.map_properties(*made.mapping(_OWNERS[entity]))
    number, shown = await create(acme, made.texts())

    async def held() -> Mapping[str, object]:
        answer = await acme.colleague.ask("GET", f"/api/v2/{entity}s/{number}")
        values = answer.raise_for_status().json()["data"]["custom_fields"]
        found = {kind: values[code] for kind, code in made.codes.items()}
        return {**found, "address": (found["address"] or {}).get("value")}

    assert await eventually(held, lambda one: one == made.held()) == made.held()
    others = made.others()
    body = {"custom_fields": {made.codes[kind]: value for kind, (value, _) in others.items()}}
    await acme.colleague.ask("PATCH", f"/api/v2/{entity}s/{number}", body)
    texts = {kind: text for kind, (_, text) in others.items()}
    assert await eventually(shown, lambda one: one == texts) == texts
    await acme.quiet()
    cleared = {"custom_fields": dict.fromkeys(made.codes.values())}
    await acme.colleague.ask("PATCH", f"/api/v2/{entity}s/{number}", cleared)
    empty = dict.fromkeys(texts, "")
    assert await eventually(shown, lambda one: one == empty) == empty


async def test_what_no_mapping_names_is_readable(acme: Town) -> None:
    made = await _made(acme, "person")
    await acme.connect()
    contact_id = await acme.vixiees.create({"first_name": "Typ"})
    person_id = await eventually(lambda: acme.vixiees.person_id(contact_id), bool)
    await acme.quiet()
    others = made.others()
    body = {"custom_fields": {made.codes[kind]: value for kind, (value, _) in others.items()}}
    await acme.colleague.ask("PATCH", f"/api/v2/persons/{person_id}", body)
    wanted = {made.codes[kind]: text for kind, (_, text) in others.items()}
    contacts = ContactServiceStub(acme.channel)

    async def shown() -> Texts:
        request = GetContactRequest(account_id="acme", contact_id=contact_id)
        return dict((await contacts.GetContact(request)).contact.unmapped_properties)

    assert await eventually(shown, lambda one: one == wanted) == wanted
