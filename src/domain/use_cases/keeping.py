"""Keeping records: what follows from a new state goes on the feed and the due list with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.activity.linking import is_news
from domain.errors import MassDeletion
from domain.model.connection import Connection, ImportPhase
from domain.model.remote import RemoteContact
from domain.model.values import (
    PHONE,
    CompanyId,
    ConnectionId,
    RecordId,
    RemoteId,
    Side,
    Value,
)
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Memory, Tx
from domain.ports.world import Clock, Ids, Phones
from domain.sync.local import acknowledged
from domain.sync.mass_change import ALWAYS_ALLOWED, WINDOW, is_mass_deletion
from domain.sync.parking import reconsidered
from domain.sync.plan import next_step
from domain.sync.prune import pruned
from domain.sync.record import Record
from domain.use_cases.publishing import Kept, publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Opens the records of a connection within a transaction."""

    clock: Clock
    ids: Ids
    phones: Phones

    def open(self, tx: Tx, connection_id: ConnectionId) -> "Keeper":
        """Return the connection's records at the present instant."""
        return Keeper(self, tx, tx.connections.get(connection_id))


class Keeper:
    """The records of one connection within one transaction."""

    def __init__(self, keeping: Keeping, tx: Tx, connection: Connection) -> None:
        self._keeping = keeping
        self._tx = tx
        self._records = tx.records(connection.connection_id)
        self.connection = connection
        self.now: datetime = keeping.clock()

    @property
    def memory(self) -> Memory:
        """What else the connection remembers."""
        return self._tx.memory(self.connection.connection_id)

    def load(self, record_id: RecordId) -> Record | None:
        """Return the record as far as Vixiees has acknowledged its changes."""
        record = self._records.get(record_id)
        return None if record is None else self._current(record)

    def survivor(self, record: Record) -> Record:
        """Return the record that an alias leads to, or the record itself."""
        while record.alias_of is not None:
            following = self.load(record.alias_of)
            if following is None:
                return record
            record = following
        return record

    def of_remote(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, Record]:
        """Return the records linked to these remote contacts."""
        linked = self._records.of_remote(remote_ids)
        return {remote_id: self._current(record) for remote_id, record in linked.items()}

    def linked_to(self, remote_id: RemoteId) -> Record | None:
        """Return the record linked to the remote contact, if there is one."""
        return self.of_remote([remote_id]).get(remote_id)

    def page(self, after: RecordId | None, limit: int) -> Sequence[Record]:
        """Return the next records, neither deleted nor merged away, in the order of their ids."""
        return [self._current(one) for one in self._records.list(after, limit)]

    def of_company(self, company_id: CompanyId) -> Sequence[Record]:
        """Return the linked records that Pipedrive shows in this company."""
        return [self._current(one) for one in self._records.of_company(company_id)]

    def names(self, contacts: Iterable[RemoteContact]) -> Mapping[CompanyId, str]:
        """Return the names of these contacts' companies."""
        ids = {one.company_id for one in contacts if one.company_id is not None}
        return self.memory.companies(sorted(ids))

    def sharing_phone(self, record: Record) -> Sequence[Record]:
        """Return the other records, not deleted, whose phone is the same as the record's."""
        state = record.fields.get(PHONE)
        key = self._keeping.phones.key(state.truth.value if state and state.truth else None)
        found = self._records.of_phone(key) if key else ()
        return [self._current(one) for one in found if one.record_id != record.record_id]

    def reached_by(self, phone: Value, region: str = "") -> Sequence[Record]:
        """Return the contacts, not deleted, that have this phone in any of its forms."""
        keys = self._keeping.phones.lookup_keys(phone, region)
        found = {one.record_id: one for key in keys for one in self._records.of_phone(key)}
        return [self._current(one) for one in found.values()]

    def new_record(self, record_id: RecordId | None = None) -> Record:
        """Return an empty record; one that Pipedrive showed first gets an id of our own.

        Until the first import is over it is held: it may turn out to be known to the other side.
        """
        is_early = self.connection.progress.phase is not ImportPhase.DONE
        return Record(record_id=record_id or RecordId(self._keeping.ids()), held=is_early)

    def check_deletions(self, side: Side, more: int = 0) -> None:
        """Let what that side deleted pass to the other one. Raises MassDeletion.

        *more* are deletions that are about to be stored.
        """
        approved = self.connection.approved_until
        if approved is not None and self.now < approved:
            return
        deleted = self._records.count_deleted(side, self.now - WINDOW) + more
        if deleted <= ALWAYS_ALLOWED:
            return
        if is_mass_deletion(deleted, self._records.count_living() - more):
            raise MassDeletion(deleted)

    def keep(self, *changed: Kept) -> None:
        """Store the records, tell Vixiees what is news to it, and mark what is due."""
        settled = [
            replace(one, after=pruned(reconsidered(one.before, one.after), self.now))
            for one in changed
            if one.before != one.after
        ]
        feed = self._tx.feed(self.connection.connection_id)
        records = publish(feed, settled, self.now)
        self._records.put(records)
        self.mark(records)
        self._call_in([one.after.record_id for one in settled if is_news(one.before, one.after)])
        lost = [entry for one in changed for entry in one.lost]
        if lost:
            self.memory.log_conflicts(lost, self.now)

    def mark(self, records: Sequence[Record]) -> None:
        """Put on the due list what these records ask for next."""
        steps = [(record, next_step(record, self.now)) for record in records]
        works = [
            Work(key=WorkKey(Task.PUSH, record.record_id), due_at=due.at)
            for record, due in steps
            if due is not None
        ]
        self._tx.work(self.connection.connection_id).mark(works)

    def _call_in(self, record_ids: Sequence[RecordId]) -> None:
        """Put the activities that wait for these records on the due list."""
        connection_id = self.connection.connection_id
        waiting = self._tx.activities(connection_id).waiting_for(record_ids)
        keys = (WorkKey(Task.PUSH_ACTIVITY, one.activity_id) for one in waiting)
        self._tx.work(connection_id).mark([Work(key=key, due_at=self.now) for key in keys])

    def _current(self, record: Record) -> Record:
        return acknowledged(record, self.connection.acknowledged)
