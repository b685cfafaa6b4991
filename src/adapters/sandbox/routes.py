"""The endpoints: method, path, cost in tokens, the scopes that open them.

Costs are the `x-token-cost` of the published OpenAPI files, scopes their `security` sections.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from adapters.sandbox.api.board_calls import (
    create_part,
    delete_part,
    get_part,
    list_parts,
    update_part,
)
from adapters.sandbox.api.call import Handler
from adapters.sandbox.api.currency_calls import list_currencies
from adapters.sandbox.api.deal_calls import create_deal, list_archived_deals, update_deal
from adapters.sandbox.api.field_calls import (
    create_field,
    delete_field,
    get_field,
    list_fields,
    rename_field,
)
from adapters.sandbox.api.merges import merge_records
from adapters.sandbox.api.option_calls import add_options, change_options, remove_options
from adapters.sandbox.api.record_calls import (
    create_record,
    delete_record,
    get_record,
    update_record,
)
from adapters.sandbox.api.record_lists import list_records
from adapters.sandbox.api.searches import search_organizations
from adapters.sandbox.api.timeline_rows import TIMELINE_ROWS
from adapters.sandbox.api.user_calls import get_own_user, get_user, list_users
from adapters.sandbox.api.webhook_calls import create_webhook, delete_webhook, list_webhooks
from adapters.sandbox.company.boards import PIPELINE, STAGE, Part
from adapters.sandbox.company.deals import DEAL
from adapters.sandbox.company.kinds import Kind
from adapters.sandbox.company.organizations import ORGANIZATION
from adapters.sandbox.company.persons import PERSON
from adapters.sandbox.errors import Refused, refused
from adapters.sandbox.exchange import Response

_V1 = "/api/v1"
_V2 = "/api/v2"
_READ = frozenset({"contacts:read", "contacts:full"})
_WRITE = frozenset({"contacts:full"})
_READ_FIELDS = _READ | {"admin"}
_WRITE_FIELDS = frozenset({"admin", "contact-fields:full"})
_READ_DEALS = frozenset({"deals:read", "deals:full", "admin"})
_WRITE_DEALS = frozenset({"deals:full"})
_WRITE_DEAL_FIELDS = frozenset({"admin", "deal-fields:full"})
_ADMIN = frozenset({"admin"})
_SEARCH = _READ | {"search:read"}
_USERS = frozenset({"users:read", "users:full", "admin"})
_BASE = frozenset({"base"})
_WEBHOOKS = frozenset({"admin", "webhooks:full"})
_READ_WEBHOOKS = _WEBHOOKS | {"webhooks:read"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    method: str
    template: str
    cost: int
    scopes: frozenset[str]
    handler: Handler
    is_search: bool = False

    @property
    def operation(self) -> str:
        return f"{self.method} {self.template}"

    def match(self, path: str) -> Mapping[str, str] | None:
        """Return the variables of *path* if it is of this template."""
        wanted, given = self.template.split("/"), path.split("/")
        if len(wanted) != len(given):
            return None
        pairs = list(zip(wanted, given, strict=True))
        if all(want == got or (want.startswith("{") and got) for want, got in pairs):
            return {want[1:-1]: got for want, got in pairs if want.startswith("{")}
        return None


def find_route(method: str, path: str) -> tuple[Route, Mapping[str, str]]:
    """Find the endpoint and the variables of its path. Raises Refused with 404 or 405."""
    canonical = f"/api{path}" if path.startswith("/v1/") else path
    others: list[str] = []
    for route in ROUTES:
        variables = route.match(canonical)
        if variables is None:
            continue
        if route.method == method:
            return route, variables
        others.append(route.method)
    if others:
        raise _method_not_allowed(others)
    raise refused(404, "Not found", errorCode=404)


def _method_not_allowed(allowed: Sequence[str]) -> Refused:
    plain = refused(405, "Method not allowed", errorCode=405).response
    headers = {**plain.headers, "allow": ", ".join(sorted(set(allowed)))}
    return Refused(Response(status=405, headers=headers, body=plain.body))


def _record_routes(
    kind: Kind, plural: str, reading: frozenset[str] = _READ, writing: frozenset[str] = _WRITE
) -> tuple[Route, ...]:
    many, one = f"{_V2}/{plural}", f"{_V2}/{plural}/{{id}}"
    merge = f"{_V1}/{plural}/{{id}}/merge"
    rows = (
        ("GET", many, 10, reading, list_records),
        ("POST", many, 5, writing, create_record),
        ("GET", one, 1, reading, get_record),
        ("PATCH", one, 5, writing, update_record),
        ("DELETE", one, 3, writing, delete_record),
        ("PUT", merge, 40, writing, merge_records),
    )
    return tuple(
        Route(
            method=method, template=path, cost=cost, scopes=scopes, handler=partial(handler, kind)
        )
        for method, path, cost, scopes, handler in rows
    )


def _board_routes(part: Part, plural: str) -> tuple[Route, ...]:
    many, one = f"{_V2}/{plural}", f"{_V2}/{plural}/{{id}}"
    rows = (
        ("GET", many, 5, _READ_DEALS, list_parts),
        ("POST", many, 5, _ADMIN, create_part),
        ("GET", one, 1, _READ_DEALS, get_part),
        ("PATCH", one, 5, _ADMIN, update_part),
        ("DELETE", one, 3, _ADMIN, delete_part),
    )
    return tuple(
        Route(
            method=method, template=path, cost=cost, scopes=scopes, handler=partial(handler, part)
        )
        for method, path, cost, scopes, handler in rows
    )


def _field_routes(entity: str) -> tuple[Route, ...]:
    reading = _READ_DEALS if entity == "deal" else _READ_FIELDS
    writing = _WRITE_DEAL_FIELDS if entity == "deal" else _WRITE_FIELDS
    many = f"{_V2}/{entity}Fields"
    one, options = f"{many}/{{field_code}}", f"{many}/{{field_code}}/options"
    rows = (
        ("GET", many, 10, reading, list_fields),
        ("POST", many, 5, writing, create_field),
        ("GET", one, 1, reading, get_field),
        ("PATCH", one, 5, writing, rename_field),
        ("DELETE", one, 3, writing, delete_field),
        ("POST", options, 5, writing, add_options),
        ("PATCH", options, 5, writing, change_options),
        ("DELETE", options, 3, writing, remove_options),
    )
    return tuple(
        Route(
            method=method, template=path, cost=cost, scopes=scopes, handler=partial(handler, entity)
        )
        for method, path, cost, scopes, handler in rows
    )


_DEALS = f"{_V2}/deals"
_PLAIN_ROWS = (
    ("GET", f"{_DEALS}/archived", 20, _READ_DEALS, list_archived_deals),
    ("POST", _DEALS, 5, _WRITE_DEALS, create_deal),
    ("PATCH", f"{_DEALS}/{{id}}", 5, _WRITE_DEALS, update_deal),
    ("GET", f"{_V1}/currencies", 20, _BASE, list_currencies),
    ("GET", f"{_V1}/users", 20, _USERS, list_users),
    ("GET", f"{_V1}/users/me", 2, _BASE, get_own_user),
    ("GET", f"{_V1}/users/{{id}}", 2, _USERS, get_user),
    ("GET", f"{_V1}/webhooks", 10, _READ_WEBHOOKS, list_webhooks),
    ("POST", f"{_V1}/webhooks", 10, _WEBHOOKS, create_webhook),
    ("DELETE", f"{_V1}/webhooks/{{id}}", 6, _WEBHOOKS, delete_webhook),
)
_DEAL_ROUTES = _record_routes(DEAL, "deals", _READ_DEALS - _ADMIN, _WRITE_DEALS)
ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        template=f"{_V2}/organizations/search",
        cost=20,
        scopes=_SEARCH,
        handler=search_organizations,
        is_search=True,
    ),
    *(
        Route(method=method, template=path, cost=cost, scopes=scopes, handler=handler)
        for method, path, cost, scopes, handler in (*_PLAIN_ROWS, *TIMELINE_ROWS)
    ),
    *_record_routes(PERSON, "persons"),
    *_record_routes(ORGANIZATION, "organizations"),
    *_field_routes("person"),
    *_field_routes("organization"),
    *_field_routes("deal"),
    *_board_routes(PIPELINE, "pipelines"),
    *_board_routes(STAGE, "stages"),
    *(one for one in _DEAL_ROUTES if one.method not in {"POST", "PATCH"}),
)
"""The first match counts: a fixed path stands before one with a variable in its place."""
