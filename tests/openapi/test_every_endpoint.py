from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from adapters.sandbox.routes import ROUTES, Route
from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from adapters.sandbox.serving.server import running
from tests.adapters.sandbox.driving import Client
from tests.openapi.spec import ABSENT, find_operation, published, spec_present
from tests.openapi.witness import OpenApiWitness

pytestmark = pytest.mark.skipif(not spec_present(), reason=ABSENT)


@pytest.fixture
def witness() -> OpenApiWitness:
    return OpenApiWitness()


@pytest.fixture
async def app(witness: OpenApiWitness) -> AsyncIterator[Client]:
    """Give an app that was let in over the consent page, watched by the witness."""
    sandbox = Sandbox(seeded_company(persons=40, organizations=12))
    sandbox.company.switches = replace(sandbox.company.switches, burst_oauth=1000)
    async with (
        running(sandbox, observers=[witness]) as base_url,
        aiohttp.ClientSession() as session,
    ):
        client = Client(session=session, base_url=base_url)
        tokens = await client.tokens()
        renewed = await client.token(
            grant_type="refresh_token", refresh_token=tokens["refresh_token"]
        )
        yield client.acting_as(authorization=f"Bearer {renewed.json['access_token']}")


async def test_every_endpoint_keeps_to_what_is_published(
    app: Client, witness: OpenApiWitness
) -> None:
    await _persons_and_organizations(app)
    await _fields(app, "personFields")
    await _fields(app, "organizationFields")
    await _fields(app, "dealFields")
    await _boards(app)
    await _deals(app)
    await _users_and_webhooks(app)
    await _activities(app)
    await _activity_types(app)
    await _notes(app)

    served = {(route.method, route.template) for route in ROUTES}
    seen = {
        (method, f"/api/{version}{path}")
        for version, method, path in witness.seen
        if not path.startswith("/oauth")
    }
    assert witness.faults == []
    assert served == seen


async def test_a_page_of_five_hundred_keeps_to_what_is_published(witness: OpenApiWitness) -> None:
    sandbox = Sandbox(seeded_company(persons=500))
    async with (
        running(sandbox, observers=[witness]) as base_url,
        aiohttp.ClientSession() as session,
    ):
        token = {"x-api-token": sandbox.installer.api_token}
        client = Client(session=session, base_url=base_url, headers=token)
        reply = await client("GET", "/api/v2/persons", limit=500)

    assert len(reply.data) == 500
    assert witness.faults == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
def test_an_endpoint_costs_what_is_published(route: Route) -> None:
    method, _, template = route.operation.partition(" ")
    operation = find_operation(method, template.replace("{id}", "1"))

    assert operation is not None
    assert published(*operation.key)["x-token-cost"] == route.cost


async def _persons_and_organizations(app: Client) -> None:
    acme = (await app("POST", "/api/v2/organizations", {"name": "Acme", "website": None})).data
    beta = (await app("POST", "/api/v2/organizations", {"name": "Beta"})).data
    await app("PATCH", f"/api/v2/organizations/{acme['id']}", {"address": {"value": "Elbe 1"}})
    await app("GET", f"/api/v2/organizations/{acme['id']}", include_fields="people_count")
    await app("GET", "/api/v2/organizations", limit=3, sort_by="update_time")
    await app("GET", "/api/v2/organizations/search", term="acme", fields="name,address")
    phones = [{"value": "+49 30 1"}, {"value": "2", "label": "mobile", "primary": True}]
    anna = (await app("POST", "/api/v2/persons", {"name": "Anna B", "phones": phones})).data
    bert = {"first_name": "Bert", "last_name": "B", "org_id": acme["id"], "label_ids": [1]}
    bert = (await app("POST", "/api/v2/persons", bert)).data
    await app("PATCH", f"/api/v2/persons/{bert['id']}", {"org_id": None})
    await app("GET", f"/api/v2/persons/{bert['id']}")
    await app("GET", f"/api/v2/persons/{10**9}")
    await app("GET", "/api/v2/persons", limit=10, updated_since="2026-01-01T00:00:00Z")
    await app("PUT", f"/api/v1/persons/{bert['id']}/merge", {"merge_with_id": anna["id"]})
    await app("PUT", f"/api/v1/organizations/{acme['id']}/merge", {"merge_with_id": beta["id"]})
    await app("DELETE", f"/api/v2/persons/{anna['id']}")
    await app("DELETE", f"/api/v2/organizations/{beta['id']}")


