"""A worker that sleeps through one lease after another."""

import asyncio
from dataclasses import dataclass, field, fields

from domain.model.work import Lease
from domain.use_cases.drive import Drive
from domain.use_cases.work import Worker
from tests.domain.use_cases.firm import Firm

_STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slow(Drive):
    """Goes on, once it is told to end, until it is told so again; *most* counts who did at once."""

    at_work: list[Lease] = field(default_factory=list)
    most: list[int] = field(default_factory=list)

    async def run(self, lease: Lease, stop: asyncio.Event) -> None:
        self.at_work.append(lease)
        self.most.append(len(self.at_work))
        try:
            await stop.wait()
        finally:
            try:
                await stop.wait()
            finally:
                self.at_work.remove(lease)


async def test_what_a_worker_drove_two_leases_ago_is_over_before_it_begins_anew(
    firm: Firm,
) -> None:
    drive = _Slow(**{one.name: getattr(firm.drive, one.name) for one in fields(firm.drive)})
    worker = Worker(store=firm.store, drive=drive, holder="w", journal=firm.notes)
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    for number in range(4):
        firm.later(minutes=1)
        await firm.call("ana", {"first_name": f"Ana {number}"})
        for _ in range(_STEPS):
            await asyncio.sleep(0)
    stop.set()
    await running
    assert len(drive.most) > 1
    assert max(drive.most) == 1
