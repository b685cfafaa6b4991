"""The whole state of a sandbox as JSON, to go on with it after a restart.

Limits, the ledger, planned faults and registered apps are not part of it. Instants are written as
`{"$instant": "..."}`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, TypeVar

from adapters.sandbox.company.company import Company
from adapters.sandbox.company.deliveries import Delivery
from adapters.sandbox.company.fields import Field, Option
from adapters.sandbox.company.records import Record
from adapters.sandbox.company.users import Profile, User
from adapters.sandbox.company.webhooks import Webhook
from adapters.sandbox.oauth.apps import App
from adapters.sandbox.oauth.grants import Grant
from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.switches import Switches

T = TypeVar("T")
_FORMAT = 1
_INSTANT = "$instant"


class BadSnapshot(Exception):
    """The text is no snapshot of this format."""


def dump(sandbox: Sandbox) -> str:
    company, grants = sandbox.company, sandbox.grants
    state = {
        "format": _FORMAT,
        "profile": company.profile,
        "switches": company.switches,
        "users": list(company.users.values()),
        "tables": {
            entity: {"last_id": table.last_id, "rows": list(table.rows.values())}
            for entity, table in company.tables.items()
        },
        "fields": {entity: table.custom() for entity, table in company.fields.items()},
        "last_option_id": company.last_option_id,
        "webhooks": list(company.webhooks.values()),
        "last_webhook_id": company.last_webhook_id,
        "deliveries": company.deliveries.pending,
        "grants": {"codes": grants.codes, "access": grants.access, "refresh": grants.refresh},
    }
    return json.dumps(state, default=_plain, ensure_ascii=False)


def load(text: str, randbytes: Callable[[int], bytes], app: App | None = None) -> Sandbox:
    """Build the sandbox that *text* describes. Raises BadSnapshot.

    *randbytes* must not repeat what it gave before, or ids and tokens would.
    """
    try:
        state = json.loads(text, object_hook=_instants)
        if state["format"] != _FORMAT:
            raise BadSnapshot(f"format {state['format']}, expected {_FORMAT}")
        sandbox = Sandbox(_company(state, randbytes), app)
        grants = sandbox.grants
        grants.codes.update(_by_token(state["grants"]["codes"]))
        grants.access.update(_by_token(state["grants"]["access"]))
        grants.refresh.update(_by_token(state["grants"]["refresh"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSnapshot(f"not a snapshot: {error!r}") from error
    return sandbox


def _company(state: dict[str, Any], randbytes: Callable[[int], bytes]) -> Company:
    company = Company(Profile(**state["profile"]), randbytes)
    company.switches = Switches(**state["switches"])
    company.last_option_id = state["last_option_id"]
    company.last_webhook_id = state["last_webhook_id"]
    company.users.update({user.id: user for user in _each(User, state["users"])})
    company.webhooks.update({hook.id: hook for hook in _each(Webhook, state["webhooks"])})
    company.deliveries.pending.extend(_each(Delivery, state["deliveries"]))
    for entity, rows in state["fields"].items():
        for field in _each(_field, rows):
            company.fields[entity].put(field)
    for entity, table in state["tables"].items():
        company.tables[entity].last_id = table["last_id"]
        for record in _each(Record, table["rows"]):
            company.tables[entity].put(record)
    return company


def _each(make: Callable[..., T], rows: Iterable[dict[str, object]]) -> Iterator[T]:
    return (make(**row) for row in rows)


def _by_token(rows: dict[str, dict[str, Any]]) -> dict[str, Grant]:
    return {token: Grant(**row) for token, row in rows.items()}


def _field(*, options: list[dict[str, Any]] | None, **row: Any) -> Field:  # noqa: ANN401 - the wire
    return Field(**row, options=None if options is None else tuple(_each(Option, options)))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {_INSTANT: value.isoformat()}
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(type(value).__name__)


def _instants(document: dict[str, object]) -> object:
    if document.keys() == {_INSTANT}:
        return datetime.fromisoformat(str(document[_INSTANT]))
    return document
