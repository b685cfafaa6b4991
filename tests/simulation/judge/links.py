"""Which row of Vixiees is which record of Pipedrive."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from adapters.sql.tables import connections, records
from domain.model.values import Kind, RecordId
from tests.simulation.service.database import Database
from tests.simulation.world.account import Account

_LINKED = (
    sa.select(
        records.c.kind, records.c.record_id, records.c.remote_id, records.c.is_gone, records.c.body
    )
    .join_from(records, connections, records.c.connection_id == connections.c.connection_id)
    .where(connections.c.account_id == sa.bindparam("account_id"))
)
KINDS = (Kind.CONTACT, Kind.DEAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The links of one account, and what is wrong with them."""

    remote: Mapping[tuple[Kind, RecordId], int]
    parked: Mapping[tuple[Kind, RecordId], str]
    faults: list[str]


def parked(
    database: Database, account_id: str, *, gone: bool = False
) -> list[tuple[Kind, RecordId]]:
    """Return the records that wait for a person, living ones or those that are to be deleted."""
    rows = database.ask(_LINKED, account_id=account_id)
    return [
        (Kind(row.kind), RecordId(row.record_id))
        for row in rows
        if row.is_gone == gone and json.loads(row.body).get("parked")
    ]


def links(database: Database, account: Account) -> Link:
    """Return who is linked to whom; everybody has to be, one to one."""
    remote = dict[tuple[Kind, RecordId], int]()
    parked = dict[tuple[Kind, RecordId], str]()
    rows = database.ask(_LINKED, account_id=account.account_id)
    for row in rows:
        key = (Kind(row.kind), RecordId(row.record_id))
        if row.remote_id is not None and not row.is_gone:
            remote[key] = row.remote_id
        reason = json.loads(row.body).get("parked")
        if reason and not row.is_gone:
            parked[key] = reason["reason"]
    faults = [one for kind in KINDS for one in _faults(account, kind, remote, parked)]
    return Link(remote=remote, parked=parked, faults=faults)


def _vanished(account: Account, kind: Kind) -> set[int]:
    return account.people.vanished if kind is Kind.CONTACT else set()


def _faults(
    account: Account,
    kind: Kind,
    remote: Mapping[tuple[Kind, RecordId], int],
    parked: Mapping[tuple[Kind, RecordId], str],
) -> list[str]:
    rows = {key for key in account.vixiees.side.rows if key[0] is kind}
    persons = {one.id for one in account.people.living(kind)}
    linked = {key: remote_id for key, remote_id in remote.items() if key[0] is kind}
    found = [
        f"I1 {key[1]} is in Vixiees alone" for key in sorted(rows - linked.keys() - parked.keys())
    ]
    found += [f"I6 {key[1]} is linked and not in Vixiees" for key in sorted(linked.keys() - rows)]
    found += [
        f"I1 {kind} {one} is in Pipedrive alone"
        for one in sorted(persons - set(linked.values()) - _vanished(account, kind))
    ]
    found += [
        f"I6 {key[1]} is linked to {kind} {one}, which is gone"
        for key, one in sorted(linked.items())
        if one not in persons
    ]
    return found
