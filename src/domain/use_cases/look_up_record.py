"""Looking at Pipedrive where in doubt: what a record holds, or whether it is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import CrmGone
from domain.model.remote import RemoteRecord
from domain.model.values import RemoteId
from domain.ports.store import Tx
from domain.sync.answers import linked, settle
from domain.sync.ends import gone
from domain.sync.plan import is_second_look
from domain.sync.record import Record
from domain.use_cases.companies import learn_companies
from domain.use_cases.driven import Driven
from domain.use_cases.ending import follow_end, take_end
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.meeting import take_copy, take_twin
from domain.use_cases.publishing import Kept, kept
from domain.use_cases.sightings import seen_in_read

CLOCKS_APART = timedelta(minutes=10)
"""How far Pipedrive's clock is trusted to be from ours when we look for what we created."""
_BEFORE_LAST_SIGN = timedelta(hours=1)
"""How long before our last evidence of a record it may have ended: clocks differ, events wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpRecord:
    """Reads one remote record, or searches for the effect of a POST whose answer never came."""

    keeping: Keeping

    async def read(self, driven: Driven, record: Record, remote_id: RemoteId) -> None:
        """Take what the remote record holds now."""
        issued_at = self.keeping.clock()
        try:
            remote = await driven.crm.records(record.kind).one(remote_id)
        except CrmGone:
            return await self._missing(driven, record, remote_id)
        await learn_companies(driven, [remote.company_id])

        def observe(tx: Tx) -> None:
            keeper = self.keeping.open(tx, driven.connection_id, record.kind)
            current = keeper.linked_to(remote_id)
            if current is not None:
                _take(keeper, current, current, remote, issued_at)

        return await driven.transact(observe)

    async def find(self, driven: Driven, record: Record, since: datetime) -> None:
        """Link the oldest remote record that carries our id, or let the next attempt leave.

        Of others that carry it no more can be ours than POSTs have left: people copied the rest.
        """
        issued_at = self.keeping.clock()
        newest = await driven.crm.records(record.kind).newest(since - CLOCKS_APART)
        found = sorted(
            (one for one in newest if one.marker == record.record_id),
            key=lambda one: one.remote_id,
        )
        await learn_companies(driven, (one.company_id for one in found))

        def adopt(tx: Tx) -> None:
            keeper = self.keeping.open(tx, driven.connection_id, record.kind)
            current = keeper.load(record.record_id)
            if current is None or current.call != record.call:
                return
            ours = _without_copies(keeper, found)
            if current.remote_id is not None or not ours:
                keeper.keep(Kept(current, settle(current)))
            for remote in ours:
                _adopt(keeper, remote, record, issued_at)

        await driven.transact(adopt)

    async def _missing(self, driven: Driven, record: Record, remote_id: RemoteId) -> None:
        since = record.missing_since
        is_second = is_second_look(record, self.keeping.clock())
        heir = await _heir(driven, record, since) if since and is_second else None

        def end(tx: Tx) -> None:
            keeper = self.keeping.open(tx, driven.connection_id, record.kind)
            current = keeper.linked_to(remote_id)
            if current is None:
                return
            if is_second:
                take_end(keeper, remote_id, heir, keeper.now)
            else:
                keeper.keep(Kept(current, gone(current, keeper.now)))

        await driven.transact(end)


async def _heir(driven: Driven, record: Record, since: datetime) -> RemoteId | None:
    """Return the remote record that took over our id by a merge that no webhook told of.

    The absence may have been noticed, at *since*, long after the merge.
    """
    last_sign = min(record.fresh_at or since, since)
    records = driven.crm.records(record.kind)
    cursor: str | None = None
    read = set[str | None]()
    while cursor not in read:
        read.add(cursor)
        page = await records.page(cursor=cursor, updated_since=last_sign - _BEFORE_LAST_SIGN)
        for remote in page.items:
            if remote.marker == record.record_id and remote.remote_id != record.remote_id:
                return remote.remote_id
        cursor = page.next_cursor
    return None


def _take(
    keeper: Keeper, before: Record, record: Record, remote: RemoteRecord, issued_at: datetime
) -> None:
    sighting = seen_in_read(keeper, remote, issued_at)
    keeper.keep(kept(before, sighting.again(record)))


def _without_copies(keeper: Keeper, found: Sequence[RemoteRecord]) -> Sequence[RemoteRecord]:
    linked_to = keeper.of_remote([one.remote_id for one in found])
    copies = {remote_id for remote_id, record in linked_to.items() if record.copied}
    return [one for one in found if one.remote_id not in copies]


def _adopt(keeper: Keeper, remote: RemoteRecord, sought: Record, issued_at: datetime) -> None:
    known = keeper.load(sought.record_id)
    if known is None:
        return None
    record, remote_id = keeper.survivor(known), remote.remote_id
    if remote_id == record.remote_id:
        return None
    call_at = record.call.sent_at if record.call is not None else None
    made = linked(record, remote_id, call_at, keeper.now, behind=keeper.behind)
    if record.remote_id is None and keeper.linked_to(remote_id) is not None:
        # Another one was merged into it before we knew that it is ours.
        return follow_end(keeper, made, remote_id, keeper.now)
    if record.remote_id is not None or record.deleted_by is not None:
        return _take_second(keeper, known, remote, issued_at)
    _take(keeper, record, made, remote, issued_at)
    if remote_id in keeper.records.ends([remote_id]):
        after = keeper.linked_to(remote_id)
        if after is not None:
            follow_end(keeper, after, remote_id, keeper.now)
    return None


def _take_second(keeper: Keeper, owner: Record, remote: RemoteRecord, issued_at: datetime) -> None:
    """Take one more that carries our id: what a POST of ours made as well, or a copy of it."""
    remote_id = remote.remote_id
    if take_twin(keeper, owner, remote_id):
        return
    if keeper.linked_to(remote_id) is None and remote_id not in keeper.records.ends([remote_id]):
        take_copy(keeper, remote_id, seen_in_read(keeper, remote, issued_at))
