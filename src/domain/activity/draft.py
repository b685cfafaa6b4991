"""What Pipedrive shall hold of an activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.activity.sections import Section
from domain.model.catalog import UserId
from domain.model.values import RemoteId


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An activity or a note, ready to be written.

    Of the *contacts* the first is the main one; a note has only that. A note has neither subject,
    type, duration nor owner.
    """

    subject: str = ""
    type: str = ""
    at: datetime
    seconds: int | None = None
    contacts: tuple[RemoteId, ...] = ()
    deal: RemoteId | None = None
    owner: UserId | None = None
    sections: tuple[Section, ...] = ()


class Part(StrEnum):
    """What can be written of an activity by itself."""

    SUBJECT = "subject"
    TYPE = "type"
    TIME = "time"
    DURATION = "duration"
    CONTACTS = "contacts"
    DEAL = "deal"
    OWNER = "owner"
    NOTE = "note"


def changed_parts(before: Draft, after: Draft) -> frozenset[Part]:
    """Return the parts that differ; the others may have been changed by people and are theirs."""
    return frozenset(part for part, old, new in _pairs(before, after) if old != new)


def _pairs(before: Draft, after: Draft) -> Sequence[tuple[Part, object, object]]:
    return (
        (Part.SUBJECT, before.subject, after.subject),
        (Part.TYPE, before.type, after.type),
        (Part.TIME, before.at, after.at),
        (Part.DURATION, before.seconds, after.seconds),
        (Part.CONTACTS, before.contacts, after.contacts),
        (Part.DEAL, before.deal, after.deal),
        (Part.OWNER, before.owner, after.owner),
        (Part.NOTE, before.sections, after.sections),
    )
