"""One Pipedrive company seen from inside, and its authorization server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.activity.draft import Draft, Part
from domain.errors import CrmLimit
from domain.model.activity_policy import ActivityType
from domain.model.budget import Charge, Gauge
from domain.model.catalog import Currency, Pipeline, Property, Stage, User
from domain.model.connection import Grant
from domain.model.remote import (
    Delivery,
    Entity,
    Identity,
    Page,
    RemoteActivity,
    RemoteCompany,
    RemoteRecord,
    Subscription,
)
from domain.model.values import CompanyId, FieldName, Kind, RecordId, RemoteId, Value

Markers = Mapping[Kind, str]
"""The codes of our custom field of contacts and of that of deals; empty until they are known."""


class Tokens(Protocol):
    """Where a Crm gets the access token of its connection."""

    async def current(self) -> Grant:
        """Return the newest tokens, renewed if they are about to expire. Raises GrantLost."""

    async def renewed(self, refused: Grant) -> Grant:
        """Return tokens newer than those that Pipedrive refused. Raises GrantLost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """What to write. *company_id* counts only when COMPANY is among *fields*.

    *carry* is the record's newest one, so that what we do not map is kept, such as a contact's
    other phones. *types* tells of each custom property in *fields* which type Pipedrive gives it.
    """

    fields: Mapping[FieldName, Value]
    company_id: CompanyId | None = None
    carry: str = ""
    types: Mapping[FieldName, str] = field(default_factory=dict)


class RemoteRecords(Protocol):
    """The contacts or the deals of one company. A write's OutcomeUnknown is a CrmError, too."""

    async def one(self, remote_id: RemoteId) -> RemoteRecord:
        """Return the record. Raises CrmGone, CrmDeleted (1 token)."""

    async def many(self, remote_ids: Sequence[RemoteId]) -> Sequence[RemoteRecord]:
        """Return those that exist of up to 100 (10 tokens)."""

    async def page(
        self,
        *,
        cursor: str | None = None,
        updated_since: datetime | None = None,
        newest_first: bool = False,
    ) -> Page[RemoteRecord]:
        """Return the next page of up to 500, in the rising or falling order of ids (10 tokens)."""

    async def newest(self, since: datetime) -> Sequence[RemoteRecord]:
        """Return the records created at or after *since*, newest first (10 tokens a page)."""

    async def create(self, marker: RecordId, patch: Patch) -> RemoteRecord:
        """Create the record with our id in its marker field (5 tokens).

        Raises PropertyRefused, MarkerGone.
        """

    async def update(self, remote_id: RemoteId, patch: Patch) -> RemoteRecord:
        """Change the named fields and nothing else (5 tokens).

        Raises CrmGone, PropertyRefused, MarkerGone.
        """

    async def delete(self, remote_id: RemoteId) -> None:
        """Delete the record. Raises CrmGone (3 tokens)."""

    async def merge(self, loser: RemoteId, winner: RemoteId) -> None:
        """Let *loser* vanish into *winner* (40 tokens)."""


