"""Organizations (v2 `/organizations`). Their names are not unique."""

from adapters.sandbox.checks import Check, integer, nullable, object_of, text
from adapters.sandbox.company.kinds import COMMON_FIELDS, EXTRAS, Kind
from adapters.sandbox.exchange import Json

ADDRESS_PARTS = (
    "country",
    "admin_area_level_1",
    "admin_area_level_2",
    "locality",
    "sublocality",
    "route",
    "street_number",
    "subpremise",
    "postal_code",
)

address: Check = object_of(
    {"value": text(), **{part: nullable(text()) for part in ADDRESS_PARTS}}, required=("value",)
)


def full_address(field: str, value: object) -> object:
    """Keep an address with all its parts; those not given are null until a map is asked."""
    given = address(field, value)
    return {**dict.fromkeys(ADDRESS_PARTS), **given} if isinstance(given, dict) else given


def unchanged(_before: Json, changes: Json) -> Json:
    return changes


def event_fields(fields: Json) -> Json:
    """Give the fields as a webhook carries them: a flat address, the visibility as text."""
    held = fields["address"]
    parts = held if isinstance(held, dict) else {}
    labels = fields["label_ids"]
    return {
        **fields,
        "address": parts.get("value"),
        **{f"address_{part}": parts.get(part) for part in ADDRESS_PARTS},
        "country_code": None,
        "visible_to": str(fields["visible_to"]),
        "label": labels[0] if isinstance(labels, list) and labels else None,
    }


ORGANIZATION = Kind(
    entity="organization",
    title="Organization",
    writable={
        **COMMON_FIELDS,
        "name": text(blank=False),
        "address": nullable(full_address),
        "website": nullable(text()),
        "linkedin": nullable(text()),
        "industry": nullable(integer),
        "annual_revenue": nullable(integer),
        "employee_count": nullable(integer),
    },
    required=("name",),
    blank={
        "name": "",
        "owner_id": None,
        "visible_to": 3,
        "address": None,
        "label_ids": [],
        "website": None,
        "linkedin": None,
        "industry": None,
        "annual_revenue": None,
        "employee_count": None,
        "custom_fields": {},
    },
    complete=unchanged,
    event_fields=event_fields,
    extras={**EXTRAS, "people_count": 0},
    filters=("owner_id",),
)
