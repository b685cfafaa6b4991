"""Digesting what webhooks told of one remote record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import CrmGone
from domain.model.remote import Action, Entity, Event
from domain.model.values import CompanyId, Kind, RecordId, RemoteId
from domain.model.work import Inbound
from domain.ports.crm import EventReader
from domain.ports.store import Tx
from domain.sync.plan import is_sought
from domain.use_cases.companies import learn_companies
from domain.use_cases.driven import Driven
from domain.use_cases.ending import follow_unanswered, take_end
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.meeting import meet
from domain.use_cases.publishing import kept
from domain.use_cases.sightings import company_id_in, seen_in_event

CALL_LIMIT = timedelta(seconds=10)
"""How long the events of a contact wait for the answer of our own write to it."""
_LOOK_AGAIN = timedelta(milliseconds=250)
NAME_LIMIT = timedelta(minutes=1)
"""How long events wait for the name of a company that Pipedrive does not show at the moment."""
_ASK_AGAIN = timedelta(seconds=10)
NEWS_LASTS = timedelta(days=30)
"""What is older tells of nobody new: that they have ended may be forgotten, and an audit looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """What waits for one remote record, and the id of ours that it carries."""

    remote_id: RemoteId
    events: Sequence[Event]
    deliveries: Sequence[Inbound]
    marker: RecordId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRecord:
    """Takes the waiting events of one remote contact or deal into its record."""

    kind: Kind
    keeping: Keeping
    reader: EventReader

    async def run(self, driven: Driven, subject: str) -> datetime | None:
        """Digest what waits for the remote record with this id."""
        remote_id = RemoteId(int(subject))
        deliveries = await driven.transact(
            lambda tx: tx.inbox(driven.connection_id).of_entity(Entity(self.kind), remote_id)
        )
        markers = driven.connection.markers
        read = [self.reader.read(one.body, markers).event for one in deliveries]
        events = [event for event in read if event is not None]
        await learn_companies(driven, _companies_of(events))
        waiting = _Waiting(
            remote_id=remote_id,
            events=events,
            deliveries=deliveries,
            marker=await self._marker(driven, remote_id, events),
        )
        return await driven.transact(lambda tx: self._digest(tx, driven, waiting))

    async def _marker(
        self, driven: Driven, remote_id: RemoteId, events: Sequence[Event]
    ) -> RecordId | None:
        """Return the id of ours; asked for only if the record is new and no payload shows it."""
        known = [event for event in events if event.marker_known]
        if known:
            return known[-1].marker
        if all(event.action is Action.DELETED for event in events):
            return None
        is_linked = await driven.transact(
            lambda tx: bool(tx.records(driven.connection_id, self.kind).of_remote([remote_id]))
        )
        if is_linked:
            return None
        try:
            return (await driven.crm.records(self.kind).one(remote_id)).marker
        except CrmGone:
            return None

    def _digest(self, tx: Tx, driven: Driven, waiting: _Waiting) -> datetime | None:
        keeper = self.keeping.open(tx, driven.connection_id, self.kind)
        if _is_being_written(keeper, waiting):
            return keeper.now + _LOOK_AGAIN
        if _may_be_sought(keeper, waiting):
            return keeper.now + CALL_LIMIT
        if _lacks_a_name(keeper, waiting):
            return keeper.now + _ASK_AGAIN
        for event in sorted(waiting.events, key=_is_later):
            _take(keeper, waiting, event)
        tx.inbox(driven.connection_id).remove([one.event_id for one in waiting.deliveries])
        return None


def _is_later(event: Event) -> bool:
    """Tell whether it follows the creation, which tells whose the record is."""
    return event.action is not Action.CREATED


def _is_being_written(keeper: Keeper, waiting: _Waiting) -> bool:
    record = keeper.linked_to(waiting.remote_id)
    if record is None and waiting.marker is not None:
        record = keeper.load(waiting.marker)
    call = record.call if record is not None else None
    return call is not None and keeper.now < call.sent_at + CALL_LIMIT


def _may_be_sought(keeper: Keeper, waiting: _Waiting) -> bool:
    """Tell whether it may be what our POST made or a copy of that, and a search will tell."""
    if waiting.marker is None or keeper.linked_to(waiting.remote_id) is not None:
        return False
    owner = keeper.load(waiting.marker)
    is_sure = any(event.action is not Action.CHANGED for event in waiting.events)
    return owner is not None and not is_sure and is_sought(owner, keeper.now)


def _lacks_a_name(keeper: Keeper, waiting: _Waiting) -> bool:
    """Tell whether a company has no name yet: no name is not the same as no company.

    A company in which the record is known to be already is no news: nothing waits for its name.
    """
    record = keeper.linked_to(waiting.remote_id)
    known = record.company_id if record is not None else None
    companies = [one for one in _companies_of(waiting.events) if one != known]
    if len(keeper.memory.companies(companies)) == len(companies):
        return False
    return keeper.now < min(one.received_at for one in waiting.deliveries) + NAME_LIMIT


def _companies_of(events: Sequence[Event]) -> Sequence[CompanyId]:
    """Return the companies in which the events show the record."""
    found = {company_id_in(event.fields) for event in events}
    return sorted(one for one in found if one is not None)


def _take(keeper: Keeper, waiting: _Waiting, event: Event) -> None:
    remote_id = waiting.remote_id
    if event.action is Action.DELETED:
        heir = RemoteId(event.merged_into) if event.merged_into is not None else None
        return take_end(keeper, remote_id, heir, event.at, waiting.marker)
    sighting = seen_in_event(keeper, event)
    record = keeper.linked_to(remote_id)
    if record is not None:
        return keeper.keep(kept(record, sighting.again(record)))
    if remote_id in keeper.records.ends([remote_id]):
        return follow_unanswered(keeper, remote_id, waiting.marker, keeper.now)
    if event.at < keeper.now - NEWS_LASTS:
        return None
    return meet(keeper, remote_id, waiting.marker, sighting)
