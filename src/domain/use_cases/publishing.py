"""The change feed's entries: numbered and stored with the record they tell of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.model.change import Change, ChangeType
from domain.model.values import STAGE, ChangeNumber, FieldName
from domain.ports.store import Feed
from domain.sync.compete import Seen
from domain.sync.deals import truth_of
from domain.sync.plan import Tidings, tidings, told
from domain.sync.record import Lost, Record
from domain.use_cases.words import Words


@dataclass(frozen=True, slots=True)
class Kept:
    """A record before and after something was observed, and the edits that lost by it.

    The fields in *again* are told to Vixiees although it knows them.
    """

    before: Record | None
    after: Record
    lost: tuple[Lost, ...] = ()
    again: frozenset[FieldName] = frozenset()


def kept(before: Record | None, seen: Seen) -> Kept:
    """Return what an observation has made of a record."""
    return Kept(before, seen.record, seen.lost)


def publish(feed: Feed, changed: Sequence[Kept], words: Words, now: datetime) -> list[Record]:
    """Put on the feed what Vixiees does not know; return the records that remember it.

    Of held records Vixiees learns nothing yet: they may turn out to be contacts it has. What there
    is no word for waits until there is one.
    """
    news = [_news(one, words) for one in changed]
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
        said = words.say(tiding.fields).fields
        changes.append(replace(change, fields=said))
        step = said.get(STAGE, one.after.step) or ""
        records.append(replace(told(one.after, tiding, change.number, now), step=step))
    feed.append(changes)
    return records


def _news(one: Kept, words: Words) -> Tidings | None:
    if one.after.held:
        return None
    found = tidings(one.before, one.after)
    if one.again and one.after.deleted_by is None and one.after.alias_of is None:
        shown = {name: truth_of(one.after, name) for name in one.again}
        fields = {**shown, **(found.fields if found is not None else {})}
        found = Tidings(type=ChangeType.UPSERTED, fields=fields)
    return None if found is None or words.say(found.fields).reason else found


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
