"""Invented deals, in every stage and of every status."""

from datetime import datetime, timedelta
from random import Random

from adapters.sandbox.company.deals import LOST, OPEN, STATUSES, completed
from adapters.sandbox.company.records import Record
from adapters.sandbox.exchange import Json

_WANTS = ("Neuer Vertrag", "Renewal", "Erweiterung", "Piloto", "導入支援", "Ölheizung → Wärmepumpe")
_REASONS = ("Too expensive", "Wettbewerber", "No answer")
_WORTHS = (("EUR", 100), ("EUR", 1), ("USD", 100), ("JPY", 1), ("KWD", 1000))
_CLOSED = 0.3
_NO_PERSON = 0.1
_EVERY_ARCHIVED = 50


def deal_values(
    number: int, random: Random, persons: list[Record], stages: list[Record], now: datetime
) -> Json:
    """Give the fields of the deal *number* (from 0), without owner and custom fields."""
    currency, parts = random.choice(_WORTHS)
    person = random.choice(persons) if persons and random.random() > _NO_PERSON else None
    status = random.choice(STATUSES) if random.random() < _CLOSED else OPEN
    wanted: Json = {
        "title": f"{random.choice(_WANTS)} {number}",
        "value": random.randrange(1, 5_000_000) / parts,
        "currency": currency,
        "person_id": person and person.id,
        "org_id": person and person.fields["org_id"],
        "stage_id": random.choice(stages).id,
        "status": status,
        "lost_reason": random.choice(_REASONS) if status == LOST else None,
    }
    closed = now + timedelta(days=random.randrange(60))
    values = completed({}, wanted, stages, closed)
    is_archived = number % _EVERY_ARCHIVED == _EVERY_ARCHIVED - 1
    return {**values, "is_archived": is_archived}
