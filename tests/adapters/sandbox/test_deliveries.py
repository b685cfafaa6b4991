import json
from datetime import timedelta
from typing import Any

import pytest

from adapters.sandbox.company.deliveries import Delivery
from tests.adapters.sandbox.driving import Core

HOOK = {
    "subscription_url": "http://127.0.0.1:9/hook",
    "event_action": "*",
    "event_object": "person",
    "name": "test",
    "version": "2.0",
    "http_auth_user": "vixiees",
    "http_auth_password": "secret",
}


def _subscribe(core: Core, **changes: object) -> None:
    core.data("POST", "/api/v1/webhooks", {**HOOK, **changes})


def _due(core: Core) -> list[Delivery]:
    return core.sandbox.due_deliveries(core.now)


def _events(core: Core) -> list[Any]:
    return [json.loads(delivery.body) for delivery in _due(core)]


def _settle(core: Core, status: int | None) -> int:
    """Answer everything that is due with *status*; return how many that were."""
    due = _due(core)
    for delivery in due:
        core.sandbox.delivered(delivery, status, core.now)
    return len(due)


def test_a_creation_is_told_with_all_data(core: Core) -> None:
    _subscribe(core)
    person = core.data("POST", "/api/v2/persons", {"name": "Anna", "phones": [{"value": "1"}]})
    (event,) = _events(core)

    meta = event["meta"]
    assert (meta["action"], meta["entity"], meta["entity_id"]) == ("create", "person", "31")
    assert (meta["user_id"], meta["change_source"], meta["attempt"]) == ("11", "api", 1)
    assert (meta["version"], meta["webhook_id"]) == ("2.0", "1")
    assert meta["company_id"] == str(core.sandbox.company.profile.company_id)
    assert meta["timestamp"] == "2026-11-23T12:00:00.000Z"
    assert event["data"]["phones"] == person["phones"]
    assert event["data"]["visible_to"] == "3"
    assert event["previous"] is None


def test_a_change_is_told_with_the_old_values_of_what_changed(core: Core) -> None:
    _subscribe(core)
    core.data("POST", "/api/v2/persons", {"name": "Anna", "org_id": 1})
    core.wait(seconds=1)
    core.data("PATCH", "/api/v2/persons/31", {"org_id": 2})

    changed = _events(core)[1]
    assert changed["data"]["org_id"] == 2
    assert changed["previous"] == {"org_id": 1, "update_time": "2026-11-23T12:00:00Z"}


def test_custom_values_are_told_with_their_type(core: Core) -> None:
    codes = {
        field.field_name: field.field_code
        for field in core.sandbox.company.fields["person"].custom()
    }
    values = {
        "Nickname": ("Anni", {"type": "varchar", "value": "Anni"}),
        "Source": (101, {"type": "enum", "id": 101}),
        "Interests": ([104], {"type": "set", "values": [{"id": 104}]}),
        "Budget": (
            {"value": 5, "currency": "EUR"},
            {"type": "monetary", "value": 5, "currency": "EUR"},
        ),
        "Holiday": (
            {"value": "2026-01-01", "until": "2026-01-02"},
            {"type": "daterange", "from": "2026-01-01", "until": "2026-01-02"},
        ),
        "Account manager": (12, {"type": "user", "id": 12}),
    }
    _subscribe(core)
    custom = {codes[name]: value for name, (value, _) in values.items()}
    core.data("POST", "/api/v2/persons", {"name": "A", "custom_fields": custom})

    (event,) = _events(core)
    told = event["data"]["custom_fields"]
    assert {name: told[codes[name]] for name in values} == {
        name: form for name, (_, form) in values.items()
    }
    assert told[codes["Score"]] is None


def test_a_deletion_is_told_with_the_last_state_and_no_data(core: Core) -> None:
    _subscribe(core)
    core.data("DELETE", "/api/v2/persons/2")

    (event,) = _events(core)
    assert (event["meta"]["action"], event["data"]) == ("delete", None)
    assert event["previous"]["id"] == 2


def test_a_merge_is_told_as_a_deletion_and_a_change_that_name_each_other(core: Core) -> None:
    _subscribe(core)
    core.data("PUT", "/api/v1/persons/2/merge", {"merge_with_id": 3})

    gone, kept = _events(core)
    assert (gone["meta"]["entity_id"], gone["meta"]["merged_to_id"]) == ("2", "3")
    assert (kept["meta"]["entity_id"], kept["meta"]["merged_from_id"]) == ("3", "2")
    assert (gone["meta"]["action"], kept["meta"]["action"]) == ("delete", "change")


def test_a_patch_that_changes_nothing_is_not_told(core: Core) -> None:
    _subscribe(core)
    name = core.data("GET", "/api/v2/persons/3")["name"]
    core.data("PATCH", "/api/v2/persons/3", {"name": name})

    assert _due(core) == []


