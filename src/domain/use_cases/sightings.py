"""What events and reads show of a remote record, with its company by name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.model.checks import AHEAD
from domain.model.remote import COMPANY_ID, Action, Event, RemoteRecord
from domain.model.values import COMPANY, CompanyId, FieldName, Value, property_field
from domain.sync.compete import Seen
from domain.sync.events import Told, observe_event
from domain.sync.properties import without
from domain.sync.reads import Reading, observe_reading
from domain.sync.record import Record
from domain.use_cases.companies import placed, with_company
from domain.use_cases.keeping import Keeper

Names = Mapping[CompanyId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenInRead:
    """A record as an answer showed it: who made it, an answer does not show."""

    remote: RemoteRecord
    reading: Reading
    codes: frozenset[str]
    now: datetime
    made_by_hand: bool = False

    def first(self, record: Record) -> Seen:
        """Take it into a record; reads speak the same way every time."""
        return self.again(record)

    def again(self, record: Record) -> Seen:
        """Take it into a record."""
        seen = observe_reading(record, self.reading, self.now)
        if seen.record.fresh_at != self.now:
            return seen
        company = self.reading.fields.get(COMPANY)
        unmapped = without(self.remote.properties, self.codes)
        record = replace(seen.record, unmapped=unmapped)
        return Seen(placed(record, self.remote.company_id, company), seen.lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenInEvent:
    """A record as a webhook told it; *unmapped* is None when it leaves the properties out.

    Only the event of its creation can tell that it was *made_by_hand*.
    """

    told: Told
    action: Action
    made_by_hand: bool
    company_id: CompanyId | None
    unmapped: Mapping[str, str] | None
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
        record = seen.record
        if self.unmapped is not None:
            record = replace(record, unmapped=self.unmapped)
        return Seen(placed(record, self.company_id, company), seen.lost)


def seen_in_read(
    keeper: Keeper, remote: RemoteRecord, issued_at: datetime, names: Names | None = None
) -> SeenInRead:
    """Return the sighting of an answer to what we asked at *issued_at*."""
    known = keeper.names([remote]) if names is None else names
    shown = {property_field(code): remote.properties.get(code) for code in keeper.codes}
    reading = Reading(
        fields={**with_company(known, remote), **shown},
        update_time=remote.update_time,
        issued_at=issued_at,
        served_at=remote.served_at,
        carry=remote.carry,
    )
    return SeenInRead(remote=remote, reading=reading, codes=keeper.codes, now=keeper.now)


def seen_in_event(keeper: Keeper, event: Event) -> SeenInEvent:
    """Return the sighting of a webhook; it may be our own write's if the same user made it."""
    identity = keeper.connection.identity
    previous = event.previous or {}
    ids = {company_id_in(event.fields), company_id_in(previous)}
    names = keeper.memory.companies([one for one in ids if one is not None])
    told = Told(
        at=min(event.at, keeper.now + AHEAD),
        fields=_named(event.fields, names) | _mapped(keeper, event.properties, every=True),
        previous=None
        if event.previous is None
        else _named(previous, names) | _mapped(keeper, event.previous_properties, every=False),
        maybe_ours=not event.from_app
        and identity is not None
        and identity.user_id == event.by_user,
        created=event.action is Action.CREATED,
        carry=event.carry,
        behind=keeper.behind,
        company_id=company_id_in(event.fields),
        previous_company_id=company_id_in(previous),
    )
    return SeenInEvent(
        told=told,
        action=event.action,
        made_by_hand=event.action is Action.CREATED and event.from_app,
        company_id=company_id_in(event.fields),
        unmapped=_unmapped(keeper, event.properties),
        now=keeper.now,
    )


def company_id_in(fields: Mapping[FieldName, Value]) -> CompanyId | None:
    """Return the company that an event's fields show the contact in."""
    text = fields.get(COMPANY_ID)
    return CompanyId(int(text)) if text else None


def _mapped(
    keeper: Keeper, properties: Mapping[str, Value] | None, *, every: bool
) -> dict[FieldName, Value]:
    """Return the mapped properties; with *every* those that are not shown are empty."""
    if properties is None:
        return {}
    wanted = keeper.codes if every else keeper.codes & properties.keys()
    return {property_field(code): properties.get(code) for code in wanted}


def _unmapped(keeper: Keeper, properties: Mapping[str, Value] | None) -> Mapping[str, str] | None:
    if properties is None:
        return None
    filled = {code: value for code, value in properties.items() if value is not None}
    return without(filled, keeper.codes)


def _named(fields: Mapping[FieldName, Value], names: Names) -> dict[FieldName, Value]:
    own = {name: value for name, value in fields.items() if name != COMPANY_ID}
    if COMPANY_ID not in fields:
        return own
    company_id = company_id_in(fields)
    return {**own, COMPANY: names.get(company_id) if company_id is not None else None}
