"""Deleting a remote contact, and merging away a twin that a late POST made."""

from contextlib import suppress
from dataclasses import dataclass

from domain.errors import CrmGone
from domain.model.remote import RemoteContact
from domain.model.values import RemoteId, Side
from domain.ports.store import Tx
from domain.sync.ends import removed
from domain.sync.record import Record
from domain.sync.twins import observe_twin
from domain.use_cases.companies import learn_companies
from domain.use_cases.driven import Driven
from domain.use_cases.keeping import Keeping
from domain.use_cases.publishing import Kept
from domain.use_cases.sightings import seen_in_read


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveContact:
    """Ends remote contacts; asking twice does no harm."""

    keeping: Keeping

    async def delete(self, driven: Driven, record: Record, remote_id: RemoteId) -> None:
        """Delete the remote contact of a record that Vixiees deleted. Raises MassDeletion."""
        await driven.transact(
            lambda tx: self.keeping.open(tx, driven.connection_id).check_deletions(Side.VIXIEES)
        )
        with suppress(CrmGone):
            await driven.crm.delete_contact(remote_id)
        await driven.transact(lambda tx: self._ended(tx, driven, record, remote_id, None))

    async def merge(
        self, driven: Driven, record: Record, loser: RemoteId, winner: RemoteId
    ) -> None:
        """Let what people wrote on the twin compete, then merge it into the record's contact."""
        with suppress(CrmGone):
            twin = await driven.crm.contact(loser)
            await learn_companies(driven, [twin.company_id])
            await driven.transact(lambda tx: self._compete(tx, driven, record, twin))
            await driven.crm.merge_contacts(loser, winner)
        await driven.transact(lambda tx: self._ended(tx, driven, record, loser, winner))

    def _compete(self, tx: Tx, driven: Driven, record: Record, twin: RemoteContact) -> None:
        keeper = self.keeping.open(tx, driven.connection_id)
        current = keeper.load(record.record_id)
        if current is None:
            return
        names = keeper.names([twin])
        sighting = seen_in_read(twin, names, issued_at=keeper.now, now=keeper.now)
        seen = observe_twin(current, sighting.reading)
        keeper.keep(Kept(current, seen.record, seen.lost))

    def _ended(
        self,
        tx: Tx,
        driven: Driven,
        record: Record,
        remote_id: RemoteId,
        merged_into: RemoteId | None,
    ) -> None:
        keeper = self.keeping.open(tx, driven.connection_id)
        keeper.memory.put_end(remote_id, merged_into, keeper.now)
        current = keeper.load(record.record_id)
        if current is not None:
            keeper.keep(Kept(current, removed(current, remote_id)))
