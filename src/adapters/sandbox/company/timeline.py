"""What stands on a time line: activities and notes, and how they follow a merge.

Choices where Pipedrive's behaviour is not documented: an update that changes nothing announces
nothing; what follows a merge is announced as a bulk edit; a deleted person stays named.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from adapters.sandbox.company.company import Company
from adapters.sandbox.company.events import Event, Origin, old_values
from adapters.sandbox.company.records import Record, deleted
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import rfc3339

_LINKS = {"person": "person_id", "organization": "org_id", "deal": "deal_id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One kind of entry: its blank form and its webhook shape."""

    entity: str
    title: str
    blank: Json
    event_fields: Callable[[Json], Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Changes entries of one kind for one *origin*, each change announced to the webhooks."""

    company: Company
    entry: Entry
    origin: Origin

    def create(self, values: Json) -> Record:
        """Put a new entry; an `add_time` (v2 text) among *values* is that of the record."""
        now = rfc3339(self.origin.now)
        blank = Record(id=0, add_time=now, update_time=now, fields=self.entry.blank)
        record = self.company.tables[self.entry.entity].add(_written(blank, values))
        self._announce(None, record)
        return record

    def update(self, record: Record, values: Json, *, is_bulk_edit: bool = False) -> Record:
        written = _written(record, values)
        if written == record:
            return record
        changed = replace(written, update_time=rfc3339(self.origin.now))
        self.company.tables[self.entry.entity].put(changed)
        self._announce(record, changed, is_bulk_edit=is_bulk_edit)
        return changed

    def delete(self, record: Record) -> None:
        self.company.tables[self.entry.entity].put(deleted(record, self.origin.now))
        self._announce(record, None)

    def follow_merge(self, entity: str, loser_id: int, winner_id: int) -> None:
        """Move every entry of a record that was merged away to the one that stays."""
        link = _LINKS[entity]
        for record in list(self.company.tables[self.entry.entity].living()):
            moved: Json = {link: winner_id} if record.fields[link] == loser_id else {}
            if link == "person_id" and "participants" in record.fields:
                everyone = record.fields["participants"]
                moved["participants"] = _united(everyone, loser_id, winner_id)
            self.update(record, moved, is_bulk_edit=True)

    def _announce(
        self, before: Record | None, after: Record | None, *, is_bulk_edit: bool = False
    ) -> None:
        old, new = self._data(before), self._data(after)
        subject = after or before
        if subject is None:
            return
        event = Event(
            entity=self.entry.entity,
            entity_id=subject.id,
            action="create" if before is None else "delete" if after is None else "change",
            data=new,
            previous=old_values(old, new) if old and new else old,
            is_bulk_edit=is_bulk_edit,
        )
        self.company.announce(event, self.origin)

    def _data(self, record: Record | None) -> Json | None:
        if record is None:
            return None
        return {
            "id": record.id,
            **self.entry.event_fields(record.fields),
            "add_time": record.add_time,
            "update_time": record.update_time,
        }


def _written(record: Record, values: Json) -> Record:
    fields = {name: value for name, value in values.items() if name != "add_time"}
    add_time = str(values.get("add_time", record.add_time))
    return replace(record, add_time=add_time, fields={**record.fields, **fields})


def _united(participants: object, loser_id: int, winner_id: int) -> list[Json]:
    """Put the winner in the loser's place, once only, and as the primary if one of them was."""
    rows: list[Json] = participants if isinstance(participants, list) else []
    both = (loser_id, winner_id)
    leads = any(row["primary"] for row in rows if row["person_id"] in both)
    united: list[Json] = []
    for row in rows:
        if row["person_id"] not in both:
            united.append(row)
        elif all(other["person_id"] != winner_id for other in united):
            united.append({"person_id": winner_id, "primary": leads})
    return united
