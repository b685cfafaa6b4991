"""What events and reads show of a remote contact, with its company by name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.model.connection import Connection
from domain.model.contact import AHEAD
from domain.model.remote import COMPANY_ID, Action, Event, RemoteContact
from domain.model.values import COMPANY, CONTACT_FIELDS, CompanyId, FieldName, Value
from domain.sync.compete import Seen
from domain.sync.events import Told, observe_event
from domain.sync.reads import Reading, observe_reading
from domain.sync.record import Record
from domain.use_cases.companies import placed, with_company

Names = Mapping[CompanyId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenInRead:
    """A contact as an answer showed it."""

    contact: RemoteContact
    reading: Reading
    now: datetime

    def first(self, record: Record) -> Seen:
        """Take it into a record; reads speak the same way every time."""
        return self.again(record)

    def again(self, record: Record) -> Seen:
        """Take it into a record."""
        seen = observe_reading(record, self.reading, self.now)
        company = self.reading.fields.get(COMPANY)
        return Seen(placed(seen.record, self.contact.company_id, company), seen.lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenInEvent:
    """A contact as a webhook told it."""

    told: Told
    action: Action
    company_id: CompanyId | None
    now: datetime

    def first(self, record: Record) -> Seen:
        """Take everything that the event shows, whatever it is: it is new."""
        return self._observe(record, dict.fromkeys(self.told.fields) or None)

    def again(self, record: Record) -> Seen:
        """Take what the event says has changed; a creation has changed all that is filled."""
        if self.action is not Action.CREATED:
            return self._observe(record, self.told.previous)
        filled = [name for name, value in self.told.fields.items() if value is not None]
        return self._observe(record, dict.fromkeys(filled))

    def _observe(self, record: Record, previous: Mapping[FieldName, Value] | None) -> Seen:
        seen = observe_event(record, replace(self.told, previous=previous), self.now)
        company = self.told.fields.get(COMPANY)
        return Seen(placed(seen.record, self.company_id, company), seen.lost)


def seen_in_read(
    contact: RemoteContact, names: Names, *, issued_at: datetime, now: datetime
) -> SeenInRead:
    """Return the sighting of an answer to what we asked at *issued_at*."""
    reading = Reading(
        fields=with_company(names, contact),
        update_time=contact.update_time,
        issued_at=issued_at,
        served_at=contact.served_at,
        carry=contact.carry,
    )
    return SeenInRead(contact=contact, reading=reading, now=now)


def seen_in_event(event: Event, names: Names, connection: Connection, now: datetime) -> SeenInEvent:
    """Return the sighting of a webhook; it may be our own write's if the same user made it."""
    identity = connection.identity
    told = Told(
        at=min(event.at, now + AHEAD),
        fields=_named(event.fields, names),
        previous=None if event.previous is None else _named(event.previous, names),
        maybe_ours=not event.from_app
        and identity is not None
        and identity.user_id == event.by_user,
        carry=event.carry,
    )
    company_id = company_id_in(event.fields)
    return SeenInEvent(told=told, action=event.action, company_id=company_id, now=now)


def company_id_in(fields: Mapping[FieldName, Value]) -> CompanyId | None:
    """Return the company that an event's fields show the contact in."""
    text = fields.get(COMPANY_ID)
    return CompanyId(int(text)) if text else None


def _named(fields: Mapping[FieldName, Value], names: Names) -> Mapping[FieldName, Value]:
    own = {name: value for name, value in fields.items() if name in CONTACT_FIELDS}
    if COMPANY_ID not in fields:
        return own
    company_id = company_id_in(fields)
    return {**own, COMPANY: names.get(company_id) if company_id is not None else None}
