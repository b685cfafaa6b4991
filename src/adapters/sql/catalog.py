"""The catalog of one connection in SQL: one table, a row an entry, whatever its type."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import sqlalchemy as sa

from adapters.sql.codec import from_json, to_json
from adapters.sql.session import Session
from adapters.sql.tables import catalog
from domain.model.activity_policy import ActivityPolicy, ActivityTypes
from domain.model.catalog import (
    Currency,
    Entry,
    Pipeline,
    PipelineMapping,
    Playbook,
    Property,
    Stage,
    User,
    key_of,
)
from domain.model.values import ConnectionId

Known = TypeVar("Known", bound=Entry)

_NAMES: Mapping[type, str] = {
    User: "user",
    Pipeline: "pipeline",
    Stage: "stage",
    Property: "property",
    Currency: "currency",
    Playbook: "playbook",
    PipelineMapping: "pipeline_mapping",
    ActivityTypes: "activity_types",
    ActivityPolicy: "activity_policy",
}

_ALL = sa.select(catalog.c.body).where(
    catalog.c.connection_id == sa.bindparam("connection_id"), catalog.c.kind == sa.bindparam("kind")
)


class SqlCatalog:
    """Reads and writes whole types; a company has hundreds of entries, not thousands."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session = session
        self._connection_id = connection_id

    def all(self, kind: type[Known]) -> Sequence[Known]:
        asked = {"connection_id": self._connection_id, "kind": _NAMES[kind]}
        return [from_json(kind, body) for body in self._session.connection.scalars(_ALL, asked)]

    def put(self, entries: Sequence[Entry]) -> None:
        self._session.upsert(catalog, [self._row(one) for one in entries])

    def replace(self, kind: type[Known], entries: Sequence[Known]) -> None:
        kept = [key_of(one) for one in entries]
        others = sa.delete(catalog).where(*self._is_of(kind), catalog.c.key.not_in(kept))
        self._session.connection.execute(others)
        self.put(entries)

    def _is_of(self, kind: type) -> tuple[sa.ColumnElement[bool], ...]:
        return (catalog.c.connection_id == self._connection_id, catalog.c.kind == _NAMES[kind])

    def _row(self, entry: Entry) -> dict[str, object]:
        return {
            "connection_id": self._connection_id,
            "kind": _NAMES[type(entry)],
            "key": key_of(entry),
            "body": to_json(entry),
        }
