"""A Pipedrive company in memory, in the service's own words: what people do there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.model.catalog import Pipeline, PipelineId, Property, Stage, StageId, User, UserId
from domain.model.remote import COMPANY_ID, Action, Entity, Event, RemoteContact
from domain.model.values import CompanyId, FieldName, RecordId, RemoteId, Value
from tests.fakes.world import FakeClock

ADMINISTRATOR = "11"
SELLER = "12"
_BLANK: Mapping[FieldName, Value] = {"first_name": None, "last_name": None, "phone": None}


@dataclass(slots=True)
class FakeCompany:
    """Its contacts and companies. Each change leaves its event in *outbox*, not yet delivered."""

    clock: FakeClock
    contacts: dict[RemoteId, RemoteContact] = field(default_factory=dict)
    created: dict[RemoteId, datetime] = field(default_factory=dict)
    names: dict[CompanyId, str] = field(default_factory=dict)
    named_at: dict[CompanyId, datetime] = field(default_factory=dict)
    users: dict[UserId, User] = field(default_factory=dict)
    pipelines: dict[PipelineId, Pipeline] = field(default_factory=dict)
    stages: dict[StageId, Stage] = field(default_factory=dict)
    properties: list[Property] = field(default_factory=list)
    outbox: list[Event] = field(default_factory=list)
    _last: int = 0

    def create(
        self,
        fields: Mapping[FieldName, Value],
        *,
        company_id: CompanyId | None = None,
        marker: RecordId | None = None,
        by: str = SELLER,
    ) -> RemoteId:
        """Create a contact."""
        remote_id = RemoteId(self._next())
        contact = RemoteContact(
            remote_id=remote_id,
            fields={**_BLANK, **fields},
            company_id=company_id,
            update_time=self._second(),
            served_at=self.clock(),
            marker=marker,
        )
        self.contacts[remote_id] = contact
        self.created[remote_id] = self._second()
        self._tell(Action.CREATED, contact, by)
        return remote_id

    def edit(
        self, remote_id: RemoteId, changes: Mapping[FieldName, Value], *, by: str = SELLER
    ) -> None:
        """Change a contact; `company_id` is a field like the others."""
        before = self.contacts[remote_id]
        shown = _shown(before)
        changed = {name: value for name, value in changes.items() if shown[name] != value}
        company = changed.get(COMPANY_ID)
        moved = CompanyId(int(company)) if company is not None else None
        self.contacts[remote_id] = replace(
            before,
            fields={name: changed.get(name, value) for name, value in before.fields.items()}
            | {name: value for name, value in changed.items() if name in _BLANK},
            company_id=moved if COMPANY_ID in changed else before.company_id,
            update_time=self._second(),
        )
        if changed:
            previous = {name: shown[name] for name in changed}
            self._tell(Action.CHANGED, self.contacts[remote_id], by, previous)

    def delete(self, remote_id: RemoteId, *, by: str = SELLER) -> None:
        """Delete a contact."""
        self._tell(Action.DELETED, self.contacts.pop(remote_id), by)

    def merge(self, loser: RemoteId, winner: RemoteId, *, by: str = SELLER) -> None:
        """Let a contact vanish into another, whose empty fields it fills."""
        gone, stays = self.contacts.pop(loser), self.contacts[winner]
        self.outbox.append(
            replace(self._event(Action.DELETED, gone, by), merged_into=int(winner), fields={})
        )
        filled = {name: value for name, value in gone.fields.items() if stays.fields[name] is None}
        self.edit(winner, filled, by=by)

    def name_company(self, name: str) -> CompanyId:
        """Create a company."""
        company_id = CompanyId(self._next())
        self.names[company_id], self.named_at[company_id] = name, self._second()
        return company_id

    def merge_companies(self, loser: CompanyId, winner: CompanyId) -> None:
        """Let a company vanish into another; only its own end is told here, not its contacts'."""
        del self.names[loser]
        for contact in self.contacts.values():
            if contact.company_id == loser:
                moved = replace(contact, company_id=winner, update_time=self._second())
                self.contacts[contact.remote_id] = moved
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

    def _tell(
        self,
        action: Action,
        contact: RemoteContact,
        by: str,
        previous: Mapping[FieldName, Value] | None = None,
    ) -> None:
        self.outbox.append(replace(self._event(action, contact, by), previous=previous))

    def _event(self, action: Action, contact: RemoteContact, by: str) -> Event:
        return Event(
            event_id=f"event-{self._next()}",
            entity=Entity.CONTACT,
            action=action,
            entity_id=contact.remote_id,
            at=self.clock(),
            by_user=by,
            from_app=by != ADMINISTRATOR,
            fields={} if action is Action.DELETED else _shown(contact),
            marker=contact.marker,
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


def _shown(contact: RemoteContact) -> dict[FieldName, Value]:
    company = contact.company_id
    return {**contact.fields, COMPANY_ID: str(company) if company is not None else None}
