"""Activities as the sandbox's tests write and list them."""

from typing import Any

from tests.adapters.sandbox.driving import Core

ACTIVITIES = "/api/v2/activities"


def an_activity(*person_ids: int, **values: object) -> dict[str, object]:
    """Write an activity with participants, the first of them the primary one."""
    people = [{"person_id": each, "primary": each == person_ids[0]} for each in person_ids]
    return {"subject": "Call", "type": "call", "participants": people, **values}


def made_activity(core: Core, *person_ids: int, **values: object) -> Any:  # noqa: ANN401 - tests look into it
    return core.data("POST", ACTIVITIES, an_activity(*person_ids, **values))


def listed_ids(core: Core, **query: object) -> list[int]:
    return [each["id"] for each in core.data("GET", ACTIVITIES, None, **query)]