async def _deals(app: Client) -> None:
    person = (await app("POST", "/api/v2/persons", {"name": "Dora D"})).data
    await app("POST", "/api/v2/deals", {"title": "Roof", "value": 1, "currency": "HRK"})
    deal = {"title": "Roof", "value": 12.5, "currency": "EUR", "person_id": person["id"]}
    roof = (await app("POST", "/api/v2/deals", deal)).data
    door = (await app("POST", "/api/v2/deals", {"title": "Door", "stage_id": 2})).data
    one = f"/api/v2/deals/{roof['id']}"
    await app("GET", one, include_fields="activities_count,first_won_time")
    lost = {"status": "lost", "lost_reason": "Price", "lost_time": "2026-11-01T10:00:00Z"}
    for change in (
        {"stage_id": 7},
        {"pipeline_id": 1},
        {"status": "won", "close_time": "2026-11-02T10:00:00Z"},
        lost,
        {"status": "open"},
        {"is_archived": True},
    ):
        await app("PATCH", one, change)
    await app("GET", "/api/v2/deals", limit=10, status="open,won", stage_id=2)
    await app("GET", "/api/v2/deals/archived", limit=10, sort_by="id")
    await app("PATCH", one, {"is_archived": False, "person_id": None})
    await app("PUT", f"/api/v1/deals/{door['id']}/merge", {"merge_with_id": roof["id"]})
    await app("DELETE", one)
    await app("GET", "/api/v2/deals", status="deleted")


async def _fields(app: Client, fields: str) -> None:
    path = f"/api/v2/{fields}"
    await app("GET", path, limit=500, include_fields="ui_visibility")
    colour = {"field_name": "Colour", "field_type": "enum", "options": [{"label": "Red"}]}
    one = f"{path}/{(await app('POST', path, colour)).data['field_code']}"
    added = (await app("POST", f"{one}/options", [{"label": "Blue"}])).data
    await app("PATCH", f"{one}/options", [{"id": added[0]["id"], "label": "Green"}])
    await app("DELETE", f"{one}/options", [{"id": added[0]["id"]}])
    await app("PATCH", one, {"field_name": "Paint"})
    await app("GET", one)
    await app("DELETE", one)


async def _boards(app: Client) -> None:
    """Pipelines and stages are written by an administrator, and read by the app."""
    users = (await app("GET", "/sandbox/users")).json
    admin = app.acting_as(x_api_token=users[0]["api_token"])
    sales = (await admin("POST", "/api/v2/pipelines", {"name": "Sales"})).data
    first = {"name": "First", "pipeline_id": sales["id"]}
    stage = (await admin("POST", "/api/v2/stages", first)).data
    await admin("POST", "/api/v2/stages", {"name": "Lost", "pipeline_id": 10**6})
    await admin("PATCH", f"/api/v2/pipelines/{sales['id']}", {"name": "Better sales"})
    await admin("PATCH", f"/api/v2/stages/{stage['id']}", {"name": "Better first"})
    await app("GET", "/api/v2/pipelines", limit=2, sort_by="id")
    await app("GET", f"/api/v2/pipelines/{sales['id']}")
    await app("GET", "/api/v2/stages", pipeline_id=sales["id"], sort_by="order_nr")
    await app("GET", f"/api/v2/stages/{stage['id']}")
    await app("DELETE", f"/api/v2/stages/{stage['id']}")
    await admin("DELETE", f"/api/v2/stages/{stage['id']}")
    await admin("DELETE", f"/api/v2/pipelines/{sales['id']}")
    await app("GET", f"/api/v2/pipelines/{sales['id']}")


