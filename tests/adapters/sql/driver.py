"""A process that drives connections: begins and ends turns, and says what was stored.

It prints `begun <fence>` and `ended <fence>` after each commit, and `lost <fence>`. Each turn is
two changes in the feed of its connection. Run as a module with three arguments: the database's
address, the holder's name, the seconds that half a turn takes.
"""

import asyncio
import sys
from datetime import timedelta
from functools import partial

from adapters.sql.opening import open_store
from domain.errors import LeaseLost
from domain.model.change import Change, ChangeType
from domain.model.values import Kind, RecordId
from domain.model.work import Lease
from domain.ports.store import Store, Tx
from tests.contracts.store.builders import NOW, Digits

KEY = bytes(32)
SPAN = timedelta(seconds=0.5)


def _log(lease: Lease, what: str, tx: Tx) -> None:
    feed = tx.feed(lease.connection_id)
    entry = Change(
        number=feed.reserve(1),
        kind=Kind.CONTACT,
        record_id=RecordId(lease.holder),
        type=ChangeType.UPSERTED,
        at=NOW,
        fields={what: str(lease.fence)},
    )
    feed.append([entry])


async def _turn(store: Store, lease: Lease, seconds: float) -> None:
    for what in ("begun", "ended"):
        await store.transact(partial(_log, lease, what), lease=lease)
        print(what, lease.fence, flush=True)  # noqa: T201 - read by the test
        await asyncio.sleep(seconds)
    await store.release(lease)


async def _drive(url: str, name: str, seconds: float) -> None:
    async with open_store(url, keys=[KEY], phones=Digits()) as store:
        while True:
            lease = await store.lease(name, SPAN)
            if lease is None:
                await asyncio.sleep(0.01)
                continue
            try:
                await _turn(store, lease, seconds)
            except LeaseLost:
                print("lost", lease.fence, flush=True)  # noqa: T201 - read by the test


if __name__ == "__main__":
    asyncio.run(_drive(sys.argv[1], sys.argv[2], float(sys.argv[3])))
