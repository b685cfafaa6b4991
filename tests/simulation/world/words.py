"""What both sides call the same things, kept apart from the code under test."""

from collections.abc import Mapping
from decimal import Decimal

from adapters.sandbox.company.records import Record
from adapters.sandbox.exchange import Json
from domain.model.values import FieldName, Kind, Value
from tests.simulation.world.company import People

PLAYBOOKS = ("brain 1", "brain 2")
STEPS = tuple(f"{playbook}\ns{step}" for playbook in PLAYBOOKS for step in (1, 2))
"""The steps in the order of the stages 1 to 4 that they are mapped to."""
CURRENCY = "EUR"
FIELDS: Mapping[Kind, tuple[FieldName, ...]] = {
    Kind.CONTACT: ("first_name", "last_name", "phone", "company"),
    Kind.DEAL: ("title", "value", "status", "stage"),
}
COMPARED: Mapping[Kind, tuple[FieldName, ...]] = {
    Kind.CONTACT: FIELDS[Kind.CONTACT],
    Kind.DEAL: (*FIELDS[Kind.DEAL], "contact"),
}
CAN_BE_EMPTY = frozenset({"last_name", "phone", "company"})


def shown(people: People, kind: Kind, record: Record) -> dict[FieldName, Value]:
    """Return what Pipedrive's app shows of a record, in the words of Vixiees.

    The contact of a deal stays the person's id: who that is only the links tell.
    """
    fields = record.fields
    if kind is Kind.CONTACT:
        return {
            "first_name": text(fields["first_name"]),
            "last_name": text(fields["last_name"]),
            "phone": primary(fields["phones"]),
            "company": people.company_name(fields["org_id"]),
        }
    return {
        "title": text(fields["title"]),
        "value": f"{plain(fields['value'])} {fields['currency']}",
        "status": text(fields["status"]),
        "stage": STEPS[int(str(fields["stage_id"])) - 1],
        "contact": text(fields["person_id"]),
    }


def patch(people: People, record: Record | None, name: FieldName, value: Value) -> Json:
    """Return what the app sends so that a field of the record shows the value."""
    if name == "phone":
        return {"phones": _phones_with(record, value)}
    if name == "company":
        return {"org_id": people.company_called(value) if value is not None else None}
    if name == "value":
        return {"value": float((value or "0").split()[0]), "currency": CURRENCY}
    if name == "stage":
        return {"stage_id": STEPS.index(value) + 1 if value in STEPS else 1}
    return {name: value}


def text(value: object) -> Value:
    """Return the text of a value, None for an empty one."""
    return None if value in (None, "") else str(value)


def plain(number: object) -> str:
    """Return a number as people write it."""
    return f"{Decimal(str(number)).normalize():f}"


def primary(phones: object) -> Value:
    """Return the phone that the app shows first."""
    rows = phones if isinstance(phones, list) else []
    return next((text(one["value"]) for one in rows if one["primary"]), None)


def _phones_with(record: Record | None, phone: Value) -> list[Json]:
    """Return the person's phones with another primary one; None takes the primary away."""
    phones = record.fields["phones"] if record is not None else []
    others = [one for one in phones if not one["primary"]] if isinstance(phones, list) else []
    first = [{"value": phone, "primary": True, "label": "work"}] if phone is not None else []
    return [*first, *others]
