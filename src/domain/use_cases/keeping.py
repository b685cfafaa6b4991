"""Keeping records: what follows from a new state goes on the feed and the due list with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from domain.activity.activity import called_in
from domain.activity.linking import is_news
from domain.model.catalog import Property, User
from domain.model.connection import Connection, ImportPhase
from domain.model.remote import RemoteRecord
from domain.model.values import (
    PHONE,
    CompanyId,
    ConnectionId,
    FieldName,
    Kind,
    RecordId,
    RemoteId,
    Value,
    property_code,
)
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Memory, Tx
from domain.ports.world import Clock, Ids, Phones
from domain.sync.blanks import with_blanks
from domain.sync.deals import consistent
from domain.sync.erase import erased
from domain.sync.local import acknowledged
from domain.sync.parking import reconsidered
from domain.sync.pipeline_mapping import Setting
from domain.sync.plan import next_step
from domain.sync.properties import mapped_as
from domain.sync.prune import pruned
from domain.sync.record import Record
from domain.use_cases.deal_words import DealWords
from domain.use_cases.deals_of_contacts import let_deals_follow, with_living_contact
from domain.use_cases.mass_changes import check_news
from domain.use_cases.pipelines import setting_of
from domain.use_cases.publishing import Kept, publish
from domain.use_cases.subjects import subject_of
from domain.use_cases.words import ContactWords, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Opens the records of a connection within a transaction."""

    clock: Clock
    ids: Ids
    phones: Phones

    def open(
        self, tx: Tx, connection_id: ConnectionId, kind: Kind, *, task: Task = Task.PUSH
    ) -> "Keeper":
        """Return the connection's contacts or deals at the present instant.

        What they ask for is put on the due list under *task*.
        """
        return Keeper(self, tx, tx.connections.get(connection_id), kind, task)


