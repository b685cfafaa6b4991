"""Which of the interesting states a story has reached."""

import json
from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from adapters.sql.tables import conflicts, records
from domain.model.change import Change
from tests.simulation.service.database import Database

_STANDINGS = "SELECT json_extract(body, '$.state'), json_extract(body, '$.reason') FROM connections"
_RECORDS = sa.select(records.c.is_gone, records.c.body)
_CONFLICTS = sa.select(conflicts.c.record_id)


def standings(database: Database) -> set[str]:
    """Return how the connections stand."""
    return {
        f"connection {state}{f': {reason}' if reason else ''}"
        for state, reason in database.glances(_STANDINGS)
    }


def kept(database: Database) -> Counter[str]:
    """Return what stands in the database."""
    found = Counter[str]()
    for row in database.ask(_RECORDS):
        body = json.loads(row.body)
        found["record deleted"] += bool(row.is_gone)
        found["record merged away"] += bool(body.get("alias_of"))
        found["record parked"] += bool(body.get("parked"))
        found["record with a twin"] += bool(body.get("extras"))
    found["edit lost in a conflict"] += len(database.ask(_CONFLICTS))
    return +found


def read(changes: Iterable[Change]) -> Counter[str]:
    """Return the kinds of changes that Vixiees was told."""
    return Counter(f"change {one.type} of a {one.kind}" for one in changes)
