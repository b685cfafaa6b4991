"""A tiny Pipedrive: persons that people edit, delete and merge, and the webhooks it would send."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.model.values import FIRST_NAME, PHONE, FieldName, RecordId, RemoteId, Value

Fields = Mapping[FieldName, Value]
FIELDS: tuple[FieldName, ...] = (FIRST_NAME, PHONE)
"""What both worlds know of a contact."""


@dataclass
class Person:
    """*updated* is in milliseconds, as every time of the two worlds."""

    fields: dict[FieldName, Value]
    updated: int
    marker: RecordId | None
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A webhook on its way. *previous* is None for a deletion."""

    remote_id: RemoteId
    at: int
    fields: Fields
    previous: Fields | None
    ours: bool
    marker: RecordId | None
    created: bool = False
    merged_into: RemoteId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A person as an answer shows it."""

    remote_id: RemoteId
    fields: Fields
    updated: int
    served: int
    marker: RecordId | None


@dataclass
class Pipedrive:
    persons: dict[RemoteId, Person] = field(default_factory=dict)
    hooks: list[Hook] = field(default_factory=list)

    def create(self, fields: Fields, marker: RecordId | None, now: int, *, ours: bool) -> RemoteId:
        remote_id = RemoteId(len(self.persons) + 1)
        self.persons[remote_id] = Person(
            fields={name: fields.get(name) for name in FIELDS}, updated=now, marker=marker
        )
        self._tell(remote_id, dict.fromkeys(fields), now, ours=ours, created=True)
        return remote_id

    def update(self, remote_id: RemoteId, fields: Fields, now: int, *, ours: bool) -> bool:
        """Set the fields; return whether that changed anything."""
        person = self.persons[remote_id]
        previous = {
            name: person.fields.get(name)
            for name, value in fields.items()
            if person.fields.get(name) != value
        }
        if previous:
            person.fields.update(fields)
            person.updated = now
            self._tell(remote_id, previous, now, ours=ours)
        return bool(previous)

    def delete(self, remote_id: RemoteId, now: int, merged_into: RemoteId | None = None) -> None:
        person = self.persons[remote_id]
        person.is_gone = True
        end = Hook(
            remote_id=remote_id,
            at=now,
            fields={},
            previous=None,
            ours=False,
            marker=None,
            merged_into=merged_into,
        )
        self.hooks.append(end)

    def merge(self, loser: RemoteId, winner: RemoteId, now: int, *, ours: bool) -> None:
        """Merge two persons: what the winner lacks is taken from the loser."""
        losing, winning = self.persons[loser], self.persons[winner]
        lacking = {
            name: value
            for name, value in losing.fields.items()
            if value is not None and winning.fields.get(name) is None
        }
        if winning.marker is None:
            winning.marker = losing.marker
        self.delete(loser, now, winner)
        self.update(winner, lacking, now, ours=ours)

    def has(self, remote_id: RemoteId) -> bool:
        return not self.persons[remote_id].is_gone

    def alive(self) -> list[RemoteId]:
        return [one for one in self.persons if self.has(one)]

    def marked(self, marker: RecordId, now: int) -> list[Shown]:
        """Return the persons that carry the marker, the oldest first."""
        return [one for one in self.everyone(now) if one.marker == marker]

    def show(self, remote_id: RemoteId, now: int) -> Shown | None:
        """Return what a GET answers; None for 404."""
        person = self.persons[remote_id]
        if person.is_gone:
            return None
        return Shown(
            remote_id=remote_id,
            fields=dict(person.fields),
            updated=person.updated,
            served=now,
            marker=person.marker,
        )

    def everyone(self, now: int) -> list[Shown]:
        shown = (self.show(remote_id, now) for remote_id in self.persons)
        return [one for one in shown if one is not None]

    def _tell(
        self, remote_id: RemoteId, previous: Fields, now: int, *, ours: bool, created: bool = False
    ) -> None:
        person = self.persons[remote_id]
        news = Hook(
            remote_id=remote_id,
            at=now,
            fields=dict(person.fields),
            previous=previous,
            ours=ours,
            marker=person.marker,
            created=created,
        )
        self.hooks.append(news)
