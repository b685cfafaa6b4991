"""Persons that deals name and that nothing has shown: missed, or deleted before anybody looked."""

from collections.abc import Iterable, Sequence

from domain.errors import CrmDeleted, CrmGone
from domain.model.remote import RemoteRecord
from domain.model.values import CONTACT, Kind, RemoteId
from domain.ports.store import Tx
from domain.use_cases.companies import learn_companies
from domain.use_cases.driven import Driven
from domain.use_cases.ending import take_end
from domain.use_cases.keeping import Keeping
from domain.use_cases.meeting import meet
from domain.use_cases.sightings import seen_in_read


async def learn_contacts(driven: Driven, keeping: Keeping, deals: Iterable[RemoteRecord]) -> None:
    """Look up each person of these deals that is not known, so that none waits for it in vain.

    One that is not shown to us may come to be shown: its deals go on waiting (1 token each).
    """
    contacts = filter(None, (deal.fields[CONTACT] for deal in deals))
    named = sorted({RemoteId(int(contact)) for contact in contacts})
    for remote_id in await driven.transact(lambda tx: _unknown(tx, driven, named)):
        await _look_up(driven, keeping, remote_id)


def _unknown(tx: Tx, driven: Driven, named: Sequence[RemoteId]) -> Sequence[RemoteId]:
    contacts = tx.records(driven.connection_id, Kind.CONTACT)
    known = contacts.of_remote(named).keys() | contacts.ends(named).keys()
    return [one for one in named if one not in known]


async def _look_up(driven: Driven, keeping: Keeping, remote_id: RemoteId) -> None:
    issued_at = keeping.clock()
    try:
        person = await driven.crm.records(Kind.CONTACT).one(remote_id)
    except CrmDeleted:
        return await driven.transact(lambda tx: _end(tx, driven, keeping, remote_id))
    except CrmGone:
        return None
    await learn_companies(driven, [person.company_id])

    def take(tx: Tx) -> None:
        keeper = keeping.open(tx, driven.connection_id, Kind.CONTACT)
        if _unknown(tx, driven, [remote_id]):
            meet(keeper, remote_id, person.marker, seen_in_read(keeper, person, issued_at))

    return await driven.transact(take)


def _end(tx: Tx, driven: Driven, keeping: Keeping, remote_id: RemoteId) -> None:
    keeper = keeping.open(tx, driven.connection_id, Kind.CONTACT)
    take_end(keeper, remote_id, None, keeper.now)
