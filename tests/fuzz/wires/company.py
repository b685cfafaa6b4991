"""Answers of Pipedrive into both databases, by way of the works that ask for them.

An input is the name of a story, a colon, the method and the path of a request in it, a line break,
and the body that answers this request. Whatever else is asked, the sandbox answers.
"""

import asyncio
import json
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from tests.contracts.store.databases import fresh_sqlite
from tests.fuzz.target import Target
from tests.fuzz.wires.chores import look_around, work_off
from tests.fuzz.wires.furnishing import furnish
from tests.fuzz.wires.house import House, house
from tests.fuzz.wires.houses import on_each
from tests.fuzz.wires.stories import STORIES

_MOST_ENTRIES = 2
_NEW = 99


async def answer(house: House, data: bytes) -> bool:
    """Let the story happen with that answer; tell whether there is such a story."""
    head, _, body = data.partition(b"\n")
    name, _, request = head.decode("latin-1").partition(":")
    story = STORIES.get(name)
    if story is None:
        return False
    house.pipedrive.said[request] = body
    await story(house)
    await work_off(house)
    await look_around(house)
    return True


@cache
def _seeds() -> Sequence[bytes]:
    """Return the sandbox's own answers to every request of every story."""
    return asyncio.run(_heard())


async def _heard() -> Sequence[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        async with house(fresh_sqlite(Path(folder))) as built:
            await furnish(built)
            return [seed for name in STORIES for seed in await _heard_in(built, name)]


async def _heard_in(built: House, name: str) -> Sequence[bytes]:
    built.begin_anew()
    built.pipedrive.heard.clear()
    await STORIES[name](built)
    heard = built.pipedrive.heard.items()
    return [
        f"{name}:{request}\n{json.dumps(said)}".encode()
        for request, body in heard
        for said in _variants(json.loads(body))
    ]


def _variants(said: dict[str, object]) -> Iterator[dict[str, object]]:
    """Give an answer; a list with its first entries, and once more with one that is new."""
    data = said.get("data")
    if isinstance(data, list) and data:
        yield {**said, "data": data[:_MOST_ENTRIES]}
        yield {**said, "data": [{**data[0], "id": _NEW}] * _MOST_ENTRIES}
    else:
        yield said


COMPANY = Target(name="company", opened=on_each(answer), seeds=_seeds, share=0.03)