async def _users_and_webhooks(app: Client) -> None:
    me = (await app("GET", "/api/v1/users/me")).data
    await app("GET", "/api/v1/users")
    await app("GET", f"/api/v1/users/{me['id']}")
    await app("GET", "/api/v1/users/999")
    await app("GET", "/api/v1/currencies")
    await app("GET", "/api/v1/currencies", term="dollar")
    webhook = {
        "subscription_url": "http://127.0.0.1:9/hook",
        "event_action": "*",
        "event_object": "user",
        "name": "test",
        "version": "2.0",
        "http_auth_user": "u",
        "http_auth_password": "p",
    }
    made = (await app("POST", "/api/v1/webhooks", webhook)).data
    await app("POST", "/api/v1/webhooks", {**webhook, "subscription_url": "http://example.com"})
    await app("GET", "/api/v1/webhooks")
    await app("DELETE", f"/api/v1/webhooks/{made['id']}")
    await app("DELETE", f"/api/v1/webhooks/{made['id']}")


async def _activities(app: Client) -> None:
    path = "/api/v2/activities"
    anna = (await app("POST", "/api/v2/persons", {"name": "Anna"})).data
    call = {
        "subject": "Outbound call answered: Anna",
        "type": "call",
        "due_date": "2026-11-23",
        "due_time": "10:30",
        "duration": "00:05",
        "done": True,
        "location": {"value": "Elbe 1"},
        "participants": [{"person_id": anna["id"], "primary": True}],
        "attendees": [{"email": "anna@example.com", "is_organizer": False}],
        "note": "<p>Details</p>",
    }
    made = (await app("POST", path, call)).data
    await app("POST", path, {"person_id": anna["id"]})
    await app("PATCH", f"{path}/{made['id']}", {"done": False, "busy": True})
    await app("GET", f"{path}/{made['id']}")
    await app("GET", f"{path}/{made['id']}", include_fields="attendees")
    await app("GET", path, person_id=anna["id"], done="false", sort_by="due_date", limit=1)
    await app("DELETE", f"{path}/{made['id']}")
    await app("GET", f"{path}/{10**9}")


async def _activity_types(app: Client) -> None:
    """Activity types are written by an administrator, and read by the app."""
    path = "/api/v1/activityTypes"
    users = (await app("GET", "/sandbox/users")).json
    admin = app.acting_as(x_api_token=users[0]["api_token"])
    await app("GET", path)
    made = (await admin("POST", path, {"name": "Video call", "icon_key": "camera"})).data
    await admin("PUT", f"{path}/{made['id']}", {"name": "Film", "color": "aeb31b", "order_nr": 9})
    await app("DELETE", f"{path}/{made['id']}")
    await admin("DELETE", f"{path}/{made['id']}")


async def _notes(app: Client) -> None:
    path = "/api/v1/notes"
    anna = (await app("POST", "/api/v2/persons", {"name": "Anna"})).data
    note = {"content": "<p>Hello</p>", "person_id": anna["id"], "add_time": "2026-01-02 03:04:05"}
    made = (await app("POST", path, {**note, "pinned_to_person_flag": 1})).data
    await app("POST", path, {"content": "on nothing"})
    await app("PUT", f"{path}/{made['id']}", {"content": "<b>Bye</b>"})
    await app("GET", f"{path}/{made['id']}")
    await app("GET", path, sort="add_time DESC, id ASC", limit=1)
    await app("GET", path, person_id=anna["id"], start=0, updated_since="2026-01-01T00:00:00Z")
    await app("DELETE", f"{path}/{made['id']}")
    await app("GET", path, person_id=anna["id"])
