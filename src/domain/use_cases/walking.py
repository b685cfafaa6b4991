"""Walking through Pipedrive's lists, a page a run, so that live work goes between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.errors import CrmRefused, CrmUnavailable
from domain.model.upkeep import Findings, Walk
from domain.use_cases.driven import Driven
from domain.use_cases.listings import Listed, Listing

BEGUN_ANEW_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stride:
    """A page of a walk, read but not taken yet. *beyond* is the walk after it, None at the end."""

    walk: Walk
    listed: Listed
    beyond: Walk | None

    def after(self, findings: Findings) -> Walk:
        """Return the walk with what its page has shown."""
        walk = self.beyond or self.walk
        return replace(walk, findings=self.walk.findings.plus(findings))


class WalkLost(CrmUnavailable):
    """The list cannot be read on from where the walk is: it has to begin anew, without haste."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason, message, retry_after=BEGUN_ANEW_AFTER)


async def stride(
    driven: Driven, walk: Walk, listings: Sequence[Listing], since: datetime | None
) -> Stride:
    """Read the walk's next page. Raises WalkLost, CrmError."""
    try:
        listed = await listings[walk.place].page(driven, walk.cursor, since)
    except CrmRefused as error:
        if walk.cursor is None:
            raise
        raise WalkLost(error.reason, error.message) from error
    is_back = bool(listed.ids) and min(listed.ids) <= walk.last_id
    if is_back or (walk.cursor is not None and listed.next_cursor == walk.cursor):
        raise WalkLost("CURSOR_LOOP", "Pipedrive's list leads back to what was read already.")
    return Stride(walk=walk, listed=listed, beyond=_beyond(walk, listed, len(listings)))


def _beyond(walk: Walk, listed: Listed, lists: int) -> Walk | None:
    if listed.next_cursor is not None:
        last_id = max(listed.ids, default=walk.last_id)
        return replace(walk, cursor=listed.next_cursor, last_id=last_id)
    if walk.place + 1 < lists:
        return replace(walk, place=walk.place + 1, cursor=None, last_id=0)
    return None
