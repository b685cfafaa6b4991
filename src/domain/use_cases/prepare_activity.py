"""Making an activity ready to be written: on whom, whose, of which type, in which words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.activity.activity import Activity, Found, Waiting, parked
from domain.activity.contents import sections_of
from domain.activity.draft import Draft
from domain.activity.kinds import NO_TYPE, no_type_message, type_for
from domain.activity.legs import collapsed
from domain.activity.linking import Linked, link_of
from domain.activity.owners import owner_of
from domain.activity.posts import begun
from domain.activity.subject import customers_number, subject_of
from domain.activity.wording import wording_of
from domain.model.activity import ActivityId, ActivityKind, Call, DoneTask, Report
from domain.model.activity_policy import ActivityTypes
from domain.model.catalog import User
from domain.model.values import FIRST_NAME, LAST_NAME, RecordId, RemoteId
from domain.sync.record import Record
from domain.use_cases.activity_keeping import ActivityKeeper
from domain.use_cases.find_customer import FindCustomer


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An activity that may be written, and what it is to become.

    *is_again* tells that a POST leaves once more as it was, whatever is told of it now.
    """

    activity: Activity
    draft: Draft
    is_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _On:
    """What an activity is logged on."""

    names: tuple[str, ...] = ()
    contacts: tuple[RemoteId, ...] = ()
    deal: RemoteId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareActivity:
    """Decides within one transaction; what cannot go is stored as waiting or parked."""

    customers: FindCustomer

    def run(self, keeper: ActivityKeeper, activity_id: ActivityId) -> Ready | None:
        """Return the activity ready to be written, its POST remembered; None if it has to wait."""
        activity = keeper.load(activity_id)
        if activity is None or activity.sent_at is not None:
            return None
        judged = self._judged(keeper, replace(activity, waiting=None))
        keeper.keep(judged.activity if isinstance(judged, Ready) else judged)
        return judged if isinstance(judged, Ready) else None

    def _judged(self, keeper: ActivityKeeper, activity: Activity) -> Ready | Activity:
        activity = self._with_customer(keeper, activity)
        found = activity.found
        if found is not None and found.skip:
            return parked(activity, found.reason, found.message, keeper.now)
        told = collapsed(activity.legs)
        report = _whole(told, found)
        on = _on(keeper, report, is_found=not told.contact_ids)
        if isinstance(on, Waiting):
            return replace(activity, waiting=on)
        if not on.contacts and on.deal is None and (report.contact_ids or report.deal_id):
            message = "Whom it was with was deleted: there is nothing to log it on."
            return parked(activity, "CONTACT_DELETED", message, keeper.now)
        draft = _draft(keeper, activity, report, on)
        if not draft.type and activity.kind is not ActivityKind.NOTE:
            message = no_type_message(activity.kind)
            waiting = Waiting(reason=NO_TYPE, message=message, needs_person=True)
            return replace(activity, waiting=waiting)
        if activity.remote_id is not None:
            return Ready(activity=activity, draft=draft)
        after = begun(activity, draft, keeper.now)
        is_again = activity.written is not None
        return Ready(activity=after, draft=after.written or draft, is_again=is_again)

    def _with_customer(self, keeper: ActivityKeeper, activity: Activity) -> Activity:
        call = collapsed(activity.legs).detail
        if not isinstance(call, Call) or not needs_customer(activity):
            return activity
        return replace(activity, found=self.customers.of_call(keeper, call))


def needs_customer(activity: Activity) -> bool:
    """Tell whether the activity's contact has to be found by a number."""
    report = collapsed(activity.legs)
    is_known = bool(report.contact_ids) or activity.found is not None
    return isinstance(report.detail, Call) and not is_known


def _whole(told: Report, found: Found | None) -> Report:
    """Return the report with the contacts that were found by its numbers."""
    contact_ids = found.contact_ids if found is not None else ()
    return replace(told, contact_ids=told.contact_ids or contact_ids)


def _on(keeper: ActivityKeeper, report: Report, *, is_found: bool) -> _On | Waiting:
    """Return what the activity goes on, deleted ones left out, or what it has to wait for."""
    on = _on_contacts(keeper, report.contact_ids, is_found=is_found)
    if report.deal_id is None or isinstance(on, Waiting):
        return on
    deal = link_of("deal", report.deal_id, keeper.deal(report.deal_id))
    if isinstance(deal, Waiting):
        return deal
    return replace(on, deal=deal.remote_id) if isinstance(deal, Linked) else on


def _on_contacts(
    keeper: ActivityKeeper, contact_ids: Sequence[RecordId], *, is_found: bool
) -> _On | Waiting:
    """Return the contacts, or which has to be waited for.

    Of those that were only found by their number, one that needs a person holds nobody up.
    """
    on, stuck = _On(), None
    for contact_id in contact_ids:
        record = keeper.contact(contact_id)
        link = link_of("contact", contact_id, record)
        if isinstance(link, Waiting):
            if not (is_found and link.needs_person):
                return link
            stuck = stuck or link
        elif isinstance(link, Linked) and record is not None and link.remote_id not in on.contacts:
            on = replace(
                on,
                names=(*on.names, _name(record, contact_id)),
                contacts=(*on.contacts, link.remote_id),
            )
    return stuck if stuck is not None and not on.contacts else on


def _name(record: Record, contact_id: RecordId) -> str:
    truths = (record.fields[one].truth for one in (FIRST_NAME, LAST_NAME) if one in record.fields)
    return " ".join(one.value for one in truths if one and one.value) or contact_id


def _customer(activity: Activity, report: Report, on: _On) -> str:
    """Return the main contact's name, else the number of the other side, if it is known."""
    if on.names:
        return on.names[0]
    if activity.found is not None:
        return activity.found.number
    return customers_number(report.detail) if isinstance(report.detail, Call) else ""


def _draft(keeper: ActivityKeeper, activity: Activity, report: Report, on: _On) -> Draft:
    policy = keeper.policy
    wording = wording_of(policy)
    sections = sections_of(activity.legs, wording)
    if activity.kind is ActivityKind.NOTE:
        return Draft(at=report.at, contacts=on.contacts[:1], deal=on.deal, sections=sections)
    known = next(iter(keeper.catalog.all(ActivityTypes)), None)
    owner, _ = owner_of(report.agents, keeper.catalog.all(User), policy)
    return Draft(
        subject=subject_of(report, _customer(activity, report, on), wording),
        type=type_for(activity.kind, known.types if known is not None else (), policy) or "",
        at=report.at,
        seconds=_seconds(report),
        contacts=on.contacts,
        deal=on.deal,
        owner=owner,
        sections=sections,
    )


def _seconds(report: Report) -> int | None:
    return report.detail.seconds if isinstance(report.detail, Call | DoneTask) else None
