"""Remote contacts that no record is linked to, and contacts that meet for the first time."""

from dataclasses import replace
from typing import Protocol

from domain.model.values import RecordId, RemoteId
from domain.sync.answers import linked
from domain.sync.compete import Seen
from domain.sync.ends import found_late, is_twin, with_twin, with_twins
from domain.sync.matching import Ambiguous, Match, adopt, match
from domain.sync.parking import park_ambiguous
from domain.sync.record import Record
from domain.use_cases.keeping import Keeper
from domain.use_cases.publishing import Kept, kept


class Sighting(Protocol):
    """What was seen of a remote contact, ready to be taken into a record."""

    @property
    def made_by_hand(self) -> bool:
        """Whether it is seen that a person made it, so that no POST of ours did."""

    def first(self, record: Record) -> Seen:
        """Take it into a record that knows nothing of Pipedrive yet."""

    def again(self, record: Record) -> Seen:
        """Take it into a record that is linked to the contact, perhaps by our own write."""


def meet(keeper: Keeper, remote_id: RemoteId, marker: RecordId | None, sighting: Sighting) -> None:
    """Take a remote contact that no record is linked to: ours by its marker, or a new one.

    A copy that a person makes of ours carries our marker, too.
    """
    named = keeper.load(marker) if marker is not None else None
    if named is None:
        return _take_new(keeper, remote_id, sighting)
    if sighting.made_by_hand:
        return take_copy(keeper, remote_id, sighting)
    owner = keeper.survivor(named)
    if owner.remote_id is None and owner.deleted_by is None:
        return _link(keeper, owner, remote_id, sighting)
    if not take_twin(keeper, named, remote_id):
        take_copy(keeper, remote_id, sighting)
    return None


def take_copy(keeper: Keeper, remote_id: RemoteId, sighting: Sighting) -> None:
    """Take what a person copied from a contact of ours: one of its own, whatever id it carries."""
    _take_new(keeper, remote_id, sighting, copied=True)


def introduce(keeper: Keeper, seen: Seen, before: Record | None = None) -> None:
    """Keep a contact that one side showed for the first time, or adopt its other half.

    While the first import runs nobody meets: both halves may still be on their way.
    """
    after = seen.record
    if after.held:
        return keeper.keep(kept(before, seen))
    meeting = match([*keeper.sharing_phone(after), after])
    if isinstance(meeting, Match) and after.record_id in _ids(meeting):
        return _join(keeper, meeting, seen, before)
    if isinstance(meeting, Ambiguous) and after.remote_id is None:
        after = park_ambiguous(after, len(meeting.candidates), keeper.now)
    return keeper.keep(Kept(before, after, seen.lost))


def take_twin(keeper: Keeper, named: Record, remote_id: RemoteId) -> bool:
    """Take what a late POST for the named record made; tell whether it was one.

    The record may be merged by now: then the one into which it was has a twin more.
    """
    owner = keeper.survivor(named)
    if not _is_twin_of(owner, named, remote_id):
        return False
    if named.alias_of is None:
        keeper.keep(Kept(owner, with_twin(owner, remote_id)))
    else:
        keeper.keep(Kept(named, found_late(named)), Kept(owner, with_twins(owner, remote_id)))
    return True


def _is_twin_of(owner: Record, named: Record, remote_id: RemoteId) -> bool:
    """Tell whether a POST of ours made it, that is not what the record is linked to.

    The POST was for the record whose id it carries, which may be merged into its *owner* by now.
    """
    if remote_id in owner.extras:
        return True
    if owner.deleted_by is None:
        return is_twin(named)
    return any(attempt.open for attempt in named.attempts)


def _take_new(
    keeper: Keeper, remote_id: RemoteId, sighting: Sighting, *, copied: bool = False
) -> None:
    fresh = keeper.new_record()
    fresh = replace(fresh, remote_id=remote_id, linked_at=keeper.now, copied=copied)
    introduce(keeper, sighting.first(fresh))


def _link(keeper: Keeper, owner: Record, remote_id: RemoteId, sighting: Sighting) -> None:
    if owner.attempts:
        made = linked(owner, remote_id, None, keeper.now, behind=keeper.behind)
        seen = sighting.again(made)
        return keeper.keep(Kept(owner, replace(seen.record, doubt=True), seen.lost))
    theirs = replace(keeper.new_record(), remote_id=remote_id, linked_at=keeper.now)
    joined, _ = adopt(owner, sighting.first(theirs).record)
    return keeper.keep(kept(owner, joined))


def _join(keeper: Keeper, meeting: Match, seen: Seen, before: Record | None) -> None:
    """Make one contact of both halves; the half that was just shown may be new to the store."""
    joined, alias = adopt(meeting.local, meeting.remote)
    newcomer = seen.record.record_id
    was_local = meeting.local.record_id == newcomer
    was_remote = meeting.remote.record_id == newcomer
    changed = Kept(before if was_local else meeting.local, joined.record, seen.lost + joined.lost)
    if was_remote:
        return keeper.keep(changed)
    return keeper.keep(Kept(meeting.remote, alias), changed)


def _ids(meeting: Match) -> frozenset[RecordId]:
    return frozenset({meeting.local.record_id, meeting.remote.record_id})
