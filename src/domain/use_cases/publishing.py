"""The change feed's entries: numbered and stored with the record they tell of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.model.change import Change
from domain.model.values import ChangeNumber
from domain.ports.store import Feed
from domain.sync.compete import Seen
from domain.sync.plan import Tidings, tidings, told
from domain.sync.record import Lost, Record


@dataclass(frozen=True, slots=True)
class Kept:
    """A record before and after something was observed, and the edits that lost by it."""

    before: Record | None
    after: Record
    lost: tuple[Lost, ...] = ()


def kept(before: Record | None, seen: Seen) -> Kept:
    """Return what an observation has made of a record."""
    return Kept(before, seen.record, seen.lost)


def publish(feed: Feed, changed: Sequence[Kept], now: datetime) -> list[Record]:
    """Put on the feed what Vixiees does not know; return the records that remember it.

    Of held records Vixiees learns nothing yet: they may turn out to be contacts it has.
    """
    news = [None if one.after.held else tidings(one.before, one.after) for one in changed]
    count = sum(tiding is not None for tiding in news)
    if not count:
        return [one.after for one in changed]
    number = feed.reserve(count)
    changes = list[Change]()
    records = list[Record]()
    for one, tiding in zip(changed, news, strict=True):
        if tiding is None:
            records.append(one.after)
            continue
        change = _change(one.after, tiding, ChangeNumber(number + len(changes)), now)
        changes.append(change)
        records.append(told(one.after, tiding, change.number, now))
    feed.append(changes)
    return records


def _change(record: Record, tiding: Tidings, number: ChangeNumber, now: datetime) -> Change:
    return Change(
        number=number,
        kind=record.kind,
        record_id=record.record_id,
        type=tiding.type,
        at=now,
        fields=tiding.fields,
        merged_into=tiding.merged_into,
    )
