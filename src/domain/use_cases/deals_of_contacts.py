"""Deals that waited for their contact: pushed or told right after it is on the other side."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from domain.model.values import CONTACT, FieldName, RemoteId, Value
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
    """Let the deals of contacts that were linked, merged or deleted refer to what these are now.

    Where Pipedrive shows a deal with a contact that ended, it decides itself what becomes of that.
    """
    references = _references(news, survivor)
    found = deals.records.of_contacts(sorted(references))
    named = [(deal, truth_of(deal, CONTACT) or "") for deal in found]
    deals.keep(
        *(
            Kept(deal, renamed(deal, CONTACT, name, references[name]))
            for deal, name in named
            if references[name] != name and not _is_shown_with(deal, name)
        )
    )
    waiting = [deal for deal, name in named if references[name] == name]
    if waiting:
        deals.tell_again(waiting, frozenset())


def _references(news: Sequence[Kept], survivor: Callable[[Record], Record]) -> Mapping[str, Value]:
    """Return how deals name these contacts, and how they shall name them now."""
    references = dict[str, Value]()
    for one in news:
        before, after = one.before, one.after
        if before is not None and _standing(before) == _standing(after):
            continue
        was_linked_to = before.remote_id if before is not None else None
        names = {only_vixiees(after.record_id), *_ids(was_linked_to, after.remote_id)}
        if after.alias_of is not None:
            references |= dict.fromkeys(names, reference(survivor(after)))
        elif after.deleted_by is not None:
            references |= dict.fromkeys(names)
        elif after.remote_id is not None:
            references |= dict.fromkeys(names, str(after.remote_id))
    return references


def _standing(contact: Record) -> tuple[object, ...]:
    return contact.alias_of, contact.deleted_by, contact.remote_id


def _ids(*remote_ids: RemoteId | None) -> set[str]:
    return {str(one) for one in remote_ids if one is not None}


def _is_shown_with(deal: Record, contact: str) -> bool:
    state = deal.fields.get(CONTACT)
    return state is not None and state.remote is not None and state.remote.value == contact