class Crm(Protocol):
    """One Pipedrive company. Every method may raise CrmError."""

    def records(self, kind: Kind) -> RemoteRecords:
        """Return the company's contacts or its deals; costs nothing."""

    async def identity(self) -> Identity:
        """Return who authorized us (2 tokens)."""

    async def list_companies(
        self,
        cursor: str | None,
        *,
        updated_since: datetime | None = None,
        newest_first: bool = False,
    ) -> Page[RemoteCompany]:
        """Return the next page of up to 500, in the rising or falling order of ids (10 tokens)."""

    async def companies(self, company_ids: Sequence[CompanyId]) -> Sequence[RemoteCompany]:
        """Return those that exist of up to 100 (1 token for one, else 10)."""

    async def find_companies(self, name: str) -> Sequence[RemoteCompany]:
        """Return the companies of exactly this name, lowest id first (20 tokens)."""

    async def create_company(self, name: str) -> RemoteCompany:
        """Create a company (5 tokens)."""

    async def create_property(self, kind: Kind, name: str) -> str:
        """Create a custom field for texts; return its code (5 tokens)."""

    async def users(self) -> Sequence[User]:
        """Return all users, inactive ones too (20 tokens)."""

    async def pipelines(self) -> Sequence[Pipeline]:
        """Return the pipelines (5 tokens)."""

    async def stages(self) -> Sequence[Stage]:
        """Return the stages of all pipelines (5 tokens)."""

    async def properties(self, kind: Kind) -> Sequence[Property]:
        """Return the fields of contacts or deals (10 tokens)."""

    async def currencies(self) -> Sequence[Currency]:
        """Return all currencies, inactive ones too (20 tokens)."""

    async def activity_types(self) -> Sequence[ActivityType]:
        """Return all types of activities in the company's order (20 tokens)."""

    async def activity(self, remote_id: RemoteId) -> RemoteActivity:
        """Return the activity. Raises CrmGone (1 token)."""

    async def newest_activities(self, since: datetime) -> Sequence[RemoteActivity]:
        """Return the activities created at or after *since* (10 tokens a page of 100)."""

    async def create_activity(self, draft: Draft, note: str) -> RemoteActivity:
        """Create a done activity (5 tokens)."""

    async def update_activity(
        self, remote_id: RemoteId, draft: Draft, note: str, parts: frozenset[Part]
    ) -> None:
        """Write these parts of the activity and no others. Raises CrmGone (5 tokens)."""

    async def delete_activity(self, remote_id: RemoteId) -> None:
        """Delete the activity. Raises CrmGone (3 tokens)."""

    async def note(self, remote_id: RemoteId) -> RemoteActivity:
        """Return the note. Raises CrmGone (2 tokens)."""

    async def newest_notes(
        self, contact: RemoteId | None, deal: RemoteId | None
    ) -> Sequence[RemoteActivity]:
        """Return the last 100 notes that were made on them, whatever their date (20 tokens)."""

    async def create_note(self, draft: Draft, html: str) -> RemoteActivity:
        """Create a note of the draft's date on its contact or deal (10 tokens)."""

    async def update_note(
        self, remote_id: RemoteId, draft: Draft, html: str, parts: frozenset[Part]
    ) -> None:
        """Write these parts of the draft; *html* is its whole text. Raises CrmGone (10 tokens).

        A contact or deal can be given, but not taken away: then nothing is written.
        """

    async def delete_note(self, remote_id: RemoteId) -> None:
        """Delete the note. Raises CrmGone (6 tokens)."""

    async def subscriptions(self) -> Sequence[Subscription]:
        """Return our webhook subscriptions (10 tokens)."""

    async def subscribe(self, entity: Entity, url: str, user: str, password: str) -> str:
        """Subscribe to everything that happens to the entity; return the id (10 tokens)."""

    async def unsubscribe(self, subscription_id: str) -> None:
        """Delete the subscription; nothing happens if it is gone (6 tokens)."""


class Meter(Protocol):
    """Holds requests back before a limit is met, and learns from the answers."""

    async def admit(self, charge: Charge) -> None:
        """Wait until the request may leave. Raises CrmUnavailable if that takes long."""

    def answered(self, charge: Charge, gauge: Gauge, *, let_in: bool) -> None:
        """Take that an admitted request has ended, and what its answer tells.

        *let_in* is whether Pipedrive took it: it neither refused it by its limits nor was silent.
        """

    def refused(self, charge: Charge, limit: CrmLimit) -> CrmLimit:
        """Take that Pipedrive has refused an admitted request by its limits; return by which."""


class Crms(Protocol):
    """Opens the Pipedrive company of a connection."""

    def open(self, tokens: Tokens, markers: Markers, meter: Meter | None = None) -> Crm:
        """Return the company these tokens belong to; costs nothing."""


class OAuth(Protocol):
    """Pipedrive's authorization server."""

    def authorize_url(self, state: str) -> str:
        """Return where the administrator has to be sent."""

    async def exchange(self, code: str) -> Grant:
        """Return the tokens for a code. Raises GrantLost, CrmUnavailable."""

    async def refresh(self, grant: Grant) -> Grant:
        """Return newer tokens of the next generation. Raises GrantLost, CrmUnavailable.

        Takes 20 seconds at most.
        """

    async def revoke(self, grant: Grant) -> None:
        """End the authorization; nothing happens if it has ended."""


class EventReader(Protocol):
    """Understands the body of a webhook delivery."""

    def read(self, body: bytes, markers: Markers) -> Delivery:
        """Return what the body says. Raises InvalidInput when it is no JSON object at all."""
