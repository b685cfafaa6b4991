"""The stage: both sides at hand, and how a row of the table is judged."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from app.demo.activities import Activities
from app.demo.catalog import Catalog
from app.demo.deals import Deals
from app.demo.pipedrive import Colleague, colleague
from app.demo.processes import Addresses, ServiceProcess, sandbox_process, service_process
from app.demo.sales import Sales
from app.demo.timeline import TimeLine
from app.demo.vixiees import Vixiees, vixiees

Seen = TypeVar("Seen")
Fields = Mapping[str, str]

PATIENCE = 120.0
"""Seconds until a row is judged by what is seen then: the fate of a request that was under way
when the service was killed is looked into after 75, and Pipedrive repeats a delivery after 30."""
_PAUSE = 0.1
_ORDER = ("first_name", "last_name", "phone", "company")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the mission: what was expected, and what each side shows.

    *pipedrive* is None where there is nothing to see in Pipedrive.
    """

    title: str
    expected: str
    vixiees: str
    pipedrive: str | None

    @property
    def holds(self) -> bool:
        """Tell whether both sides show what was expected."""
        return self.vixiees == self.expected and self.pipedrive in {None, self.expected}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything a scene can reach."""

    vixiees: Vixiees
    colleague: Colleague
    service: ServiceProcess

    @property
    def deals(self) -> Deals:
        """Return Vixiees' deals."""
        return self.vixiees.deals

    @property
    def sales(self) -> Sales:
        """Return the colleague's deals."""
        return Sales(self.colleague)

    @property
    def catalog(self) -> Catalog:
        """Return Vixiees' view of the company's set-up."""
        return self.vixiees.catalog

    @property
    def activities(self) -> Activities:
        """Return Vixiees' view of what was done."""
        return self.vixiees.activities

    @property
    def time_line(self) -> TimeLine:
        """Return the colleague's view of what was done."""
        return TimeLine(self.colleague)

    async def both(
        self, title: str, contact_id: str, wanted: Fields | None, other_phones: tuple[str, ...] = ()
    ) -> Row:
        """Wait until both sides show *wanted* (None: no such contact), and say what they show."""
        expected = words(wanted, other_phones)

        async def look() -> tuple[str, str]:
            person_id = await self.vixiees.person_id(contact_id)
            person = await self.colleague.person(person_id) if person_id else None
            row = self.vixiees.rows.get(contact_id)
            others = person.other_phones if person is not None else ()
            return (
                words(row.fields if row is not None else None, other_phones),
                words(person.fields if person is not None else None, others),
            )

        vixiees, pipedrive = await eventually(look, lambda seen: set(seen) == {expected})
        return Row(title=title, expected=expected, vixiees=vixiees, pipedrive=pipedrive)

    async def contact_of(self, person_id: int) -> str:
        """Wait until Vixiees has the contact of this person; return its id."""
        return await eventually(lambda: self.vixiees.contact_id(person_id), bool)

    async def each_once(self, title: str, many: Sequence[Fields]) -> Row:
        """Wait until both sides show each of these contacts, and say how often they do."""
        lines = sorted(map(words, many))
        expected = f"each of {len(many)} once"

        async def look() -> tuple[str, str]:
            rows = (words(row.fields) for row in self.vixiees.rows.values())
            persons = (words(person.fields) for person in await self.colleague.persons())
            return _often(lines, rows, expected), _often(lines, persons, expected)

        vixiees, pipedrive = await eventually(look, lambda seen: set(seen) == {expected})
        return Row(title=title, expected=expected, vixiees=vixiees, pipedrive=pipedrive)


@asynccontextmanager
async def set_stage(
    addresses: Addresses, persons: int, deals: int | None = None
) -> AsyncIterator[Stage]:
    """Run everything in processes of its own, with a company of so many persons and deals."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(sandbox_process(addresses, persons, deals))
        service = await stack.enter_async_context(service_process(addresses))
        person = await stack.enter_async_context(colleague(addresses.sandbox_url))
        side = await stack.enter_async_context(vixiees(addresses.grpc_address, "demo"))
        yield Stage(vixiees=side, colleague=person, service=service)


async def alike(stage: Stage) -> int:
    """Return how many contacts show the same on both sides."""
    linked = await stage.vixiees.linked()
    rows = stage.vixiees.rows
    return sum(
        linked.get(person.person_id) in rows
        and words(rows[linked[person.person_id]].fields) == words(person.fields)
        for person in await stage.colleague.persons()
    )


async def eventually(look: Callable[[], Awaitable[Seen]], fits: Callable[[Seen], bool]) -> Seen:
    """Look again and again until what is seen fits, or patience ends; return the last sight."""
    end = monotonic() + PATIENCE
    while True:
        seen = await look()
        if fits(seen) or monotonic() > end:
            return seen
        await asyncio.sleep(_PAUSE)


def words(fields: Fields | None, other_phones: tuple[str, ...] = ()) -> str:
    """Return a contact as one line of text."""
    if fields is None:
        return "no such contact"
    line = " · ".join(fields[name] for name in _ORDER if fields.get(name))
    return f"{line} (also {', '.join(other_phones)})" if other_phones else line


def _often(lines: Sequence[str], seen: Iterable[str], expected: str) -> str:
    wanted = set(lines)
    counts = Counter(line for line in seen if line in wanted)
    if all(counts[line] == 1 for line in wanted):
        return expected
    return f"{counts.total()} in all, {len(counts)} different ones"