def test_only_what_was_subscribed_to_is_told(core: Core) -> None:
    _subscribe(core, event_action="delete")
    _subscribe(core, event_object="organization")
    core.data("PATCH", "/api/v2/persons/3", {"name": "New"})

    assert _due(core) == []


def test_a_user_who_leaves_is_told_as_a_change(core: Core) -> None:
    _subscribe(core, event_object="user")
    core("PATCH", "/sandbox/users", {"id": 12, "is_active": False})

    (event,) = _events(core)
    assert (event["meta"]["action"], event["meta"]["id"]) == ("change", "12")
    assert event["meta"]["timestamp"] == int(core.now.timestamp())
    assert event["data"]["active_flag"] is False
    assert event["previous"]["active_flag"] is True
    assert "permitted_user_ids" not in event["meta"]


def test_a_failed_delivery_is_tried_four_times_at_growing_distances(core: Core) -> None:
    _subscribe(core)
    core.data("PATCH", "/api/v2/persons/3", {"name": "New"})
    attempts = []
    for wait in (0, 3, 30, 150):
        core.wait(seconds=wait)
        (delivery,) = _due(core)
        meta = json.loads(delivery.body)["meta"]
        attempts.append((meta["attempt"], meta["id"]))
        core.sandbox.delivered(delivery, 500, core.now)

    core.wait(days=1)
    assert _due(core) == []
    assert [attempt for attempt, _ in attempts] == [1, 2, 3, 4]
    assert len({event_id for _, event_id in attempts}) == 1


@pytest.mark.parametrize("status", [302, 400, 500, None])
def test_everything_but_a_success_is_a_failure(core: Core, status: int | None) -> None:
    _subscribe(core)
    core.data("PATCH", "/api/v2/persons/3", {"name": "New"})
    _settle(core, status)

    assert core.sandbox.next_due() == core.now + timedelta(seconds=3)


def test_a_success_ends_the_matter(core: Core) -> None:
    _subscribe(core)
    core.data("PATCH", "/api/v2/persons/3", {"name": "New"})
    _settle(core, 204)

    assert core.sandbox.next_due() is None
    (webhook,) = core.data("GET", "/api/v1/webhooks")
    assert webhook["last_http_status"] == 204


def test_ten_failed_first_attempts_lay_a_ban_of_half_an_hour(core: Core) -> None:
    _subscribe(core)
    for number in range(10):
        core.data("PATCH", "/api/v2/persons/3", {"name": f"New {number}"})
        _settle(core, 500)
    core.wait(minutes=10)
    _settle(core, 200)
    core.data("PATCH", "/api/v2/persons/3", {"name": "lost"})
    lost = _settle(core, 200)
    core.wait(minutes=20)
    core.data("PATCH", "/api/v2/persons/3", {"name": "told"})

    assert lost == 0
    assert core.sandbox.company.deliveries.counts["lost_in_ban"] == 1
    assert [event["data"]["name"] for event in _events(core)] == ["told"]


def test_failed_retries_do_not_count_towards_a_ban(core: Core) -> None:
    _subscribe(core)
    for number in range(9):
        core.data("PATCH", "/api/v2/persons/3", {"name": f"New {number}"})
        for wait in (0, 3, 30, 150):
            core.wait(seconds=wait)
            _settle(core, 500)

    assert core.sandbox.company.deliveries.counts["bans"] == 0


def test_three_days_without_a_success_delete_the_subscription(core: Core) -> None:
    _subscribe(core)
    for day in range(4):
        core.data("PATCH", "/api/v2/persons/3", {"name": f"Day {day}"})
        _settle(core, 500)
        core.wait(days=1)

    assert core.data("GET", "/api/v1/webhooks") == []
    assert _due(core) == []


def test_deliveries_can_be_lost_doubled_and_delayed(core: Core) -> None:
    _subscribe(core)
    core("PUT", "/sandbox/switches", {"webhook_copies": 0})
    core.data("PATCH", "/api/v2/persons/3", {"name": "lost"})
    core("PUT", "/sandbox/switches", {"webhook_copies": 2, "webhook_delay_seconds": 5})
    core.data("PATCH", "/api/v2/persons/3", {"name": "doubled"})

    assert _due(core) == []
    core.wait(seconds=5)
    first, second = _events(core)
    assert first == second
    assert first["data"]["name"] == "doubled"


def test_a_test_may_reroute_each_delivery(core: Core) -> None:
    _subscribe(core)
    seen: list[Delivery] = []

    def hold_back(delivery: Delivery) -> list[Delivery]:
        seen.append(delivery)
        return []

    core.sandbox.company.deliveries.reroute = hold_back
    for name in ("one", "two"):
        core.data("PATCH", "/api/v2/persons/3", {"name": name})

    assert _due(core) == []
    assert len(seen) == 2
