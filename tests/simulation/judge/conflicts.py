"""Whatever stands was written by somebody, and whatever lost is written down (I22)."""

import json

import sqlalchemy as sa

from adapters.sql.tables import conflicts, connections
from domain.model.values import FieldName, Value
from tests.domain.sync.worlds.history import History
from tests.simulation.story.stage import Stage
from tests.simulation.world.account import Account
from tests.simulation.world.words import STEPS

_LOGGED = (
    sa.select(conflicts.c.record_id, conflicts.c.body)
    .join_from(conflicts, connections, conflicts.c.connection_id == connections.c.connection_id)
    .where(connections.c.account_id == sa.bindparam("account_id"))
)


def logged(stage: Stage, account: Account) -> set[tuple[str, Value]]:
    """Return the fields and values of the edits that lost."""
    rows = stage.world.database.ask(_LOGGED, account_id=account.account_id)
    bodies = [json.loads(row.body) for row in rows]
    return {(body["field"], _in_words(body["field"], body["value"])) for body in bodies}


def _in_words(name: FieldName, value: Value) -> Value:
    """Name a stage as Vixiees does."""
    return STEPS[int(value) - 1] if name == "stage" and value else value


def unexplained(
    title: str, history: History, name: FieldName, value: Value, lost: set[tuple[str, Value]]
) -> list[str]:
    """Return what nobody wrote, and what lost without a word."""
    made = [one.value for one in history.edits[name]]
    if len(set(made)) < len(made):
        return []
    if value not in made:
        return [f"I22 {title} is {value!r}, which nobody wrote"]
    return [
        f"I22 {title}: {one!r} lost against {value!r}, and the log does not say so"
        for one in history.leaves(name) - {value}
        if (name, one) not in lost
    ]
