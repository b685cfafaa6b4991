"""Invented organizations and persons, most of them ordinary, some awkward."""

from random import Random

from adapters.sandbox.company.organizations import ADDRESS_PARTS
from adapters.sandbox.exchange import Json
from adapters.sandbox.seed.names import (
    AWKWARD_NAMES,
    COMPANY_FORMS,
    COMPANY_STEMS,
    COMPANY_TRADES,
    FIRST_NAMES,
    LAST_NAMES,
    PLACES,
)

_EVERY_AWKWARD = 16
_NO_COMPANY = 0.15
_NO_PHONE = 0.1
_SEVERAL_PHONES = 0.35
_NO_EMAIL = 0.2
_LONGEST_NAME = 255
_PHONE_FORMS = (
    "+49 30 {n:07d}",
    "+49170{n:07d}",
    "0049 40 {n:07d}",
    "(030) {n:07d}",
    "+372 5{n:06d}",
    "030/{n:07d}-12",
    "+1 (212) 555-{n:04d} ext. 7",
)
_LABELS = ("work", "mobile", "home", "Zentrale")


def organization_name(number: int, random: Random) -> str:
    """Name the organization *number* (from 0); some names come twice, two differ by case only."""
    special = {
        1: "Acme GmbH",
        2: "Acme GmbH",
        3: "ACME GMBH",
        4: "株式会社 日の出",
        5: "Straße & Söhne 🚲",
        6: "C" * _LONGEST_NAME,
    }
    parts = (
        random.choice(COMPANY_STEMS),
        random.choice(COMPANY_TRADES),
        random.choice(COMPANY_FORMS),
    )
    return special.get(number, " ".join(parts))


def organization_values(number: int, random: Random) -> Json:
    place, country, city = random.choice(PLACES)
    parts = {**dict.fromkeys(ADDRESS_PARTS), "country": country, "locality": city}
    has_address = random.random() > _NO_COMPANY
    return {
        "name": organization_name(number, random),
        "address": {"value": place, **parts} if has_address else None,
    }


def person_values(number: int, random: Random, organization_ids: list[int]) -> Json:
    """Give the fields of the person *number* (from 0), without owner and custom fields."""
    first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
    if number % _EVERY_AWKWARD == 0:
        first, last = AWKWARD_NAMES[number // _EVERY_AWKWARD % len(AWKWARD_NAMES)]
    has_company = bool(organization_ids) and random.random() > _NO_COMPANY
    return {
        "name": f"{first} {last}".strip(),
        "first_name": first,
        "last_name": last or None,
        "org_id": random.choice(organization_ids) if has_company else None,
        "phones": _phones(random),
        "emails": _emails(number, random),
    }


def _phones(random: Random) -> list[Json]:
    if random.random() < _NO_PHONE:
        return []
    count = random.randint(2, 4) if random.random() < _SEVERAL_PHONES else 1
    primary = random.randrange(count)
    return [
        {
            "value": random.choice(_PHONE_FORMS).format(n=random.randrange(10_000)),
            "primary": index == primary,
            "label": random.choice(_LABELS),
        }
        for index in range(count)
    ]


def _emails(number: int, random: Random) -> list[Json]:
    if random.random() < _NO_EMAIL:
        return []
    return [{"value": f"person{number}@example.com", "primary": True, "label": "work"}]
