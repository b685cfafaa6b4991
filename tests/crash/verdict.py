"""What both sides show in the end, against what was accepted."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.demo.pipedrive import Colleague, Person
from app.demo.vixiees import ContactRow, Vixiees
from tests.crash.pipedrive import Activity, Deal, Lists
from tests.crash.wanted import Wanted, word_of
from vixiees.pipedrive.v1.deal_pb2 import DealFields

_CALL = re.compile(r"https://app\.vixiees\.com/acme/calls/([\w-]+)")
Shown = Sequence[tuple[str, object]]
"""What a side shows: the name of each thing, and what it has to be compared in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What shows something else than it should, or not at all, and what is there twice."""

    lost: tuple[str, ...] = ()
    duplicated: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Tell whether everything is as it was accepted."""
        return not self.lost and not self.duplicated


async def look(wanted: Wanted, vixiees: Vixiees, colleague: Colleague) -> Verdict:
    """Compare what both sides show now with what was accepted."""
    lists = Lists(colleague)
    persons, deals = await colleague.persons(), await lists.deals()
    contacts = {
        phone: (one.first_name, one.last_name)
        for phone, one in wanted.contacts.items()
        if not one.is_deleted
    }
    gone = {phone for phone, one in wanted.contacts.items() if one.is_deleted}
    sold = {word: (one.title, Decimal(one.value)) for word, one in wanted.deals.items()}
    activities = await lists.activities()
    return verdict_of(
        compared("contact", contacts, _rows(vixiees.rows.values()), gone),
        compared("contact", contacts, _persons(persons), gone),
        compared("deal", sold, _deal_rows(one.fields for one in vixiees.deals.rows.values())),
        compared("deal", sold, _deals(deals)),
        compared("call", dict.fromkeys(wanted.calls, True), _calls(wanted.calls, activities)),
    )


def verdict_of(*parts: Verdict) -> Verdict:
    """Return all in one, each thing once."""
    return Verdict(
        lost=tuple(dict.fromkeys(one for part in parts for one in part.lost)),
        duplicated=tuple(dict.fromkeys(one for part in parts for one in part.duplicated)),
    )


def compared(
    kind: str, due: Mapping[str, object], shown: Shown, gone: Iterable[str] = ()
) -> Verdict:
    """Compare what a side shows of one kind with what it should; *gone* should not be there."""
    last, count = dict(shown), Counter(name for name, _ in shown)
    lost = [f"{kind} {name}" for name, value in due.items() if last.get(name) != value]
    undead = [f"{kind} {name}" for name in gone if name in last]
    twice = [f"{kind} {name}" for name in due if count[name] > 1]
    return Verdict(lost=(*lost, *undead), duplicated=tuple(twice))


def _rows(rows: Iterable[ContactRow]) -> Shown:
    return [_named(row.fields) for row in rows]


def _persons(persons: Iterable[Person]) -> Shown:
    return [_named(person.fields) for person in persons]


def _named(fields: Mapping[str, str]) -> tuple[str, object]:
    return fields.get("phone", ""), (fields.get("first_name"), fields.get("last_name"))


def _deal_rows(rows: Iterable[DealFields]) -> Shown:
    return [(word_of(one.title), (one.title, Decimal(one.value.amount or 0))) for one in rows]


def _deals(deals: Iterable[Deal]) -> Shown:
    return [(word_of(one.title), (one.title, Decimal(str(one.value or 0)))) for one in deals]


def _calls(calls: Mapping[str, str], activities: Iterable[Activity]) -> Shown:
    """Return each call's activities: whether they hold the newest recording and somebody."""
    found = [(_CALL.search(one.note or ""), one) for one in activities]
    return [
        (link[1], calls.get(link[1], "") in (one.note or "") and bool(one.participants))
        for link, one in found
        if link is not None
    ]
