"""Erasing one record's personal data everywhere (GDPR, article 17)."""

from dataclasses import replace

from domain.model.remote import Entity
from domain.model.values import Kind
from domain.ports.erasure import Erasure
from domain.ports.store import Tx
from domain.sync.ends import delete_remotely
from domain.sync.erase import erased
from domain.sync.record import Record
from domain.use_cases.deals_of_contacts import let_deals_follow
from domain.use_cases.keeping import Keeper
from domain.use_cases.publishing import Kept

_ENTITIES = {Kind.CONTACT: Entity.CONTACT, Kind.DEAL: Entity.DEAL}


def erase_record(tx: Tx, keeper: Keeper, record: Record) -> None:
    """Forget the record and those merged into it, and have it deleted in Pipedrive.

    Whatever deletions mean otherwise, this one is carried over. Vixiees is told of the end of the
    one into which it was merged: it may have named an alias before it had heard of the merge.
    """
    survivor = keeper.survivor(record)
    erasure = tx.erasure(keeper.connection.connection_id)
    family = [survivor, *_merged_into(erasure, survivor)]
    for one in family:
        erasure.forget_record(one.kind, one.record_id)
        if one.kind is Kind.CONTACT:
            erasure.forget_activities(one.record_id)
        for remote_id in [*one.extras, *([one.remote_id] if one.remote_id else [])]:
            erasure.forget_deliveries(_ENTITIES[one.kind], remote_id)
    erasure.forget_unusable()
    if survivor.record_id != record.record_id:
        keeper.keep(Kept(survivor, delete_remotely(survivor, keeper.now)))
    after = [erased(replace(one, parked=None), keeper.now) for one in family]
    keeper.records.put(after)
    keeper.mark(after)
    if keeper.kind is Kind.CONTACT:
        news = [Kept(one, gone) for one, gone in zip(family, after, strict=True)]
        let_deals_follow(keeper.of(Kind.DEAL), news, keeper.survivor)


def _merged_into(erasure: Erasure, survivor: Record) -> list[Record]:
    """Return the aliases of the record, and theirs."""
    found = list[Record]()
    asked = [survivor]
    while asked:
        aliases = erasure.aliases_of(survivor.kind, asked.pop().record_id)
        found += aliases
        asked += aliases
    return found
