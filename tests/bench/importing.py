"""The figures of the first import and of an edit, each in a run of its own processes.

Run by `make bench`. Counts of requests and tokens are exact; times are this machine's, so they
are told as ratios or as upper bounds of what is asked for.
"""

import asyncio
import tempfile
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from app.demo.login import log_in
from app.demo.processes import ServiceProcess, free_addresses
from app.demo.stage import Stage, eventually, set_stage
from vixiees.pipedrive.v1.connection_service_pb2 import ConnectionState

_SIZES = (5_000, 20_000)
_PERSONS_A_DEAL = 4
_LATENCY = 0.2
"""Seconds that each answer is held back in the last run: as if Pipedrive were far away."""
_LISTS = ("organizations", "persons", "deals")
_EDITS = 200
_PAUSE = 0.05


async def main() -> None:
    """Print one block of figures a size, then the ratio between them."""
    seconds = [await _import(persons) for persons in _SIZES]
    more, longer = _SIZES[1] / _SIZES[0], seconds[1] / seconds[0]
    print(f"{more:.1f} times the persons took {longer:.1f} times as long")
    await _import(_SIZES[1], _LATENCY)


async def _import(persons: int, latency: float = 0) -> float:
    with tempfile.TemporaryDirectory() as folder:
        async with set_stage(
            free_addresses(Path(folder)), persons, persons // _PERSONS_A_DEAL
        ) as stage:
            if latency:
                slow = {"path": "/api/v2/*", "kind": "slow", "delay_seconds": latency}
                await stage.colleague.http.post("/sandbox/faults", json={**slow, "times": 10**6})
            seconds = await _measure(stage, persons)
            if latency:
                await _print_waiting(stage, latency, seconds)
            return seconds


async def _measure(stage: Stage, persons: int) -> float:
    began = perf_counter()
    await log_in(await stage.vixiees.authorize_url())
    async for connection in stage.vixiees.connection():
        if connection.state == ConnectionState.CONNECTION_STATE_ACTIVE:
            break
    seconds = perf_counter() - began
    await eventually(lambda: _rows(stage), lambda rows: rows == persons)
    deals = persons // _PERSONS_A_DEAL
    print(f"initial synchronization of {persons} persons, {deals} deals: {seconds:.1f} s")
    await _print_ledger(stage)
    print(f"  peak memory of the service: {_peak_megabytes(stage.service):.0f} MB")
    if persons == _SIZES[0]:
        await _print_latency(stage)
    return seconds


async def _rows(stage: Stage) -> int:
    return len(stage.vixiees.rows)


async def _print_ledger(stage: Stage) -> None:
    ledger: dict[str, Any] = (await stage.colleague.http.get("/sandbox/ledger")).json()
    ours = ledger["by_access"]["oauth"]
    print(f"  tokens in all: {ours['tokens']}")
    for operation, used in ours["operations"].items():
        print(f"  {operation}: {used['requests']} requests, {used['tokens']} tokens")


async def _print_waiting(stage: Stage, latency: float, seconds: float) -> None:
    """Tell what reading the lists side by side could have saved at most."""
    ledger: dict[str, Any] = (await stage.colleague.http.get("/sandbox/ledger")).json()
    asked = ledger["by_access"]["oauth"]["operations"]
    lists = sum(asked[f"GET /api/v2/{name}"]["requests"] for name in _LISTS)
    waited = lists * latency
    print(f"  {waited:.1f} s of it waiting for {lists} lists at {latency * 1000:.0f} ms each")
    print(f"  ({waited / seconds:.0%}); the rest is work of this machine")


async def _print_latency(stage: Stage) -> None:
    """Measure from Pipedrive's answer to an edit, before its webhook leaves, to the open stream."""
    linked = list((await stage.vixiees.linked()).items())[:_EDITS]
    delays = [await _delay(stage, person_id, contact_id) for person_id, contact_id in linked]
    cuts = quantiles(delays, n=100)
    print(f"  edit in Pipedrive to change on the open stream, {_EDITS} edits one after another:")
    print(f"  p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms")


async def _delay(stage: Stage, person_id: int, contact_id: str) -> float:
    before = stage.vixiees.rows[contact_id].applied_change
    await stage.colleague.edit(person_id, first_name=f"Edited {person_id}")
    began = perf_counter()
    while stage.vixiees.rows[contact_id].applied_change == before:  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.001)
    delay = perf_counter() - began
    await asyncio.sleep(_PAUSE)
    return delay


def _peak_megabytes(service: ServiceProcess) -> float:
    """Read the largest resident size that the kernel noted, in megabytes."""
    lines = Path(f"/proc/{service.pid}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(kilobytes) / 1024


if __name__ == "__main__":
    asyncio.run(main())
