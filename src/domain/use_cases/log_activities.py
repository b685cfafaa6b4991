"""Calls, e-mails, tasks and notes as the services of Vixiees hand them in and look at them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from domain.activity.activity import Activity, ActivityState, with_legs
from domain.activity.contents import MOST_BODY_BYTES
from domain.activity.legs import with_leg
from domain.activity.owners import owner_of
from domain.activity.view import ActivityReceipt, ActivityView, view
from domain.activity.violations import violations
from domain.errors import InvalidInput, NotFound
from domain.model.activity import (
    ActivityId,
    ActivityKind,
    Call,
    Comment,
    Email,
    Report,
    SourceId,
    activity_id_of,
)
from domain.model.catalog import User
from domain.model.values import AccountId
from domain.model.views import Notice
from domain.ports.store import Store, Tx
from domain.ports.world import Html
from domain.use_cases.accounts import connection_of, open_connection_of
from domain.use_cases.activity_keeping import ActivityKeeper, ActivityKeeping
from domain.use_cases.paging import key_before, token_after


@dataclass(frozen=True, slots=True, kw_only=True)
class LogActivities:
    """Takes what was done in Vixiees; durable when it answers, in Pipedrive soon after."""

    store: Store
    keeping: ActivityKeeping
    html: Html

    async def log(self, account_id: AccountId, report: Report) -> ActivityReceipt:
        """Take one activity: a new one, the same again, or what is new about it.

        Of e-mails and notes the body may be any HTML. Raises NotFound for an unknown account,
        InvalidInput, Conflict for an account that has disconnected.
        """
        safe = self._safe(report)
        wrong = violations(safe, self.keeping.keeping.clock())
        if wrong:
            raise InvalidInput(*wrong)

        def take(tx: Tx) -> ActivityReceipt:
            connection = open_connection_of(tx, account_id)
            keeper = self.keeping.open(tx, connection.connection_id)
            taken = _take(keeper, safe)
            return ActivityReceipt(activity=view(taken), notices=_notices(keeper, safe))

        return await self.store.transact(take)

    async def get(
        self, account_id: AccountId, kind: ActivityKind, source_id: SourceId
    ) -> ActivityView:
        """Return the activity. Raises NotFound."""

        def get(tx: Tx) -> ActivityView:
            keeper = self._open(tx, account_id)
            activity = keeper.load(activity_id_of(kind, source_id))
            if activity is None:
                raise NotFound("activity", source_id)
            return view(activity)

        return await self.store.transact(get)

    async def list(
        self,
        account_id: AccountId,
        state: ActivityState | None,
        page_size: int,
        page_token: str,
    ) -> tuple[Sequence[ActivityView], str]:
        """Return a page of the activities, of all states if None, and the next one's token.

        Raises NotFound, InvalidInput.
        """
        key = key_before(page_token)
        after = ActivityId(key) if key is not None else None
        page = await self.store.transact(
            lambda tx: self._open(tx, account_id).activities.list(state, after, page_size)
        )
        token = token_after(page[-1].activity_id) if len(page) == page_size else ""
        return [view(one) for one in page], token

    def _safe(self, report: Report) -> Report:
        """Return the report as it is stored: its time in UTC, its HTML harmless."""
        report = replace(report, at=report.at.astimezone(UTC))
        match report.detail:
            case Email() | Comment() as detail:
                body, is_cut = self.html.clean(detail.body, MOST_BODY_BYTES)
                return replace(report, detail=replace(detail, body=body, is_cut=is_cut))
            case _:
                return report

    def _open(self, tx: Tx, account_id: AccountId) -> ActivityKeeper:
        return self.keeping.open(tx, connection_of(tx, account_id).connection_id)


def _take(keeper: ActivityKeeper, report: Report) -> Activity:
    """Take the report into its activity: its own, or that of the same call's other reports."""
    activity = keeper.load(report.activity_id)
    of_session = _of_session(keeper, report)
    if activity is None and of_session is not None:
        part = _new(keeper, report, part_of=of_session.activity_id)
        keeper.activities.put([part])
        activity = of_session
    elif activity is not None and of_session not in {None, activity}:
        report = _without_session(report)
    before = activity or _new(keeper, report)
    after = with_legs(before, with_leg(before.legs, report))
    if after != before:
        keeper.keep(after)
    return after


def _of_session(keeper: ActivityKeeper, report: Report) -> Activity | None:
    session = report.detail.session if isinstance(report.detail, Call) else ""
    return keeper.activities.of_session(session) if session else None


def _without_session(report: Report) -> Report:
    """Leave the session out: the reports of this source are about another call already."""
    if not isinstance(report.detail, Call):
        return report
    return replace(report, detail=replace(report.detail, session=""))


def _new(keeper: ActivityKeeper, report: Report, part_of: ActivityId | None = None) -> Activity:
    return Activity(
        activity_id=report.activity_id, kind=report.kind, accepted_at=keeper.now, part_of=part_of
    )


def _notices(keeper: ActivityKeeper, report: Report) -> tuple[Notice, ...]:
    users = keeper.catalog.all(User)
    _, notices = owner_of(report.agents, users, keeper.policy) if users else (None, ())
    return notices
