"""Everything that was reported is on a time line once, as it was reported last (I7)."""

import json
import re
from urllib.parse import quote

import sqlalchemy as sa

from adapters.sandbox.company.records import Record
from adapters.sql.tables import activities, connections
from domain.model.activity import ActivityId, ActivityKind, Call, Report
from domain.model.values import Kind, RecordId
from tests.simulation.service.instance import APP_URL
from tests.simulation.story.stage import Stage
from tests.simulation.world.account import Account

_STATES = (
    sa.select(activities.c.activity_id, activities.c.body)
    .join_from(activities, connections, activities.c.connection_id == connections.c.connection_id)
    .where(connections.c.account_id == sa.bindparam("account_id"))
)


def unlogged(stage: Stage, account: Account) -> list[str]:
    """Return the activities that are not there, there twice, or not as they were told."""
    found = list[str]()
    rows = stage.world.database.ask(_STATES, account_id=account.account_id)
    bodies = {row.activity_id: json.loads(row.body) for row in rows}
    for activity_id, report in account.logbook.reports.items():
        if any(_is_erased(stage, account, one) for one in report.contact_ids):
            continue
        shown = _shown(account, report)
        body = bodies.get(activity_id, {})
        waiting = body.get("waiting")
        if waiting and not waiting.get("needs_person"):
            found.append(f"I15 {activity_id} waits, though nobody has to do anything")
        elif body.get("parked") or waiting:
            found += [f"I7 {activity_id} waits, and is there {len(shown)} times"] * (len(shown) > 1)
        elif len(shown) != 1:
            found.append(f"I7 {activity_id} is on the time line {len(shown)} times")
        else:
            found += _differing(activity_id, report, shown[0])
    return found


def _is_erased(stage: Stage, account: Account, contact_id: RecordId) -> bool:
    thing = stage.here(account, Kind.CONTACT, contact_id)
    return stage.diary.ended.get(thing) == "erased"


def _differing(activity_id: ActivityId, report: Report, record: Record) -> list[str]:
    if not isinstance(report.detail, Call):
        return []
    note = str(record.fields["note"])
    is_linked = report.detail.recording_url in note
    state = report.detail.state.replace("_", " ")
    says = str(record.fields["subject"]).lower()
    found = [] if is_linked else [f"I7 the recording of {activity_id} is not there"]
    if state not in says:
        found.append(f"I7 {activity_id} was {state}, and {says!r} is there")
    return found


def _shown(account: Account, report: Report) -> list[Record]:
    """Return what is living on time lines with the link of the activity."""
    is_note = report.kind is ActivityKind.NOTE
    link = f"{APP_URL}/{account.account_id}/{report.kind}s/{quote(report.source_id, safe='')}"
    marker = re.compile(re.escape(link) + r"(?![\w%.~-])")
    table = account.sandbox.company.tables["note" if is_note else "activity"]
    text = "content" if is_note else "note"
    return [one for one in table.living() if marker.search(str(one.fields[text] or ""))]
