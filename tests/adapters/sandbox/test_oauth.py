import base64
import json
from urllib.parse import urlencode

import aiohttp
import pytest

from adapters.sandbox.sandbox import Sandbox
from tests.adapters.sandbox.driving import CALLBACK, Client, Core


def _code(core: Core) -> str:
    return core.sandbox.grants.allow(11, "sandbox-client", CALLBACK, core.now)


def _tokens(core: Core) -> dict[str, str]:
    answer = core.oauth(
        "token", grant_type="authorization_code", code=_code(core), redirect_uri=CALLBACK
    )
    assert answer.status == 200, answer.body
    tokens: dict[str, str] = json.loads(answer.body)
    return tokens


async def test_the_consent_page_shows_who_asks_and_has_two_buttons(client: Client) -> None:
    page = await client(
        "GET", "/oauth/authorize", client_id="sandbox-client", redirect_uri=CALLBACK, state='"><x'
    )

    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert 'value="allow"' in page.text
    assert 'value="refuse"' in page.text
    assert "&quot;&gt;&lt;x" in page.text


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "other"},
        {"redirect_uri": ""},
        {"redirect_uri": "http://example.com/callback"},
        {"redirect_uri": "javascript:alert(1)"},
    ],
)
async def test_a_wrong_link_leads_nowhere(client: Client, changes: dict[str, str]) -> None:
    asked = {"client_id": "sandbox-client", "redirect_uri": CALLBACK, **changes}
    page = await client("GET", f"/oauth/authorize?{urlencode(asked)}")

    assert page.status == 400
    assert "does not work" in page.text


async def test_consent_leads_back_with_a_code_and_the_state(client: Client) -> None:
    back = await client.consent()

    assert back.keys() == {"code", "state"}
    assert back["state"] == "s1"


async def test_a_refusal_leads_back_with_an_error_and_no_code(client: Client) -> None:
    assert await client.consent("refuse") == {"error": "user_denied", "state": "s1"}


async def test_tokens_open_the_api_of_the_sandbox_itself(client: Client) -> None:
    tokens = await client.tokens()
    app = client.acting_as(authorization=f"Bearer {tokens['access_token']}")

    assert tokens["api_domain"] == client.base_url
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
    assert (await app("GET", "/api/v1/users/me")).status == 200


async def test_another_user_may_consent(client: Client, sandbox: Sandbox) -> None:
    colleague = sandbox.colleagues()[0]
    code = (await client.consent(user_id=str(colleague.id)))["code"]
    reply = await client.token(grant_type="authorization_code", code=code, redirect_uri=CALLBACK)
    app = client.acting_as(authorization=f"Bearer {reply.json['access_token']}")

    assert (await app("GET", "/api/v1/users/me")).data["id"] == colleague.id


async def test_no_token_and_a_wrong_token_get_the_answer_of_the_gateway(client: Client) -> None:
    for headers in ({}, {"authorization": "Bearer x"}, {"x_api_token": "x"}):
        refused = await client.acting_as(**headers)("GET", "/api/v1/users/me")
        assert refused.status == 401
        assert refused.headers["x-401-by-gw"] == "true"
        assert refused.json["error"] == "unauthorized access"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"grant_type": "password"},
        {"grant_type": "authorization_code", "code": "x", "redirect_uri": CALLBACK},
        {"grant_type": "refresh_token", "refresh_token": "x"},
    ],
)
async def test_a_wrong_token_request_is_refused(client: Client, form: dict[str, str]) -> None:
    refused = await client.token(**form)

    assert refused.status == 400
    assert refused.json["success"] is False


async def test_a_token_request_needs_the_secret_of_the_app(client: Client) -> None:
    wrong = {"authorization": aiohttp.encode_basic_auth("sandbox-client", "wrong")}
    url = f"{client.base_url}/oauth/token"
    async with client.session.post(url, data={"grant_type": "x"}, headers=wrong) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"] == "invalid_client"


async def test_a_token_request_has_to_be_a_form(client: Client) -> None:
    assert (await client("POST", "/oauth/token", {"grant_type": "refresh_token"})).status == 400


def test_a_code_is_good_once(core: Core) -> None:
    form = {"grant_type": "authorization_code", "code": _code(core), "redirect_uri": CALLBACK}

    assert core.oauth("token", **form).status == 200
    assert core.oauth("token", **form).status == 400


