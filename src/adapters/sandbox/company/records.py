"""Persons and organizations alike: a record in the v2 shape, and the table that holds them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import parse_rfc3339, rfc3339

KEPT_AFTER_DELETION = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record. *fields* are those of the v2 shape beside the ones named here; never mutated.

    `custom_fields` in them holds the set ones only, by their 40-hex code.
    """

    id: int
    add_time: str
    update_time: str
    fields: Json
    is_deleted: bool = False

    @property
    def name(self) -> str:
        return str(self.fields.get("name") or self.fields["title"])

    @property
    def custom_fields(self) -> Json:
        held = self.fields["custom_fields"]
        return held if isinstance(held, dict) else {}

    def shown(self) -> Json:
        return {
            "id": self.id,
            **self.fields,
            "add_time": self.add_time,
            "update_time": self.update_time,
            "is_deleted": self.is_deleted,
        }


class Table:
    """All records of one kind, by id. Deleted ones stay for 30 days."""

    def __init__(self) -> None:
        self.rows: dict[int, Record] = {}
        self.last_id = 0

    def add(self, record: Record) -> Record:
        """Put a new record under the next id."""
        self.last_id += 1
        self.rows[self.last_id] = placed = replace(record, id=self.last_id)
        return placed

    def put(self, record: Record) -> None:
        self.rows[record.id] = record

    def living(self) -> Iterator[Record]:
        return (record for record in self.rows.values() if not record.is_deleted)

    def find(self, record_id: int, now: datetime) -> Record | None:
        """Return the record, deleted or not, or None if there is none or it was purged."""
        record = self.rows.get(record_id)
        if record is None or not record.is_deleted:
            return record
        gone = parse_rfc3339(record.update_time) + KEPT_AFTER_DELETION
        return None if now >= gone else record

    def is_living(self, record_id: int) -> bool:
        record = self.rows.get(record_id)
        return record is not None and not record.is_deleted


def deleted(record: Record, now: datetime) -> Record:
    return replace(record, is_deleted=True, update_time=rfc3339(now))
