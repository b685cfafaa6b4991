"""Invented activities and notes: one of each for every forty persons."""

from datetime import datetime, timedelta
from random import Random

from adapters.sandbox.company.activities import ACTIVITY, completed
from adapters.sandbox.company.company import Company
from adapters.sandbox.company.notes import NOTE
from adapters.sandbox.company.records import Record
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import rfc3339

_EVERY = 40
_DAYS = 300
_SUBJECTS = (
    ("call", "Anruf wegen Angebot"),
    ("meeting", "Besuch bei Müllers ☕"),
    ("task", "Unterlagen schicken"),
    ("email", "Re: 見積もり"),
)


def add_timeline(company: Company, founded: datetime, random: Random) -> None:
    """Give every fortieth person an activity and a note, from *founded* on."""
    user_ids = [user.id for user in company.users.values() if user.is_active]
    for person_id in range(_EVERY, company.tables["person"].last_id + 1, _EVERY):
        added = founded + timedelta(days=random.randrange(_DAYS))
        user_id = random.choice(user_ids)
        activity = _activity_values(person_id, user_id, added, random)
        _add(company, "activity", added, completed(company, ACTIVITY.blank, activity, added))
        _add(company, "note", added, _note_values(person_id, user_id))


def _activity_values(person_id: int, user_id: int, added: datetime, random: Random) -> Json:
    activity_type, subject = random.choice(_SUBJECTS)
    return {
        **ACTIVITY.blank,
        "subject": subject,
        "type": activity_type,
        "owner_id": user_id,
        "creator_user_id": user_id,
        "due_date": added.date().isoformat(),
        "due_time": "09:30:00",
        "duration": "00:30:00",
        "done": random.choice((True, False)),
        "participants": [{"person_id": person_id, "primary": True}],
    }


def _note_values(person_id: int, user_id: int) -> Json:
    return {
        **NOTE.blank,
        "content": "<p>Mag <b>kurze</b> Anrufe &amp; klare Worte.</p>",
        "person_id": person_id,
        "user_id": user_id,
        "last_update_user_id": user_id,
    }


def _add(company: Company, entity: str, added: datetime, fields: Json) -> None:
    record = Record(id=0, add_time=rfc3339(added), update_time=rfc3339(added), fields=fields)
    company.tables[entity].add(record)
