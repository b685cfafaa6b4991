"""Keeping records: what follows from a new state goes on the feed and the due list with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import MassDeletion
from domain.model.connection import Connection, ImportPhase
from domain.model.remote import RemoteContact
from domain.model.values import PHONE, CompanyId, ConnectionId, RecordId, RemoteId, Side
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Memory, Tx
from domain.ports.world import Clock, Ids, Phones
from domain.sync.local import acknowledged
from domain.sync.mass_change import ALWAYS_ALLOWED, WINDOW, is_mass_absence, is_mass_deletion
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

    def open(self, tx: Tx, connection_id: ConnectionId, *, task: Task = Task.PUSH) -> "Keeper":
        """Return the connection's records at the present instant.

        What they ask for is put on the due list under *task*.
        """
        return Keeper(self, tx, tx.connections.get(connection_id), task)


class Keeper:
    """The records of one connection within one transaction."""

    def __init__(self, keeping: Keeping, tx: Tx, connection: Connection, task: Task) -> None:
        self._task = task
        self._keeping = keeping
        self._tx = tx
        self._records = tx.records(connection.connection_id)
        self.connection = connection
        self.now: datetime = keeping.clock()

    @property
    def memory(self) -> Memory:
        """What else the connection remembers."""
        return self._tx.memory(self.connection.connection_id)

    @property
    def is_importing(self) -> bool:
        """Tell whether the first import is still under way."""
        return self.connection.progress.phase is not ImportPhase.DONE

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

    def linked_ids(self, after: int, until: int | None) -> Sequence[RemoteId]:
        """Return the ids above *after*, up to *until*, of remote contacts linked to records."""
        return self._records.linked_ids(after, until)

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

    def new_record(self, record_id: RecordId | None = None) -> Record:
        """Return an empty record; one that Pipedrive showed first gets an id of our own.

        Until the first import is over it is held: it may turn out to be known to the other side.
        """
        new_id = record_id or RecordId(self._keeping.ids())
        return Record(record_id=new_id, held=self.is_importing)

    def check_deletions(self, side: Side, more: int = 0) -> None:
        """Let what that side deleted pass to the other one. Raises MassDeletion.

        *more* are deletions that are about to be stored.
        """
        if self._is_approved():
            return
        deleted = self._records.count_deleted(side, self.now - WINDOW) + more
        if deleted <= ALWAYS_ALLOWED:
            return
        if is_mass_deletion(deleted, self._records.count_living() - more):
            raise MassDeletion(deleted)

    def check_absences(self, absent: int) -> None:
        """Let so many contacts, not listed any more, be taken for lost. Raises MassDeletion."""
        if is_mass_absence(absent, self._records.count_living()) and not self._is_approved():
            raise MassDeletion(absent)

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
        lost = [entry for one in changed for entry in one.lost]
        if lost:
            self.memory.log_conflicts(lost, self.now)

    def mark(self, records: Sequence[Record]) -> None:
        """Put on the due list what these records ask for next."""
        steps = [(record, next_step(record, self.now)) for record in records]
        works = [
            Work(key=WorkKey(self._task, record.record_id), due_at=due.at)
            for record, due in steps
            if due is not None
        ]
        self._tx.work(self.connection.connection_id).mark(works)

    def _is_approved(self) -> bool:
        approved = self.connection.approved_until
        return approved is not None and self.now < approved

    def _current(self, record: Record) -> Record:
        return acknowledged(record, self.connection.acknowledged)
