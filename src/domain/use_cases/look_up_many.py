"""Reading many records in doubt with one request."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.model.values import Kind, RemoteId
from domain.model.work import OF_RECORDS
from domain.ports.store import Tx
from domain.sync.ends import gone
from domain.sync.plan import Read, next_step
from domain.use_cases.companies import learn_companies
from domain.use_cases.driven import Driven
from domain.use_cases.keeping import Keeping
from domain.use_cases.publishing import Kept, kept
from domain.use_cases.sightings import seen_in_read
from domain.use_cases.subjects import record_named

_MOST_AT_ONCE = 100
_WORTH_A_BATCH = 11
"""A request for one record costs 1 token, one for up to 100 costs 10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpMany:
    """Reads all records of a kind that are in doubt now, if they are so many that it is cheaper.

    One does so at a time: the others then find that theirs was read with them.
    """

    keeping: Keeping

    async def run(self, driven: Driven, kind: Kind, remote_id: RemoteId) -> bool:
        """Tell whether this record was read with others, by us or just before us."""
        async with driven.turns[f"the turn to read many: {kind}"]:
            doubted = await driven.transact(lambda tx: self._doubted(tx, driven, kind))
            if remote_id not in doubted:
                return True
            if len(doubted) < _WORTH_A_BATCH:
                return False
            await self._read(driven, kind, doubted)
            return True

    async def _read(self, driven: Driven, kind: Kind, doubted: Sequence[RemoteId]) -> None:
        issued_at = self.keeping.clock()
        shown = await driven.crm.records(kind).many(doubted)
        await learn_companies(driven, (one.company_id for one in shown))
        found = {one.remote_id: one for one in shown}

        def observe(tx: Tx) -> None:
            keeper = self.keeping.open(tx, driven.connection_id, kind)
            names = keeper.names(shown)
            changed = list[Kept]()
            for remote_id, record in keeper.of_remote(doubted).items():
                remote = found.get(remote_id)
                if remote is None:
                    changed.append(Kept(record, gone(record, keeper.now)))
                    continue
                seen = seen_in_read(keeper, remote, issued_at, names)
                changed.append(kept(record, seen.again(record)))
            keeper.keep(*changed)

        await driven.transact(observe)

    def _doubted(self, tx: Tx, driven: Driven, kind: Kind) -> Sequence[RemoteId]:
        """Return which records are due to be read and were not missed before."""
        keeper = self.keeping.open(tx, driven.connection_id, kind)
        due = tx.work(driven.connection_id).due(keeper.now, _MOST_AT_ONCE)
        named = [record_named(one.key.subject) for one in due if one.key.task in OF_RECORDS]
        ids = [record_id for its_kind, record_id in named if its_kind is kind]
        records = [record for one in ids if (record := keeper.load(one)) is not None]
        steps = [next_step(one, keeper.now) for one in records if one.missing_since is None]
        now = [one.step for one in steps if one is not None and one.at <= keeper.now]
        return [step.remote_id for step in now if isinstance(step, Read)]
