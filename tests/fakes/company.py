"""A Pipedrive company in memory, in the service's own words: what people do there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.model.catalog import (
    Currency,
    Pipeline,
    PipelineId,
    Property,
    Stage,
    StageId,
    User,
    UserId,
)
from domain.model.deal import time_text
from domain.model.remote import COMPANY_ID, Action, Entity, Event, RemoteRecord
from domain.model.values import (
    CompanyId,
    FieldName,
    Kind,
    RecordId,
    RemoteId,
    Value,
)
from tests.fakes.company_shapes import ADMINISTRATOR, BLANK, parted, property_fields, shown_fields
from tests.fakes.world import FakeClock

SELLER = "12"
CURRENCIES = (
    Currency(code="EUR"),
    Currency(code="USD"),
    Currency(code="JPY", digits=0),
    Currency(code="HRK", is_active=False),
    Currency(code="PTS", digits=1),
)


@dataclass(slots=True)
class FakeCompany:
    """Its records and companies. Each change leaves its event in *outbox*, not yet delivered."""

    clock: FakeClock
    contacts: dict[RemoteId, RemoteRecord] = field(default_factory=dict)
    deals: dict[RemoteId, RemoteRecord] = field(default_factory=dict)
    created: dict[RemoteId, datetime] = field(default_factory=dict)
    names: dict[CompanyId, str] = field(default_factory=dict)
    named_at: dict[CompanyId, datetime] = field(default_factory=dict)
    users: dict[UserId, User] = field(default_factory=dict)
    pipelines: dict[PipelineId, Pipeline] = field(default_factory=dict)
    stages: dict[StageId, Stage] = field(default_factory=dict)
    properties: list[Property] = field(default_factory=list)
    currencies: tuple[Currency, ...] = CURRENCIES
    outbox: list[Event] = field(default_factory=list)
    _last: int = 0

    def shelf(self, kind: Kind) -> dict[RemoteId, RemoteRecord]:
        """Return the records of one kind."""
        return self.deals if kind is Kind.DEAL else self.contacts

    def create(
        self,
        fields: Mapping[FieldName, Value],
        *,
        kind: Kind = Kind.CONTACT,
        company_id: CompanyId | None = None,
        marker: RecordId | None = None,
        by: str = SELLER,
    ) -> RemoteId:
        """Create a contact or a deal."""
        remote_id = RemoteId(self._next())
        plain, properties = parted(fields)
        record = RemoteRecord(
            remote_id=remote_id,
            fields={**BLANK[kind], **plain},
            properties={code: value for code, value in properties.items() if value is not None},
            company_id=company_id,
            update_time=self._second(),
            served_at=self.clock(),
            marker=marker,
        )
        self.shelf(kind)[remote_id] = record
        self.created[remote_id] = self._second()
        self._tell(Action.CREATED, kind, record, by)
        return remote_id

    def edit(
        self,
        remote_id: RemoteId,
        changes: Mapping[FieldName, Value],
        *,
        kind: Kind = Kind.CONTACT,
        by: str = SELLER,
    ) -> None:
        """Change a record; `company_id` is a field like the others, and so are its properties."""
        before = self.shelf(kind)[remote_id]
        shown = shown_fields(before) | property_fields(before)
        changed = {name: value for name, value in changes.items() if shown.get(name) != value}
        if kind is Kind.DEAL:
            changed |= self._consequences(before, changed)
        plain, properties = parted(changed)
        company = plain.pop(COMPANY_ID, None)
        moved = CompanyId(int(company)) if company is not None else None
        kept = {**before.properties, **properties}
        after = replace(
            before,
            fields={**before.fields, **plain},
            properties={code: value for code, value in kept.items() if value is not None},
            company_id=moved if COMPANY_ID in changed else before.company_id,
            update_time=self._second(),
        )
        self.shelf(kind)[remote_id] = after
        if changed:
            previous = {name: shown.get(name) for name in changed}
            self._tell(Action.CHANGED, kind, after, by, previous)

    def delete(self, remote_id: RemoteId, *, kind: Kind = Kind.CONTACT, by: str = SELLER) -> None:
        """Delete a record."""
        self._tell(Action.DELETED, kind, self.shelf(kind).pop(remote_id), by)

    def merge(
        self, loser: RemoteId, winner: RemoteId, *, kind: Kind = Kind.CONTACT, by: str = SELLER
    ) -> None:
        """Let a record vanish into another, whose empty fields it fills."""
        shelf = self.shelf(kind)
        gone, stays = shelf.pop(loser), shelf[winner]
        self.outbox.append(
            replace(self._event(Action.DELETED, kind, gone, by), merged_into=int(winner), fields={})
        )
        filled = {name: value for name, value in gone.fields.items() if stays.fields[name] is None}
        shelf[winner] = replace(stays, marker=stays.marker or gone.marker)
        self.edit(winner, filled, kind=kind, by=by)

    def name_company(self, name: str) -> CompanyId:
        """Create a company."""
        company_id = CompanyId(self._next())
        self.names[company_id], self.named_at[company_id] = name, self._second()
        return company_id

    def merge_companies(self, loser: CompanyId, winner: CompanyId) -> None:
        """Let a company vanish into another; only its own end is told here, not its contacts'."""
        del self.names[loser]
        for shelf in (self.contacts, self.deals):
            for record in list(shelf.values()):
                if record.company_id == loser:
                    moved = replace(record, company_id=winner, update_time=self._second())
                    shelf[record.remote_id] = moved
        event = Event(
            event_id=f"event-{self._next()}",
            entity=Entity.COMPANY,
            action=Action.DELETED,
            entity_id=loser,
            at=self.clock(),
            by_user=SELLER,
            from_app=True,
            merged_into=int(winner),
        )
        self.outbox.append(event)

    def rename_company(self, company_id: CompanyId, name: str) -> None:
        """Rename a company."""
        before, self.names[company_id] = self.names[company_id], name
        self.named_at[company_id] = self._second()
        event = self._company_event(Action.CHANGED, company_id)
        self.outbox.append(replace(event, fields={"name": name}, previous={"name": before}))

    def delete_company(self, company_id: CompanyId) -> None:
        """Delete a company; its contacts lose it without an event of their own."""
        del self.names[company_id]
        for remote_id, contact in self.contacts.items():
            if contact.company_id == company_id:
                self.contacts[remote_id] = replace(contact, company_id=None)
        self.outbox.append(self._company_event(Action.DELETED, company_id))

    def _consequences(
        self, before: RemoteRecord, changed: Mapping[FieldName, Value]
    ) -> dict[FieldName, Value]:
        """Return what Pipedrive changes itself when the status of a deal changes."""
        status = changed.get("status")
        if status is None:
            return {}
        now = time_text(self.clock())
        close = None if status == "open" else changed.get("close_time") or now
        reason = changed.get("lost_reason") if status == "lost" else None
        wanted = {"close_time": close, "lost_reason": reason}
        return {name: value for name, value in wanted.items() if before.fields[name] != value}

    def _tell(
        self,
        action: Action,
        kind: Kind,
        record: RemoteRecord,
        by: str,
        previous: Mapping[FieldName, Value] | None = None,
    ) -> None:
        event = self._event(action, kind, record, by)
        if previous is not None:
            plain, properties = parted(previous)
            event = replace(event, previous=plain, previous_properties=properties)
        self.outbox.append(event)

    def _event(self, action: Action, kind: Kind, record: RemoteRecord, by: str) -> Event:
        return Event(
            event_id=f"event-{self._next()}",
            entity=Entity(kind),
            action=action,
            entity_id=record.remote_id,
            at=self.clock(),
            by_user=by,
            from_app=by != ADMINISTRATOR,
            fields={} if action is Action.DELETED else shown_fields(record),
            properties=record.properties,
            marker=record.marker,
        )

    def _company_event(self, action: Action, company_id: CompanyId) -> Event:
        return Event(
            event_id=f"event-{self._next()}",
            entity=Entity.COMPANY,
            action=action,
            entity_id=company_id,
            at=self.clock(),
            by_user=SELLER,
            from_app=True,
        )

    def _second(self) -> datetime:
        return self.clock().replace(microsecond=0)

    def _next(self) -> int:
        self._last += 1
        return self._last
