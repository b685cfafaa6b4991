"""Digesting what webhooks told of one company: its contacts and deals show its name."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.model.remote import Action, Entity, Event, RemoteCompany
from domain.model.values import COMPANY, CompanyId, Kind, Value
from domain.ports.crm import EventReader
from domain.ports.store import Tx
from domain.sync.events import Told, observe_event
from domain.use_cases.companies import placed
from domain.use_cases.driven import Driven
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.publishing import Kept, kept

NAME = "name"
_KINDS = (Kind.CONTACT, Kind.DEAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestCompany:
    """Takes the waiting events of one company into the index and into the records that show it."""

    keeping: Keeping
    reader: EventReader

    async def run(self, driven: Driven, subject: str) -> datetime | None:
        """Digest what waits for the company with this id."""
        company_id = CompanyId(int(subject))
        await driven.transact(lambda tx: self._digest(tx, driven, company_id))
        return None

    def _digest(self, tx: Tx, driven: Driven, company_id: CompanyId) -> None:
        inbox = tx.inbox(driven.connection_id)
        deliveries = inbox.of_entity(Entity.COMPANY, company_id)
        markers = driven.connection.markers
        read = [self.reader.read(one.body, markers).event for one in deliveries]
        events = sorted((event for event in read if event is not None), key=lambda one: one.at)
        keepers = [self.keeping.open(tx, driven.connection_id, kind) for kind in _KINDS]
        for event in events:
            for keeper in keepers:
                _take(keeper, company_id, event)
            _remember(keepers[0], company_id, event)
        inbox.remove([one.event_id for one in deliveries])


def _take(keeper: Keeper, company_id: CompanyId, event: Event) -> None:
    name, previous = event.fields.get(NAME), event.previous or {}
    records = keeper.of_company(company_id)
    if event.action is Action.DELETED:
        return _take_end(keeper, company_id, event)
    if name is None or NAME not in previous:
        return None
    told = _renamed(event, previous[NAME], name)
    return keeper.keep(*(kept(one, observe_event(one, told, keeper.now)) for one in records))


def _remember(keeper: Keeper, company_id: CompanyId, event: Event) -> None:
    name = event.fields.get(NAME)
    if name is not None and event.action is not Action.DELETED:
        keeper.memory.put_companies([RemoteCompany(company_id=company_id, name=name)])


def _take_end(keeper: Keeper, company_id: CompanyId, event: Event) -> None:
    """Let the records follow a merge; those of a company that is simply gone are looked at."""
    records = keeper.of_company(company_id)
    heir = CompanyId(event.merged_into) if event.merged_into is not None else None
    names = keeper.memory.companies([one for one in (company_id, heir) if one is not None])
    if heir is None or company_id not in names or heir not in names:
        return keeper.keep(*(Kept(one, replace(one, doubt=True)) for one in records))
    told = _renamed(event, names[company_id], names[heir])
    moved = [(one, observe_event(one, told, keeper.now)) for one in records]
    return keeper.keep(
        *(Kept(one, placed(seen.record, heir, names[heir]), seen.lost) for one, seen in moved)
    )


def _renamed(event: Event, before: Value, after: Value) -> Told:
    return Told(at=event.at, fields={COMPANY: after}, previous={COMPANY: before}, maybe_ours=False)