class Keeper:
    """One connection's records of one kind within one transaction."""

    def __init__(
        self, keeping: Keeping, tx: Tx, connection: Connection, kind: Kind, task: Task
    ) -> None:
        self._keeping = keeping
        self._tx = tx
        self._task = task
        self.kind = kind
        self.records = tx.records(connection.connection_id, kind)
        self.connection = connection
        self.codes = connection.codes(kind)
        self.now: datetime = keeping.clock()

    def of(self, kind: Kind) -> "Keeper":
        """Return the records of the other kind in the same transaction."""
        return Keeper(self._keeping, self._tx, self.connection, kind, self._task)

    @cached_property
    def words(self) -> Words:
        """The words of Vixiees for these records."""
        if self.kind is Kind.DEAL:
            return DealWords(self._tx, self.connection)
        return ContactWords(self._tx, self.connection, self._keeping.phones)

    @property
    def memory(self) -> Memory:
        """What else the connection remembers."""
        return self._tx.memory(self.connection.connection_id)

    @property
    def is_importing(self) -> bool:
        """Tell whether the first import is still under way."""
        return self.connection.progress.phase is not ImportPhase.DONE

    @property
    def behind(self) -> timedelta:
        """By how much Pipedrive's clock is behind ours, as its answers told last."""
        return timedelta(seconds=self.connection.budget.seconds_behind)

    def load(self, record_id: RecordId) -> Record | None:
        """Return the record as far as Vixiees has acknowledged its changes."""
        record = self.records.get(record_id)
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
        linked = self.records.of_remote(remote_ids)
        return {remote_id: self._current(record) for remote_id, record in linked.items()}

    def linked_ids(self, after: int, until: int | None) -> Sequence[RemoteId]:
        """Return the ids above *after*, up to *until*, of remote records linked to ours."""
        return self.records.linked_ids(after, until)

    def linked_to(self, remote_id: RemoteId) -> Record | None:
        """Return the record linked to the remote contact, if there is one."""
        return self.of_remote([remote_id]).get(remote_id)

    def page(self, after: RecordId | None, limit: int) -> Sequence[Record]:
        """Return the next records, neither deleted nor merged away, in the order of their ids."""
        return [self._current(one) for one in self.records.list(after, limit)]

    def of_company(self, company_id: CompanyId) -> Sequence[Record]:
        """Return the linked records that Pipedrive shows in this company."""
        return [self._current(one) for one in self.records.of_company(company_id)]

    def of_stage(self, stage: str, after: RecordId | None, limit: int) -> Sequence[Record]:
        """Return the next deals at this stage, in the order of their ids."""
        return [self._current(one) for one in self.records.of_stage(stage, after, limit)]

    def setting(self) -> Setting:
        """Return what pipelines are mapped with."""
        return setting_of(self._tx.catalog(self.connection.connection_id))

    def users(self) -> Sequence[User]:
        """Return the company's users."""
        return self._tx.catalog(self.connection.connection_id).all(User)

    def names(self, contacts: Iterable[RemoteRecord]) -> Mapping[CompanyId, str]:
        """Return the names of these contacts' companies."""
        ids = {one.company_id for one in contacts if one.company_id is not None}
        return self.memory.companies(sorted(ids))

    def sharing_phone(self, record: Record) -> Sequence[Record]:
        """Return the other records, not deleted, whose phone is the same as the record's."""
        state = record.fields.get(PHONE)
        key = self._keeping.phones.key(state.truth.value if state and state.truth else None)
        found = self.records.of_phone(key) if key else ()
        return [self._current(one) for one in found if one.record_id != record.record_id]

    def reached_by(self, phone: Value, region: str = "") -> Sequence[Record]:
        """Return the contacts, not deleted, that have this phone in any of its forms."""
        keys = self._keeping.phones.lookup_keys(phone, region)
        found = {one.record_id: one for key in keys for one in self.records.of_phone(key)}
        return [self._current(one) for one in found.values()]

    def new_record(self, record_id: RecordId | None = None) -> Record:
        """Return an empty record; one that Pipedrive showed first gets an id of our own.

        Until the first import is over it is held: it may turn out to be known to the other side.
        """
        new_id = record_id or RecordId(self._keeping.ids())
        return Record(kind=self.kind, record_id=new_id, held=self.is_importing)

    def keep(self, *changed: Kept) -> None:
        """Store the records, tell Vixiees what is news to it, and mark what is due."""
        news = [
            replace(one, after=self._settled(one)) for one in changed if one.before != one.after
        ]
        check_news(self, news)
        self._store(news)
        self._call_in([one.after.record_id for one in news if is_news(one.before, one.after)])
        lost = [entry for one in changed if not one.after.erased for entry in one.lost]
        if lost:
            self.records.log_conflicts(lost, self.now)
        if self.kind is Kind.CONTACT:
            let_deals_follow(self.of(Kind.DEAL), news, self.survivor)

    def types(self, names: Iterable[FieldName]) -> Mapping[FieldName, str]:
        """Return which type Pipedrive gives each of these fields that is a custom property."""
        codes = {code: name for name in names if (code := property_code(name)) is not None}
        if not codes:
            return {}
        known = self._tx.catalog(self.connection.connection_id).all(Property)
        return {
            codes[one.code]: one.type
            for one in known
            if one.kind is self.kind and one.code in codes
        }

    def have_catalog_read(self, at: datetime | None = None) -> None:
        """Have the company's set-up read again: it may not be as we know it."""
        work = self._tx.work(self.connection.connection_id)
        work.mark([Work(key=WorkKey(Task.CATALOG), due_at=at or self.now)])

    def tell_again(self, records: Sequence[Record], names: frozenset[FieldName]) -> None:
        """Tell Vixiees these fields once more: their words have changed, or had to be awaited."""
        self._store([Kept(one, one, again=names) for one in records])

    def mark(self, records: Sequence[Record]) -> None:
        """Put on the due list what these records ask for next."""
        steps = [(record, next_step(record, self.now)) for record in records]
        works = [
            Work(key=WorkKey(self._task, subject_of(record)), due_at=due.at)
            for record, due in steps
            if due is not None
        ]
        self._tx.work(self.connection.connection_id).mark(works)

    def _store(self, news: Sequence[Kept]) -> None:
        feed = self._tx.feed(self.connection.connection_id)
        records = publish(feed, news, self.words, self.now)
        self.records.put(records)
        self.mark(records)

    def _settled(self, one: Kept) -> Record:
        if one.after.erased:
            return erased(one.after, self.now)
        contacts = self._tx.records(self.connection.connection_id, Kind.CONTACT)
        after = with_living_contact(reconsidered(one.before, one.after), contacts)
        after = pruned(consistent(after), self.now)
        return with_blanks(one.before, after, self.now)

    def _call_in(self, record_ids: Sequence[RecordId]) -> None:
        """Put the activities that wait for these records on the due list."""
        connection_id = self.connection.connection_id
        activities = self._tx.activities(connection_id)
        waiting = activities.waiting_for(record_ids)
        activities.put([called_in(one) for one in waiting if one.parked is not None])
        keys = (WorkKey(Task.PUSH_ACTIVITY, one.activity_id) for one in waiting)
        self._tx.work(connection_id).mark([Work(key=key, due_at=self.now) for key in keys])

    def _current(self, record: Record) -> Record:
        return mapped_as(acknowledged(record, self.connection.acknowledged), self.codes)
