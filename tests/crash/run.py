"""One whole siege: people at work, processes dying, then the verdict."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.crash.chaos import Chaos
from tests.crash.connecting import connect
from tests.crash.here import Here
from tests.crash.settling import settled
from tests.crash.siege import Counts, Siege, siege
from tests.crash.story import story_of
from tests.crash.there import There
from tests.crash.verdict import Verdict
from tests.crash.wanted import Wanted

_CROWD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was done, and what came of it."""

    counts: Counts
    wanted: Wanted
    webhooks: int
    verdict: Verdict
    stories: Sequence[str]

    @property
    def line(self) -> str:
        """Return the figures."""
        counts, wanted = self.counts, self.wanted
        return (
            f"kills={counts.kills} marked={counts.marked} pauses={counts.pauses} "
            f"restarts={counts.restarts} fail_overs={counts.fail_overs} cuts={counts.cuts} "
            f"edits={wanted.edits} contacts={len(wanted.contacts)} deals={len(wanted.deals)} "
            f"calls={len(wanted.calls)} webhooks={self.webhooks} "
            f"lost={len(self.verdict.lost)} duplicated={len(self.verdict.duplicated)}"
        )


async def besieged(kills: int, seed: int) -> Outcome:
    """Kill so many times while people work; *seed* decides who does what when."""
    async with siege() as built, asyncio.TaskGroup() as group:
        helpers = [group.create_task(one) for one in (built.keep_up(), built.watch())]
        await connect(built)
        wanted = await _worked(built, kills, seed)
        verdict = await settled(built, wanted)
        outcome = Outcome(
            counts=built.counts,
            wanted=wanted,
            webhooks=len(built.deliveries.ids),
            verdict=verdict,
            stories=[
                await story_of(built, wanted, one) for one in (*verdict.lost, *verdict.duplicated)
            ],
        )
        for helper in helpers:
            helper.cancel()
        return outcome


async def _worked(built: Siege, kills: int, seed: int) -> Wanted:
    """Let people work until so many were killed; return what they were promised."""
    wanted, stop = Wanted(), asyncio.Event()
    there = There(colleague=built.colleague, wanted=wanted, rng=Random(f"there {seed}"))
    crowd = [
        Here(
            vixiees=built.vixiees,
            wanted=wanted,
            rng=Random(f"here {share} {seed}"),
            share=share,
            of=_CROWD,
        )
        for share in range(_CROWD)
    ]
    async with asyncio.TaskGroup() as group:
        group.create_task(there.work(built.keeps_up, stop))
        for here in crowd:
            group.create_task(here.work(built.keeps_up, stop))
        await Chaos(siege=built, rng=Random(f"chaos {seed}")).run(kills)
        stop.set()
    return wanted
