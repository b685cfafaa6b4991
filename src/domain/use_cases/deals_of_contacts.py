"""Deals follow their contact: to the other side, into a merge, and on without it at its end."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from domain.model.values import CONTACT, FieldName, Kind, RemoteId
from domain.ports.records import Records
from domain.sync.deals import (
    known_to_vixiees_alone,
    only_vixiees,
    renamed,
    truth_of,
    unshown,
    without,
)
from domain.sync.parking import reconsidered
from domain.sync.record import Record
from domain.use_cases.contact_words import reference
from domain.use_cases.heirs import heir_of
from domain.use_cases.publishing import Kept


class Deals(Protocol):
    """The deals of a connection, as a keeper has them."""

    @property
    def records(self) -> Records: ...
    def keep(self, *changed: Kept) -> None: ...
    def tell_again(self, records: Sequence[Record], names: frozenset[FieldName]) -> None: ...


def let_deals_follow(
    deals: Deals, news: Sequence[Kept], survivor: Callable[[Record], Record]
) -> None:
    """Let the deals of contacts that were linked, merged or deleted refer to what these are now."""
    references = _references(news, survivor)
    found = deals.records.of_contacts(sorted(references))
    named = [(deal, truth_of(deal, CONTACT) or "") for deal in found]
    deals.keep(
        *(
            Kept(deal, _referring(deal, name, references[name]))
            for deal, name in named
            if references[name] != name
        )
    )
    waiting = [deal for deal, name in named if references[name] == name]
    if waiting:
        deals.tell_again(waiting, frozenset())


def tell_deals_that_wait(deals: Deals, contact: RemoteId) -> None:
    """Tell Vixiees the deals that wait for a contact of which nothing but its end is known."""
    deals.tell_again(deals.records.of_contacts([str(contact)]), frozenset())


def with_living_contact(record: Record, contacts: Records) -> Record:
    """Return a deal that is to be moved to a person that has ended as one of the heir, or of none.

    Pipedrive takes no such person; who moved the deal may not have known, or is heard of late.
    """
    name = unshown(record, CONTACT) if record.kind is Kind.DEAL else None
    if name is None or known_to_vixiees_alone(name) is not None:
        return record
    heir = heir_of(contacts, RemoteId(int(name)))
    after = str(heir) if heir is not None else None
    return record if after == name else reconsidered(record, _referring(record, name, after))


def _referring(deal: Record, before: str, after: str | None) -> Record:
    return without(deal, CONTACT) if after is None else renamed(deal, CONTACT, before, after)


def _references(
    news: Sequence[Kept], survivor: Callable[[Record], Record]
) -> Mapping[str, str | None]:
    """Return how deals name these contacts, and how they shall name them now; None: no more."""
    references = dict[str, str | None]()
    for one in news:
        before, after = one.before, one.after
        names = {only_vixiees(after.record_id)}
        if before is not None and before.remote_id is not None:
            names.add(str(before.remote_id))
        if after.alias_of is not None:
            references |= dict.fromkeys(names, reference(survivor(after)))
        elif after.deleted_by is not None:
            is_news = before is not None and before.deleted_by is None and not after.kept
            references |= dict.fromkeys(names, None) if is_news else {}
        elif after.remote_id is not None and (
            before is None or before.remote_id != after.remote_id
        ):
            own = str(after.remote_id)
            references |= dict.fromkeys({*names, own}, own)
    return references
