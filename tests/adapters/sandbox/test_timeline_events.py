"""Webhooks of activities and notes, and what a restart keeps of them."""

import json
from random import Random
from typing import Any

import pytest

from adapters.sandbox.snapshot import dump, load
from tests.adapters.sandbox.driving import Core
from tests.adapters.sandbox.test_deliveries import HOOK

CALL = {"subject": "Call", "type": "call", "participants": [{"person_id": 2, "primary": True}]}
NOTE = {"content": "<p>Hi</p>", "person_id": 2}


def _subscribe(core: Core, entity: str) -> None:
    core.data("POST", "/api/v1/webhooks", {**HOOK, "event_object": entity})


def _events(core: Core) -> list[Any]:
    return [json.loads(each.body) for each in core.sandbox.due_deliveries(core.now)]


def test_an_activity_is_told_with_its_times_as_objects(core: Core) -> None:
    _subscribe(core, "activity")
    core.data("POST", "/api/v2/activities", {**CALL, "due_time": "10:30"})
    core.wait(seconds=1)
    core.data("PATCH", "/api/v2/activities/1", {"subject": "Recall"})
    core.data("DELETE", "/api/v2/activities/1")

    made, changed, gone = _events(core)
    assert made["meta"]["entity"] == "activity"
    assert [each["meta"]["action"] for each in (made, changed, gone)] == [
        "create",
        "change",
        "delete",
    ]
    assert made["data"]["due_time"] == {"timezone_id": None, "value": "10:30:00"}
    assert (made["data"]["duration"], made["previous"]) == (None, None)
    assert changed["previous"] == {"subject": "Call", "update_time": "2026-11-23T12:00:00Z"}
    assert (gone["data"], gone["previous"]["subject"]) == (None, "Recall")


def test_a_note_is_told(core: Core) -> None:
    _subscribe(core, "note")
    core.data("POST", "/api/v1/notes", NOTE)
    core.data("PUT", "/api/v1/notes/1", {"content": "<p>Bye</p>"})
    core.data("PUT", "/api/v1/notes/1", {"content": "<p>Bye</p>"})
    core.data("DELETE", "/api/v1/notes/1")

    made, changed, gone = _events(core)
    assert (made["meta"]["entity"], made["meta"]["entity_id"]) == ("note", "1")
    assert (made["data"]["content"], made["data"]["person_id"]) == ("<p>Hi</p>", 2)
    assert changed["previous"] == {"content": "<p>Hi</p>"}
    assert (gone["meta"]["action"], gone["data"]) == ("delete", None)


@pytest.mark.parametrize("entity", ["activity", "note"])
def test_what_follows_a_merge_is_told_as_a_bulk_edit(core: Core, entity: str) -> None:
    core.data("POST", "/api/v2/activities", CALL)
    core.data("POST", "/api/v1/notes", NOTE)
    _subscribe(core, entity)
    core.data("PUT", "/api/v1/persons/2/merge", {"merge_with_id": 3})

    (event,) = _events(core)
    assert (event["meta"]["is_bulk_edit"], event["meta"]["action"]) == (True, "change")
    assert (event["previous"]["person_id"], event["data"]["person_id"]) == (2, 3)


def test_who_asked_for_persons_hears_nothing_of_their_time_line(core: Core) -> None:
    _subscribe(core, "person")
    core.data("POST", "/api/v2/activities", CALL)
    core.data("POST", "/api/v1/notes", NOTE)

    assert _events(core) == []


def test_the_time_line_and_the_types_outlive_a_restart(core: Core) -> None:
    core.data("POST", "/api/v2/activities", CALL)
    core.data("POST", "/api/v1/notes", NOTE)
    core.data("DELETE", "/api/v1/activityTypes/6")
    text = dump(core.sandbox)
    again = Core(sandbox=load(text, Random(99).randbytes))  # noqa: S311 - ids of a test

    assert dump(again.sandbox) == text
    for path in ("/api/v2/activities", "/api/v1/notes", "/api/v1/activityTypes"):
        assert again.data("GET", path) == core.data("GET", path)
