"""Remote records that ended: deleted, or merged into another."""

from datetime import datetime

from domain.model.values import Kind, RecordId, RemoteId, Side
from domain.sync.answers import linked
from domain.sync.ends import (
    delete_both,
    delete_remotely,
    is_made_anew,
    merge_records,
    moved,
    removed,
)
from domain.sync.record import Record
from domain.use_cases.deals_of_contacts import tell_deals_that_wait
from domain.use_cases.heirs import heir_of
from domain.use_cases.keeping import Keeper
from domain.use_cases.mass_changes import check_deletions
from domain.use_cases.publishing import Kept, kept


def take_end(
    keeper: Keeper,
    remote_id: RemoteId,
    merged_into: RemoteId | None,
    at: datetime,
    marker: RecordId | None = None,
) -> None:
    """Remember the end of the remote record and let the record linked to it follow.

    *marker* is our id that it carried: of a copy it tells nothing.
    """
    keeper.records.put_end(remote_id, merged_into, at)
    record = keeper.linked_to(remote_id)
    if record is not None:
        follow_end(keeper, record, remote_id, at)
    elif keeper.kind is Kind.CONTACT:
        tell_deals_that_wait(keeper.of(Kind.DEAL), remote_id)
    if record is None or not record.copied:
        follow_unanswered(keeper, remote_id, marker, at)


def follow_unanswered(
    keeper: Keeper, remote_id: RemoteId, marker: RecordId | None, at: datetime
) -> None:
    """Let the record that *marker* names follow the end of what a POST without answer made.

    Its next attempt would bring back what people have deleted or merged meanwhile, or did already.
    """
    record = keeper.load(marker) if marker is not None else None
    if record is None or record.deleted_by is not None or record.alias_of is not None:
        return
    if record.remote_id is None:
        if any(attempt.open for attempt in record.attempts):
            follow_end(keeper, linked(record, remote_id, None, keeper.now), remote_id, at)
    elif is_made_anew(record, at, keeper.behind) and heir_of(keeper.records, remote_id) is None:
        _end_again(keeper, record, at)


def _end_again(keeper: Keeper, record: Record, at: datetime) -> None:
    """Take that the record had ended when our second POST left. Raises MassDeletion."""
    if not keeper.connection.keeps_deleted:
        check_deletions(keeper, Side.PIPEDRIVE, more=1)
        keeper.keep(Kept(record, delete_both(record, at)))


def follow_end(keeper: Keeper, record: Record, remote_id: RemoteId, at: datetime) -> None:
    """Let the record follow what is remembered of its end in Pipedrive.

    One that Vixiees deleted is done: its DELETE never follows a merge. Raises MassDeletion.
    """
    heir = heir_of(keeper.records, remote_id)
    if record.deleted_by is Side.VIXIEES:
        return keeper.keep(Kept(record, removed(record, remote_id)))
    if heir is None:
        is_kept = keeper.connection.keeps_deleted
        if record.deleted_by is None and not is_kept:
            check_deletions(keeper, Side.PIPEDRIVE, more=1)
        return keeper.keep(Kept(record, delete_remotely(record, at, kept=is_kept)))
    winner = keeper.linked_to(heir)
    if winner is None:
        return keeper.keep(Kept(record, moved(record, heir, keeper.now)))
    alias, seen = merge_records(record, winner)
    return keeper.keep(Kept(record, alias), kept(winner, seen))
