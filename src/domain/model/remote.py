"""What Pipedrive is seen to hold, in the service's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from domain.model.values import CompanyId, FieldName, Kind, RecordId, RemoteId, Value

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRecord:
    """One contact or deal as an answer of Pipedrive shows it.

    *fields* holds the fields of its kind but the company, which is only known by its id here and
    is named by the use case; *properties* its custom ones that are filled, by code.
    *update_time* has whole seconds; *served_at* is Pipedrive's clock when it answered. *carry* is
    opaque: what the adapter needs to write the record later without losing what we do not map, such
    as a contact's other phones.
    """

    remote_id: RemoteId
    fields: Mapping[FieldName, Value]
    company_id: CompanyId | None
    update_time: datetime
    properties: Mapping[str, str] = field(default_factory=dict)
    served_at: datetime | None = None
    marker: RecordId | None = None
    carry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteCompany:
    """A company by id and name; names are not unique."""

    company_id: CompanyId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteActivity:
    """An activity or a note as Pipedrive holds it. *html* is its note, as Pipedrive rewrote it."""

    remote_id: RemoteId
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """One page of a list; *next_cursor* is None on the last."""

    items: tuple[Item, ...]
    next_cursor: str | None


class Action(StrEnum):
    """What an event says has happened."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


class Entity(StrEnum):
    """What an event is about; others are acknowledged and ignored."""

    CONTACT = "contact"
    DEAL = "deal"
    COMPANY = "company"
    USER = "user"
    PIPELINE = "pipeline"
    STAGE = "stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One webhook delivery, judged genuine and well formed.

    *at* has milliseconds. *fields* is what the entity holds after the event (empty when deleted),
    *previous* the old values of the fields that the event changed, None when the event does not
    say. Both use the field names of RemoteRecord plus COMPANY_ID, or `name` for a company.
    *properties* are the custom ones that are filled, by code, and *previous_properties* the old
    values of those that the event changed; both None when it leaves them out, as *marker_known*
    then is False.
    """

    event_id: str
    entity: Entity
    action: Action
    entity_id: int
    at: datetime
    by_user: str
    from_app: bool
    fields: Mapping[FieldName, Value] = field(default_factory=dict)
    previous: Mapping[FieldName, Value] | None = None
    properties: Mapping[str, Value] | None = None
    previous_properties: Mapping[str, Value] | None = None
    marker: RecordId | None = None
    marker_known: bool = True
    merged_into: int | None = None
    carry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A webhook delivery after reading it. *entity* is None when we do not map its entity.

    *problem* says in a word why an event that came from Pipedrive cannot be used.
    """

    event_id: str
    webhook_id: str
    company_id: str
    entity: Entity | None
    event: Event | None
    problem: str = ""


COMPANY_ID: FieldName = "company_id"
"""The field under which events carry the company; use cases replace it by the company's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who authorized the connection, and for which Pipedrive company.

    *hidden* are the kinds of which those are not shown whose visibility is limited to others.
    """

    user_id: str
    company_id: str
    company_name: str
    company_domain: str
    is_admin: bool
    user_name: str = ""
    hidden: frozenset[Kind] = frozenset()

    def is_same(self, other: "Identity") -> bool:
        """Tell whether this is the same person of the same company."""
        return (self.company_id, self.user_id) == (other.company_id, other.user_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One webhook subscription as Pipedrive lists it."""

    subscription_id: str
    entity: Entity | None
    url: str
    is_active: bool
