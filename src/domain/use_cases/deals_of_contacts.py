"""Deals that waited for their contact: pushed or told right after it is on the other side."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from domain.model.values import CONTACT, FieldName
from domain.ports.records import Records
from domain.sync.deals import only_vixiees, renamed, truth_of
from domain.sync.record import Record
from domain.use_cases.contact_words import reference
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
    """Let the deals of contacts that were linked or merged refer to what these are now."""
    references = _references(news, survivor)
    found = deals.records.of_contacts(sorted(references))
    named = [(deal, truth_of(deal, CONTACT) or "") for deal in found]
    deals.keep(
        *(
            Kept(deal, renamed(deal, CONTACT, name, references[name]))
            for deal, name in named
            if references[name] != name
        )
    )
    waiting = [deal for deal, name in named if references[name] == name]
    if waiting:
        deals.tell_again(waiting, frozenset())


def _references(news: Sequence[Kept], survivor: Callable[[Record], Record]) -> Mapping[str, str]:
    """Return how deals name these contacts, and how they shall name them now."""
    references = dict[str, str]()
    for one in news:
        after, before = one.after, one.before
        if after.alias_of is not None:
            references[only_vixiees(after.record_id)] = reference(survivor(after))
        elif after.remote_id is not None and (before is None or not before.remote_id):
            own = str(after.remote_id)
            references |= {own: own, only_vixiees(after.record_id): own}
    return references