def test_a_code_is_good_for_five_minutes_and_its_own_callback(core: Core) -> None:
    late, elsewhere = _code(core), _code(core)
    form = {"grant_type": "authorization_code", "redirect_uri": CALLBACK}

    wrong = {**form, "code": elsewhere, "redirect_uri": CALLBACK + "/2"}
    assert core.oauth("token", **wrong).status == 400
    core.wait(minutes=5)
    assert core.oauth("token", **form, code=late).status == 400


def test_an_access_token_lives_as_long_as_switched(core: Core) -> None:
    core("PUT", "/sandbox/switches", {"access_token_seconds": 60})
    token = _tokens(core)["access_token"]

    assert core.sandbox.grants.holder(token, core.now) is not None
    core.wait(seconds=60)
    assert core.sandbox.grants.holder(token, core.now) is None


def test_a_refresh_replaces_the_refresh_token_and_notices_the_old_one(core: Core) -> None:
    old = _tokens(core)["refresh_token"]
    renewed = core.oauth("token", grant_type="refresh_token", refresh_token=old)
    reused = core.oauth("token", grant_type="refresh_token", refresh_token=old)

    assert json.loads(renewed.body)["refresh_token"] != old
    assert reused.status == 400
    assert core.sandbox.ledger.oauth("refreshes") == 1
    assert core.sandbox.ledger.oauth("consumed_tokens_reused") == 1


def test_without_rotation_the_refresh_token_stays(core: Core) -> None:
    core("PUT", "/sandbox/switches", {"rotate_refresh_tokens": False})
    old = _tokens(core)["refresh_token"]
    for _ in range(2):
        renewed = core.oauth("token", grant_type="refresh_token", refresh_token=old)
        assert json.loads(renewed.body)["refresh_token"] == old


def test_a_refresh_token_dies_after_sixty_days_without_use(core: Core) -> None:
    token = _tokens(core)["refresh_token"]
    core.wait(days=60)

    assert core.oauth("token", grant_type="refresh_token", refresh_token=token).status == 400


def test_revoking_the_refresh_token_ends_the_installation(core: Core) -> None:
    tokens = _tokens(core)

    assert core.oauth("revoke", token=tokens["refresh_token"]).status == 200
    assert core.sandbox.grants.holder(tokens["access_token"], core.now) is None
    assert core.oauth("revoke", token="unknown").status == 200


def test_revoking_an_access_token_leaves_the_installation(core: Core) -> None:
    tokens = _tokens(core)
    core.oauth("revoke", token=tokens["access_token"])
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}

    assert core.sandbox.grants.holder(tokens["access_token"], core.now) is None
    assert core.oauth("token", **form).status == 200


def test_an_uninstall_takes_everything_and_tells_the_callback(core: Core) -> None:
    tokens = _tokens(core)
    answer = core("POST", "/sandbox/uninstall", {"callback_url": CALLBACK})
    (notice,) = core.sandbox.due_deliveries(core.now)

    assert answer.status == 200
    assert core.sandbox.grants.refresh == {}
    assert core.sandbox.grants.holder(tokens["access_token"], core.now) is None
    assert (notice.method, notice.url) == ("DELETE", CALLBACK)
    pair = notice.headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(pair) == b"sandbox-client:sandbox-secret"
    assert json.loads(notice.body)["user_id"] == 11


async def test_an_app_without_the_scope_is_refused(client: Client, sandbox: Sandbox) -> None:
    app = sandbox.oauth.apps["sandbox-client"]
    sandbox.register(type(app)(scopes=("base", "contacts:read")))
    token = (await client.tokens())["access_token"]
    reader = client.acting_as(authorization=f"Bearer {token}")

    assert (await reader("GET", "/api/v2/persons")).status == 200
    refused = await reader("POST", "/api/v2/persons", {"name": "A"})
    assert refused.status == 403
    assert refused.json["error"] == "Scope and URL mismatch"


def test_all_access_tokens_can_be_made_to_expire(core: Core) -> None:
    token = _tokens(core)["access_token"]
    core("POST", "/sandbox/expire-access-tokens")

    assert core.sandbox.grants.holder(token, core.now) is None
