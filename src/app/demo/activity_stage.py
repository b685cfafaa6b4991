"""How a row about an activity is judged: by what Pipedrive shows once it is logged."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from app.demo.activities import NOTE
from app.demo.stage import Row, Stage, eventually
from vixiees.pipedrive.v1.activity_pb2 import ActivityKind, ActivityPolicy, ActivityState

AT = datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=2)))
"""Half past one in the night when Madrid's clocks change: the day before in UTC."""
WHEN = "2026-03-28 23:30"
INGRID, MATEO = "ingrid@example.com", "mateo@example.com"
"""Who connected, and a colleague."""
DESK = "+34 911 000 000"
POLICY = ActivityPolicy(region="ES", own_numbers=[DESK])
_LOGGED = ActivityState.ACTIVITY_STATE_LOGGED


async def contact(stage: Stage, fields: Mapping[str, str]) -> str:
    """Create a contact, and wait until it is in Pipedrive."""
    contact_id = await stage.vixiees.create(dict(fields))
    await stage.both("", contact_id, fields)
    return contact_id


async def shown(
    stage: Stage, title: str, kind: ActivityKind.ValueType, source_id: str, expected: str
) -> Row:
    """Wait until Pipedrive shows the activity so, and say what it shows."""
    read = stage.time_line.note if kind == NOTE else stage.time_line.activity

    async def look() -> tuple[str, str]:
        seen = await stage.activities.seen(kind, source_id)
        if not seen.pipedrive_id:
            return f"{ActivityState.Name(seen.state)}: {seen.message}", "nothing yet"
        is_logged = seen.state == _LOGGED
        return expected if is_logged else seen.message, await read(seen.pipedrive_id)

    vixiees, pipedrive = await eventually(look, lambda seen: set(seen) == {expected})
    return Row(title=title, expected=expected, vixiees=vixiees, pipedrive=pipedrive)


async def reason(stage: Stage, kind: ActivityKind.ValueType, source_id: str) -> str:
    """Return how far the activity is and why, as Vixiees is told."""
    seen = await stage.activities.seen(kind, source_id)
    state = ActivityState.Name(seen.state).removeprefix("ACTIVITY_STATE_")
    return f"{state} {seen.reason}".strip()


async def listed(stage: Stage, title: str, contact_id: str, subjects: list[str]) -> Row:
    """Wait until the person's time line holds these subjects, and say what it holds."""
    person_id = await stage.vixiees.person_id(contact_id)
    expected = f"{len(subjects)} times {subjects[0]}"
    seen = await eventually(
        lambda: stage.time_line.subjects_of(person_id), lambda found: found == subjects
    )
    shown = expected if seen == subjects else f"{len(seen)} activities: {', '.join(set(seen))}"
    return Row(title=title, expected=expected, vixiees=expected, pipedrive=shown)


def also(row: Row, expected: str, vixiees: str) -> Row:
    """Return the row with what else Vixiees was told, and should have been."""
    pipedrive = f"{row.pipedrive}\n{expected}" if row.pipedrive is not None else None
    return Row(
        title=row.title,
        expected=f"{row.expected}\n{expected}",
        vixiees=f"{row.vixiees}\n{vixiees}",
        pipedrive=pipedrive,
    )
