"""The end of the first import: halves of one contact meet, then everything is let go."""

from dataclasses import replace

from domain.model.values import RecordId
from domain.sync.matching import Ambiguous, Match, adopt, match
from domain.sync.parking import park_ambiguous
from domain.sync.record import Record
from domain.use_cases.keeping import Keeper
from domain.use_cases.publishing import Kept


def match_page(keeper: Keeper, after: RecordId | None, limit: int) -> RecordId | None:
    """Match and let go the next records; return where to go on, None at the end."""
    page = keeper.page(after, limit)
    met = set[RecordId]()
    for record in page:
        if record.held and record.record_id not in met:
            met |= _meet_other_half(keeper, record)
    alone = [one for one in page if one.record_id not in met]
    keeper.keep(*(Kept(one, replace(one, held=False)) for one in alone))
    keeper.mark([one for one in alone if not one.held])
    return page[-1].record_id if len(page) == limit else None


def _meet_other_half(keeper: Keeper, record: Record) -> frozenset[RecordId]:
    """Join the record with its other half, or park it among several; return who was changed."""
    meeting = match([record, *keeper.sharing_phone(record)])
    if isinstance(meeting, Match):
        joined, alias = adopt(meeting.local, meeting.remote)
        keeper.keep(Kept(meeting.remote, alias), Kept(meeting.local, joined.record, joined.lost))
        return frozenset({alias.record_id, joined.record.record_id})
    if isinstance(meeting, Ambiguous) and record.remote_id is None:
        parked = park_ambiguous(record, len(meeting.candidates), keeper.now)
        keeper.keep(Kept(record, replace(parked, held=False)))
        return frozenset({record.record_id})
    return frozenset()
