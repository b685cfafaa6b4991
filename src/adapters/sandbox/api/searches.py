"""Search of organizations (v2 `/organizations/search`)."""

from collections.abc import Iterator
from datetime import timedelta

from adapters.sandbox.api.call import Call
from adapters.sandbox.checks import checked
from adapters.sandbox.company.organizations import ORGANIZATION
from adapters.sandbox.company.records import Record
from adapters.sandbox.errors import invalid
from adapters.sandbox.exchange import Json, Response, succeeded
from adapters.sandbox.instants import rfc3339
from adapters.sandbox.paging import page, slice_of
from adapters.sandbox.queries import flag, listed, page_size, some_text

_SEARCHED = ("name", "address", "custom_fields", "notes")
_SEARCHED_TYPES = ("address", "varchar", "text", "varchar_auto", "double", "monetary", "phone")
_SHORTEST_TERM = 2
_PARAMETERS = {
    "term": some_text,
    "fields": listed(most=len(_SEARCHED), choices=_SEARCHED),
    "exact_match": flag,
    "limit": page_size,
    "cursor": some_text,
}


def search_organizations(call: Call) -> Response:
    """Find by a part of a text, or by the whole of it with `exact_match`; case does not matter."""
    asked = checked(call.query, _PARAMETERS)
    exact = asked.get("exact_match") is True
    term = str(asked.get("term", "")).strip().casefold()
    if len(term) < (1 if exact else _SHORTEST_TERM):
        raise invalid("term", "is too short")
    hits = _hits(call, term, asked.get("fields"), exact=exact)
    found, following = page(hits, lambda record: ("", record.id), slice_of(asked))
    items = [{"result_score": 1.0 if exact else 0.5, "item": _item(each)} for each in found]
    return succeeded({"items": items}, additional_data={"next_cursor": following})


def _hits(call: Call, term: str, fields: object, *, exact: bool) -> Iterator[Record]:
    """Give the hits; a record changed within the lag of the index is not yet found."""
    indexed_until = rfc3339(call.now - timedelta(seconds=call.company.switches.search_lag_seconds))
    names = fields if isinstance(fields, tuple) else _SEARCHED
    for record in call.company.tables[ORGANIZATION.entity].living():
        if record.update_time > indexed_until:
            continue
        texts = [text.casefold() for name in names for text in _texts(call, record, name)]
        if any(term == text if exact else term in text for text in texts):
            yield record


def _texts(call: Call, record: Record, name: str) -> list[str]:
    if name == "name":
        return [record.name]
    if name == "address":
        return [_address(record)] if _address(record) else []
    if name == "custom_fields":
        return [
            str(value)
            for code, value in record.custom_fields.items()
            if call.company.fields[ORGANIZATION.entity].rows[code].field_type in _SEARCHED_TYPES
        ]
    return []


def _address(record: Record) -> str:
    held = record.fields["address"]
    return str(held.get("value") or "") if isinstance(held, dict) else ""


def _item(record: Record) -> Json:
    return {
        "id": record.id,
        "type": "organization",
        "name": record.name,
        "address": _address(record) or None,
        "visible_to": record.fields["visible_to"],
        "owner": {"id": record.fields["owner_id"]},
        "custom_fields": [],
        "notes": [],
    }
