"""Items of the change feed as messages."""

from adapters.grpc_server.answers import contact_fields, property_names
from adapters.grpc_server.deal_answers import changed_fields, deal_fields
from adapters.grpc_server.instants import timestamp_of
from domain.model.change import Change as DomainChange
from domain.model.change import ChangeType as DomainChangeType
from domain.model.values import CONTACT_FIELDS, Kind
from domain.model.views import Bookmark as DomainBookmark
from vixiees.pipedrive.v1.catalog_pb2 import User
from vixiees.pipedrive.v1.change_service_pb2 import (
    Bookmark,
    Change,
    ChangeType,
    ContactChange,
    DealChange,
    UserChange,
    WatchChangesResponse,
)


def item_of(item: DomainChange | DomainBookmark) -> WatchChangesResponse:
    """Return a change or a bookmark."""
    if isinstance(item, DomainBookmark):
        return WatchChangesResponse(bookmark=Bookmark(number=item.number))
    return WatchChangesResponse(
        change=Change(
            number=item.number,
            time=timestamp_of(item.at),
            contact=_contact(item) if item.kind is Kind.CONTACT else None,
            user=_user(item) if item.kind is Kind.USER else None,
            deal=_deal(item) if item.kind is Kind.DEAL else None,
        )
    )


def _contact(change: DomainChange) -> ContactChange:
    names = property_names(change.fields)
    return ContactChange(
        type=_type(change.type),
        contact_id=change.record_id,
        fields=contact_fields(change.fields),
        changed_fields=sorted(change.fields.keys() & set(CONTACT_FIELDS) | names),
        merged_into=change.merged_into or "",
    )


def _deal(change: DomainChange) -> DealChange:
    return DealChange(
        type=_type(change.type),
        deal_id=change.record_id,
        fields=deal_fields(change.fields),
        changed_fields=changed_fields(change.fields),
        merged_into=change.merged_into or "",
    )


def _user(change: DomainChange) -> UserChange:
    shown = change.fields
    user = User(
        user_id=int(change.record_id),
        name=shown.get("name") or "",
        email=shown.get("email") or "",
        active=shown.get("is_active") == "true",
    )
    return UserChange(type=_type(change.type), user=user)


def _type(kind: DomainChangeType) -> ChangeType.ValueType:
    return ChangeType.Value(f"CHANGE_TYPE_{kind.name}")
