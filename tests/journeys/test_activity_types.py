"""What becomes of activities whose type the company has switched off."""

from datetime import UTC, datetime

import pytest

from app.demo.activities import CALL, EMAIL, TASK
from app.demo.stage import eventually
from tests.journeys.town import Town
from vixiees.pipedrive.v1.activity_pb2 import Activity, ActivityKind, ActivityPolicy, ActivityState

_AT = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
_LOGGED = ActivityState.ACTIVITY_STATE_LOGGED
_PARKED = ActivityState.ACTIVITY_STATE_PARKED
_KEYS: dict[ActivityKind.ValueType, str] = {CALL: "call", EMAIL: "email", TASK: "task"}


async def _seen(
    town: Town, kind: ActivityKind.ValueType, state: ActivityState.ValueType
) -> Activity:
    activities = town.vixiees.activities
    seen = await eventually(lambda: activities.seen(kind, "one"), lambda one: one.state == state)
    assert seen.state == state
    return seen


async def _log(town: Town, kind: ActivityKind.ValueType) -> None:
    activities = town.vixiees.activities
    if kind == CALL:
        await activities.call("one", _AT)
    elif kind == EMAIL:
        await activities.email("one", _AT, **{"from": "eva@acme.test"})
    else:
        await activities.task("one", _AT, name="Visit")


async def _switch_off(town: Town, key: str) -> None:
    """Switch a type off, as an administrator of the company would."""
    types = (await town.colleague.ask("GET", "/api/v1/activityTypes")).json()["data"]
    (number,) = (one["id"] for one in types if one["key_string"] == key)
    answer = await town.colleague.ask("DELETE", f"/api/v1/activityTypes/{number}")
    assert answer.is_success


def _type_of(town: Town, activity: Activity) -> object:
    return town.sandbox.company.tables["activity"].rows[activity.pipedrive_id].fields["type"]


@pytest.mark.parametrize("kind", _KEYS)
async def test_without_a_type_it_waits_for_one_that_is_named(
    acme: Town, kind: ActivityKind.ValueType
) -> None:
    key = _KEYS[kind]
    await _switch_off(acme, key)
    await acme.connect()
    await _log(acme, kind)
    parked = await _seen(acme, kind, _PARKED)
    assert parked.reason == "NO_ACTIVITY_TYPE"
    assert f"no active activity type for this {key}: activate its type {key}" in parked.message
    await acme.vixiees.activities.set_policy(ActivityPolicy(types={key: "meeting"}))
    assert _type_of(acme, await _seen(acme, kind, _LOGGED)) == "meeting"


async def test_another_type_of_that_name_stands_in(acme: Town) -> None:
    await _switch_off(acme, "call")
    own = {"name": "Llamada", "icon_key": "smartphone"}
    (await acme.colleague.ask("POST", "/api/v1/activityTypes", own)).raise_for_status()
    await acme.connect()
    await _log(acme, CALL)
    assert _type_of(acme, await _seen(acme, CALL, _LOGGED)) == "llamada"
