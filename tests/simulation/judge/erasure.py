"""Nothing is left of whoever was erased (I19)."""

import sqlalchemy as sa

from adapters.sql.tables import metadata
from domain.model.values import Side
from tests.simulation.story.stage import Stage

_PERSONAL = ("first_name", "last_name", "phone")


def remembered(stage: Stage) -> list[str]:
    """Return what a database still knows of erased contacts."""
    erased = [thing for thing, end in stage.diary.ended.items() if end == "erased"]
    if not erased or stage.story.few_values:
        return []
    rows = (stage.world.database.ask(sa.select(table)) for table in metadata.sorted_tables)
    known = repr([tuple(row) for found in rows for row in found])
    return [
        f"I19 {name} {made.value!r} of {thing[3]} is still there"
        for thing in erased
        if thing in stage.diary.edits and thing[1] is Side.VIXIEES
        for name in _PERSONAL
        for made in stage.diary.edits[thing].edits.get(name, [])
        if made.value is not None and f"{made.value}'" in known.replace('"', "'")
    ]
