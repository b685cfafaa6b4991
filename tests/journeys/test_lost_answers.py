"""What was done is in Pipedrive once, whatever becomes of the answers."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from adapters.sandbox.exchange import Request
from domain.activity.activity import ActivityState
from domain.model.activity import (
    Call,
    CallState,
    Comment,
    Detail,
    Direction,
    Report,
    SourceId,
)
from domain.model.values import RecordId
from tests.journeys.days import Days, days
from tests.journeys.wiring import ACME

_CALL = Call(direction=Direction.OUTBOUND, state=CallState.ANSWERED, seconds=60)
_COMMENT = Comment(author="Eva", body="Nice")
_MANY = 6
_TROUBLES: Sequence[Mapping[str, object]] = [
    {"kind": "reset"},
    {"kind": "reset", "after_effect": True},
    {"kind": "truncated"},
    {"kind": "hang", "after_effect": True},
    {"kind": "status", "status": 500, "after_effect": True},
    {"kind": "html", "status": 502},
]


def _plan(town: Days, path: str) -> None:
    for trouble in _TROUBLES:
        body = json.dumps({"path": path, "method": "POST", **trouble}).encode()
        request = Request(method="POST", path="/sandbox/faults", body=body)
        assert town.sandbox.handle(request, town.clock()).status == 200


async def _hand_in(town: Days, detail: Detail) -> list[Report]:
    reports = [
        Report(
            source_id=SourceId(str(number)),
            at=town.clock(),
            detail=detail,
            contact_ids=(RecordId("ana"),),
        )
        for number in range(_MANY)
    ]
    for report in reports:
        await town.service.activities().log(ACME, report)
    return reports


@pytest.mark.parametrize(
    ("detail", "path", "table", "text"),
    [
        (_CALL, "/api/v2/activities", "activity", "note"),
        (_COMMENT, "/api/v1/notes", "note", "content"),
    ],
    ids=["calls", "notes"],
)
async def test_every_kind_of_lost_answer_leaves_one_of_each(
    detail: Detail, path: str, table: str, text: str
) -> None:
    async with days() as town:
        await town.log_in()
        await town.settle()
        await town.call("ana", {"first_name": "Ana"})
        await town.settle()
        before = len(list(town.sandbox.company.tables[table].living()))
        _plan(town, path)
        reports = await _hand_in(town, detail)
        await town.pass_(timedelta(hours=2))
        for one in reports:
            view = await town.service.activities().get(ACME, one.kind, one.source_id)
            assert view.state is ActivityState.LOGGED
        made = list(town.sandbox.company.tables[table].living())[before:]
        pages = [str(one.fields[text]).partition("#")[0] for one in made]
        assert len(set(pages)) == len(pages) == _MANY
        assert town.sandbox.faults.shown() == []
        assert town.asked("/search") == 0
        asked = town.asked(path)
        await town.pass_(timedelta(hours=2))
        assert town.asked(path) == asked
