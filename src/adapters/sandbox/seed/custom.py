"""Custom fields of every common type, and values for them."""

from datetime import date, timedelta
from random import Random

from adapters.sandbox.company.fields import Field, Option
from adapters.sandbox.exchange import Json

PERSON_FIELDS = (
    ("Nickname", "varchar", ()),
    ("Background", "text", ()),
    ("Score", "double", ()),
    ("Budget", "monetary", ()),
    ("Source", "enum", ("Fair", "Referral", "Website")),
    ("Interests", "set", ("Export", "Leasing", "Service", "Solar ☀")),
    ("Birthday of contract", "date", ()),
    ("Holiday", "daterange", ()),
    ("Best time to call", "time", ()),
    ("Private phone", "phone", ()),
    ("Home address", "address", ()),
    ("Account manager", "user", ()),
)
ORGANIZATION_FIELDS = (("Customer number", "varchar", ()), ("Size", "enum", ("S", "M", "L")))
DEAL_FIELDS = (
    ("Order number", "varchar", ()),
    ("Probability in months", "double", ()),
    ("Deposit", "monetary", ()),
    ("Channel of sale", "enum", ("Direct", "Partner", "Web")),
    ("Products wanted", "set", ("Basic", "Pro", "Support")),
    ("Contract ends", "date", ()),
)
_PART_SET = 0.3
_FIRST_DAY = date(2026, 1, 1)


def custom_field(spec: tuple[str, str, tuple[str, ...]], code: str, first_option: int) -> Field:
    name, field_type, labels = spec
    options = tuple(Option(id=first_option + n, label=label) for n, label in enumerate(labels))
    return Field(
        field_code=code,
        field_name=name,
        field_type=field_type,
        is_custom_field=True,
        options=options or None,
    )


def custom_values(fields: tuple[Field, ...], random: Random, user_ids: list[int]) -> Json:
    """Give some of *fields* a value each."""
    chosen = [field for field in fields if random.random() < _PART_SET]
    return {field.field_code: _value(field, random, user_ids) for field in chosen}


def _value(field: Field, random: Random, user_ids: list[int]) -> object:  # noqa: PLR0911 - one line a type
    options = sorted(field.option_ids())
    day = _FIRST_DAY + timedelta(days=random.randrange(300))
    match field.field_type:
        case "double":
            return random.randrange(1000) / 10
        case "monetary":
            return {"value": random.randrange(10, 5000), "currency": "EUR"}
        case "enum":
            return random.choice(options)
        case "set":
            return sorted(random.sample(options, random.randint(1, len(options))))
        case "date":
            return day.isoformat()
        case "daterange":
            return {"value": day.isoformat(), "until": (day + timedelta(days=14)).isoformat()}
        case "time":
            return {"value": "10:30:00", "timezone_id": 1, "timezone_name": "Europe/Berlin"}
        case "address":
            return {"value": f"Hafenstraße {random.randrange(1, 99)}, 20457 Hamburg"}
        case "user":
            return random.choice(user_ids)
        case _:
            return f"{field.field_name} {random.randrange(1000)}"
