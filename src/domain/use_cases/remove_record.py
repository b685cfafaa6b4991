"""Deleting a remote record, and merging away a twin that a late POST made."""

from contextlib import suppress
from dataclasses import dataclass

from domain.errors import CrmDeleted, CrmGone, CrmRefused
from domain.model.remote import RemoteRecord
from domain.model.values import RemoteId, Side
from domain.ports.store import Tx
from domain.sync.ends import gone, removed
from domain.sync.parking import park
from domain.sync.plan import is_second_look
from domain.sync.record import Record
from domain.sync.twins import observe_twin
from domain.use_cases.companies import learn_companies
from domain.use_cases.driven import Driven
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.mass_changes import check_deletions
from domain.use_cases.publishing import Kept
from domain.use_cases.sightings import seen_in_read


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveRecord:
    """Ends remote records; asking twice does no harm."""

    keeping: Keeping

    async def delete(self, driven: Driven, record: Record, remote_id: RemoteId) -> None:
        """Delete the remote one of a record that Vixiees deleted. Raises MassDeletion.

        Where Pipedrive refuses it, the record says why, and waits for a second request. One that
        is not shown may be there all the same: it is asked for once more before that is its end.
        """
        await driven.transact(
            lambda tx: check_deletions(self._open(tx, driven, record), Side.VIXIEES)
        )
        try:
            await driven.crm.records(record.kind).delete(remote_id)
        except CrmGone:
            return await driven.transact(lambda tx: self._missed(tx, driven, record, remote_id))
        except CrmRefused as error:
            refusal = error
            return await driven.transact(lambda tx: self._refused(tx, driven, record, refusal))
        return await driven.transact(lambda tx: self._ended(tx, driven, record, remote_id, None))

    async def merge(
        self, driven: Driven, record: Record, loser: RemoteId, winner: RemoteId
    ) -> None:
        """Let what people wrote on the twin compete, then merge it away.

        One that is not shown may be there all the same: it is let go until a list shows it again.
        """
        try:
            with suppress(CrmDeleted):
                twin = await driven.crm.records(record.kind).one(loser)
                await learn_companies(driven, [twin.company_id])
                await driven.transact(lambda tx: self._compete(tx, driven, record, twin))
                await driven.crm.records(record.kind).merge(loser, winner)
        except CrmGone:
            return await driven.transact(lambda tx: self._let_go(tx, driven, record, loser))
        return await driven.transact(lambda tx: self._ended(tx, driven, record, loser, winner))

    def _missed(self, tx: Tx, driven: Driven, record: Record, remote_id: RemoteId) -> None:
        keeper = self._open(tx, driven, record)
        if is_second_look(record, keeper.now):
            return self._ended(tx, driven, record, remote_id, None)
        current = keeper.load(record.record_id)
        if current is not None:
            keeper.keep(Kept(current, gone(current, keeper.now)))
        return None

    def _refused(self, tx: Tx, driven: Driven, record: Record, refusal: CrmRefused) -> None:
        keeper = self._open(tx, driven, record)
        current = keeper.load(record.record_id)
        if current is not None:
            parked = park(current, refusal.reason, refusal.message, keeper.now)
            keeper.keep(Kept(current, parked))

    def _open(self, tx: Tx, driven: Driven, record: Record) -> Keeper:
        return self.keeping.open(tx, driven.connection_id, record.kind)

    def _compete(self, tx: Tx, driven: Driven, record: Record, twin: RemoteRecord) -> None:
        keeper = self._open(tx, driven, record)
        current = keeper.load(record.record_id)
        if current is None:
            return
        sighting = seen_in_read(keeper, twin, keeper.now)
        named = keeper.load(twin.marker) if twin.marker is not None else None
        seen = observe_twin(current, sighting.reading, named or current)
        keeper.keep(Kept(current, seen.record, seen.lost))

    def _ended(
        self,
        tx: Tx,
        driven: Driven,
        record: Record,
        remote_id: RemoteId,
        merged_into: RemoteId | None,
    ) -> None:
        keeper = self._open(tx, driven, record)
        keeper.records.put_end(remote_id, merged_into, keeper.now)
        self._let_go(tx, driven, record, remote_id)

    def _let_go(self, tx: Tx, driven: Driven, record: Record, remote_id: RemoteId) -> None:
        keeper = self._open(tx, driven, record)
        current = keeper.load(record.record_id)
        if current is not None:
            keeper.keep(Kept(current, removed(current, remote_id)))
