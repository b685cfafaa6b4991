"""Erasing one contact's personal data everywhere (GDPR, article 17)."""

from domain.errors import NotFound
from domain.model.remote import Entity
from domain.model.values import AccountId, RecordId
from domain.model.views import ContactView
from domain.ports.erasure import Erasure
from domain.ports.store import Tx
from domain.sync.erase import erased
from domain.sync.record import Record
from domain.sync.view import view
from domain.use_cases.accounts import connection_of
from domain.use_cases.keeping import Keeping


def erase_contact(
    keeping: Keeping, tx: Tx, account_id: AccountId, contact_id: RecordId
) -> ContactView:
    """Forget the contact and those merged into it, and have it deleted in Pipedrive.

    Whatever deletions mean otherwise, this one is carried over. Raises NotFound.
    """
    connection_id = connection_of(tx, account_id).connection_id
    keeper = keeping.open(tx, connection_id)
    record = keeper.load(contact_id)
    if record is None:
        raise NotFound("contact", contact_id)
    survivor = keeper.survivor(record)
    erasure = tx.erasure(connection_id)
    family = [survivor, *_merged_into(erasure, survivor)]
    for one in family:
        erasure.forget_record(one.record_id)
        for remote_id in [*one.extras, *([one.remote_id] if one.remote_id else [])]:
            erasure.forget_deliveries(Entity.CONTACT, remote_id)
    after = [erased(one, keeper.now) for one in family]
    tx.records(connection_id).put(after)
    keeper.mark(after)
    return view(erased(record, keeper.now), keeper.now)


def _merged_into(erasure: Erasure, survivor: Record) -> list[Record]:
    """Return the aliases of the record, and theirs."""
    found = list[Record]()
    asked = [survivor]
    while asked:
        aliases = erasure.aliases_of(asked.pop().record_id)
        found += aliases
        asked += aliases
    return found
