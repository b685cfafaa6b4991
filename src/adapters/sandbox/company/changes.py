"""Changes of records: creation, update, deletion and merge, each announced to the webhooks.

Choices where Pipedrive's behaviour is not documented: an update that changes nothing leaves
`update_time` alone and announces nothing; a deleted organization stays named by its persons; the
persons of an organization that is merged away are moved and announced as a bulk edit.
"""

from dataclasses import dataclass, replace

from adapters.sandbox.company.activities import ACTIVITY
from adapters.sandbox.company.company import Company
from adapters.sandbox.company.events import Event, Origin, event_data, old_values
from adapters.sandbox.company.kinds import Kind
from adapters.sandbox.company.notes import NOTE
from adapters.sandbox.company.persons import PERSON
from adapters.sandbox.company.records import Record, deleted
from adapters.sandbox.company.timeline import Timeline
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import rfc3339


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Carries out changes of one *kind* of record for one *origin*."""

    company: Company
    kind: Kind
    origin: Origin

    def create(self, values: Json) -> Record:
        now = rfc3339(self.origin.now)
        given = {name: value for name, value in values.items() if name != "add_time"}
        record = self.company.tables[self.kind.entity].add(
            Record(
                id=0,
                add_time=str(values.get("add_time", now)),
                update_time=now,
                fields=merged({**self.kind.blank, "owner_id": self.origin.user_id}, given),
            )
        )
        self._announce(None, record)
        return record

    def update(self, record: Record, values: Json, *, is_bulk_edit: bool = False) -> Record:
        fields = merged(record.fields, values)
        if fields == record.fields:
            return record
        updated = replace(record, fields=fields, update_time=rfc3339(self.origin.now))
        self._put(updated)
        self._announce(record, updated, is_bulk_edit=is_bulk_edit)
        return updated

    def delete(self, record: Record) -> None:
        self._put(deleted(record, self.origin.now))
        self._announce(record, None)

    def merge(self, loser: Record, winner: Record) -> Record:
        """Remove *loser*; *winner* takes over what it has not itself."""
        now = self.origin.now
        fields = _filled(winner.fields, loser.fields)
        united = replace(winner, fields=fields, update_time=rfc3339(now))
        self._put(deleted(loser, now))
        self._put(united)
        self._announce(loser, None, merged={"merged_to_id": str(winner.id)})
        self._announce(winner, united, merged={"merged_from_id": str(loser.id)})
        if self.kind is not PERSON:
            self._move_persons(loser, winner)
        for entry in (ACTIVITY, NOTE):
            timeline = Timeline(company=self.company, entry=entry, origin=self.origin)
            timeline.follow_merge(self.kind.entity, loser.id, winner.id)
        return united

    def _move_persons(self, loser: Record, winner: Record) -> None:
        persons = replace(self, kind=PERSON)
        for person in list(self.company.tables[PERSON.entity].living()):
            if person.fields["org_id"] == loser.id:
                persons.update(person, {"org_id": winner.id}, is_bulk_edit=True)

    def _put(self, record: Record) -> None:
        self.company.tables[self.kind.entity].put(record)

    def _announce(
        self,
        before: Record | None,
        after: Record | None,
        *,
        merged: Json | None = None,
        is_bulk_edit: bool = False,
    ) -> None:
        old, new = self._data(before), self._data(after)
        subject = after or before
        if subject is None:
            return
        self.company.announce(
            Event(
                entity=self.kind.entity,
                entity_id=subject.id,
                action="create" if before is None else "delete" if after is None else "change",
                data=new,
                previous=old_values(old, new) if old and new else old,
                merged=merged,
                is_bulk_edit=is_bulk_edit,
            ),
            self.origin,
        )

    def _data(self, record: Record | None) -> Json | None:
        fields = self.company.fields[self.kind.entity].rows
        return None if record is None else event_data(self.kind, record, fields)


def merged(fields: Json, values: Json) -> Json:
    """Lay *values* over *fields*; custom fields one by one, where null clears."""
    changes = values.get("custom_fields")
    held = fields["custom_fields"]
    if not isinstance(changes, dict) or not isinstance(held, dict):
        return {**fields, **values}
    custom = {code: value for code, value in {**held, **changes}.items() if value is not None}
    return {**fields, **values, "custom_fields": custom}


def _filled(winner: Json, loser: Json) -> Json:
    """Fill what is empty in *winner*; custom fields one by one."""
    filled = {
        name: loser[name] if value in (None, [], "") else value for name, value in winner.items()
    }
    mine, theirs = winner["custom_fields"], loser["custom_fields"]
    if isinstance(mine, dict) and isinstance(theirs, dict):
        filled["custom_fields"] = {**theirs, **mine}
    return filled
