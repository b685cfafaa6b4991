"""Several real processes on one database."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import pairwise

import pytest

from adapters.sql.opening import open_store
from domain.model.values import ChangeNumber
from tests.adapters.sql.driver import KEY
from tests.contracts.store.builders import ACME, Digits, a_work, connect
from tests.contracts.store.databases import fresh_postgres

Entry = tuple[str, str, int]
"""Who, what, and under which fence."""


async def _make_work(url: str) -> None:
    async with open_store(url, keys=[KEY], phones=Digits()) as store:
        await connect(store)
        await store.transact(lambda tx: tx.work(ACME).mark([a_work()]))


async def _log(url: str) -> Sequence[Entry]:
    async with open_store(url, keys=[KEY], phones=Digits()) as store:
        changes = await store.transact(lambda tx: tx.feed(ACME).after(ChangeNumber(0), 10_000))
    assert [one.number for one in changes] == list(range(1, len(changes) + 1))
    return [
        (one.record_id, what, int(fence or ""))
        for one in changes
        for what, fence in one.fields.items()
    ]


@contextmanager
def _driver(url: str, name: str, seconds: float) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.adapters.sql.driver", url, name, str(seconds)]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _said(process: subprocess.Popen[str]) -> tuple[str, int]:
    assert process.stdout is not None
    what, _, fence = process.stdout.readline().partition(" ")
    return what, int(fence)


def _said_at_last(name: str, process: subprocess.Popen[str]) -> list[Entry]:
    process.send_signal(signal.SIGKILL)
    lines = process.communicate()[0].splitlines()
    return [(name, line.split()[0], int(line.split()[1])) for line in lines]


def _are_turns(log: Sequence[Entry]) -> bool:
    """Tell whether nobody began a turn, under an ever higher fence, before the last one was over.

    A turn is over when it has ended, or when a higher fence shows that its holder was given up.
    """
    begun = [fence for _, what, fence in log if what == "begun"]
    ends_follow = all(
        before[0::2] == after[0::2] and before[1] == "begun"
        for before, after in pairwise(log)
        if after[1] == "ended"
    )
    return ends_follow and begun == sorted(set(begun))


@pytest.mark.postgres
async def test_a_connection_is_driven_by_one_process_at_a_time_though_some_are_killed() -> None:
    url = fresh_postgres()
    await _make_work(url)

    with ExitStack() as stack:
        drivers = {name: stack.enter_context(_driver(url, name, 0.005)) for name in "abc"}
        said = [(name, *_said(driver)) for name, driver in drivers.items() for _ in range(20)]
        for name, driver in drivers.items():
            said += _said_at_last(name, driver)

    log = await _log(url)
    assert _are_turns(log)
    assert {name for name, _, _ in log} == set("abc")
    assert {one for one in said if one[1] != "lost"} <= set(log)


@pytest.mark.postgres
async def test_a_process_that_slept_through_its_lease_writes_nothing_when_it_wakes() -> None:
    url = fresh_postgres()
    await _make_work(url)

    with _driver(url, "sleeper", 0.1) as sleeper:
        what, fence = _said(sleeper)
        sleeper.send_signal(signal.SIGSTOP)
        with _driver(url, "other", 0.01) as other:
            taken = _said(other)
            sleeper.send_signal(signal.SIGCONT)
            after = _said(sleeper)

    assert (what, *taken, *after) == ("begun", "begun", fence + 1, "lost", fence)
    log = await _log(url)
    assert _are_turns(log)
    assert ("sleeper", "ended", fence) not in log


async def test_what_a_killed_process_said_was_stored_is_stored(url: str) -> None:
    await _make_work(url)

    with _driver(url, "killed", 0) as killed:
        said = [("killed", *_said(killed)) for _ in range(50)]
        said += _said_at_last("killed", killed)

    assert set(said) <= set(await _log(url))
