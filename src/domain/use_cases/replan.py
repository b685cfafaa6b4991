"""Looking at records again because what they mean has changed, not what they hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.activity.activity import Activity, ActivityState
from domain.model.activity import ActivityId
from domain.model.connection import ImportPhase
from domain.model.values import OWNER, STAGE, Kind, RecordId
from domain.sync.deals import known_to_vixiees_alone, renamed, truth_of
from domain.sync.record import Record
from domain.sync.steps import Steps
from domain.use_cases.activity_keeping import ActivityKeeper, ActivityKeeping
from domain.use_cases.driven import Driven
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.lost_references import sent_to_its_step, without_lost_references
from domain.use_cases.pipelines import STAGE_SUBJECT
from domain.use_cases.publishing import Kept

HELD = "held"
"""How the due list names the records that the first import may have left behind."""
OPEN = "open"
"""How the due list names the records that may ask for something although no work is due."""
REFUSED = "refused"
"""How the due list names the deals that Pipedrive has refused, for what is gone since perhaps."""
LEFT = "left"
"""How the due list names the activities that were refused, for an agent who has left perhaps."""
OWNER_SUBJECT = "owner:"
"""How the due list names the deals of one user: `owner:12`."""
_RECORDS_AT_ONCE = 200
_BOTH = (Kind.CONTACT, Kind.DEAL)

Look = Callable[[Keeper, RecordId | None], Sequence[Record]]
"""Takes the next records of a keeper and does to them what is to be done; returns them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """Takes a few records at a time; costs no request, and doing it twice changes nothing."""

    keeping: Keeping

    async def run(self, driven: Driven, subject: str) -> datetime | None:
        """Look at the deals of a stage or owner (`stage:17`), those `refused`, or all records.

        Of these, those `held` are released, those `open` marked too; else what they mean is told.
        When an agent has `left`, the activities that were refused are tried again instead.
        """
        if subject.startswith(STAGE_SUBJECT):
            stage = subject.removeprefix(STAGE_SUBJECT)
            await self._all(driven, Kind.DEAL, lambda deals, after: _move(deals, stage, after))
            return None
        if subject.startswith(OWNER_SUBJECT):
            owner = subject.removeprefix(OWNER_SUBJECT)
            await self._all(driven, Kind.DEAL, lambda deals, after: _own(deals, owner, after))
            return None
        if subject == REFUSED:
            await self._all(driven, Kind.DEAL, _take_up)
            return None
        if subject == LEFT:
            await self._retry_activities(driven)
            return None
        for kind in _BOTH:
            await self._all(driven, kind, {HELD: _release, OPEN: _mark}.get(subject, _tell))
        return None

    async def _retry_activities(self, driven: Driven) -> None:
        """Take up what was refused: its agent may have left, which the next try knows."""
        after: ActivityId | None = None
        while True:
            page = await driven.transact(
                lambda tx, after=after: _retry(  # type: ignore[misc]  # bound before it changes
                    ActivityKeeping(keeping=self.keeping).open(tx, driven.connection_id), after
                )
            )
            if not page:
                return
            after = page[-1].activity_id

    async def _all(self, driven: Driven, kind: Kind, look: Look) -> None:
        after: RecordId | None = None
        while True:
            seen = await driven.transact(
                lambda tx, after=after: look(  # type: ignore[misc]  # bound before it changes
                    self.keeping.open(tx, driven.connection_id, kind), after
                )
            )
            if not seen:
                return
            after = seen[-1].record_id


def _release(keeper: Keeper, after: RecordId | None) -> Sequence[Record]:
    page = keeper.page(after, _RECORDS_AT_ONCE)
    if keeper.connection.progress.phase is ImportPhase.DONE:
        keeper.keep(*(Kept(one, replace(one, held=False)) for one in page))
    return page


def _mark(keeper: Keeper, after: RecordId | None) -> Sequence[Record]:
    page = _release(keeper, after)
    keeper.mark(page)
    return page


def _tell(keeper: Keeper, after: RecordId | None) -> Sequence[Record]:
    page = keeper.page(after, _RECORDS_AT_ONCE)
    keeper.tell_again(page, frozenset())
    return page


def _take_up(deals: Keeper, after: RecordId | None) -> Sequence[Record]:
    page = deals.page(after, _RECORDS_AT_ONCE)
    refused = [one for one in page if one.parked is not None]
    deals.keep(*(Kept(one, without_lost_references(deals, one)) for one in refused))
    return page


def _retry(keeper: ActivityKeeper, after: ActivityId | None) -> Sequence[Activity]:
    page = keeper.activities.list(ActivityState.PARKED, after, _RECORDS_AT_ONCE)
    refused = [one for one in page if one.parked is not None]
    keeper.keep(*(replace(one, parked=None, waiting=None) for one in refused))
    return page


def _own(deals: Keeper, owner: str, after: RecordId | None) -> Sequence[Record]:
    page = deals.page(after, _RECORDS_AT_ONCE)
    deals.tell_again([one for one in page if truth_of(one, OWNER) == owner], frozenset({OWNER}))
    return page


def _move(deals: Keeper, stage: str, after: RecordId | None) -> Sequence[Record]:
    page = deals.of_stage(stage, after, _RECORDS_AT_ONCE)
    name, steps = known_to_vixiees_alone(stage), Steps(deals.setting())
    if name is None:
        step = steps.name_for(stage)
        meant = [one for one in page if one.step and _is_not_there_yet(one, stage)]
        deals.keep(*(Kept(one, sent_to_its_step(one, stage, steps)) for one in meant))
        told = [one for one in page if one not in meant and one.step != step]
        deals.tell_again(told, frozenset({STAGE}))
        return page
    found = steps.stage_for(name)
    if found is not None:
        deals.keep(*(Kept(one, renamed(one, STAGE, stage, found)) for one in page))
    return page


def _is_not_there_yet(deal: Record, stage: str) -> bool:
    """Tell whether Pipedrive does not show the deal at this stage, and nothing is on its way."""
    remote = deal.fields[STAGE].remote
    return deal.call is None and (remote is None or remote.value != stage)
