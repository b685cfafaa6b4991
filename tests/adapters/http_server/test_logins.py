from http.cookies import SimpleCookie

import pytest

from domain.errors import Conflict, CrmRefused, CrmUnavailable, SyncError
from tests.adapters.http_server.conftest import Opening
from tests.adapters.http_server.listening import Answer, Listener

HOSTILE = "%3Cscript%3Ealert(1)%3C/script%3E%22%27%0D%0ASet-Cookie:%20a=b"


async def test_the_start_sends_the_browser_to_pipedrive_with_a_session(listener: Listener) -> None:
    answer = await listener.call("GET", "/oauth/start?state=state-1")

    assert answer.status == 302
    assert answer.headers["Location"].startswith("https://oauth.pipedrive.test/oauth/authorize?")
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["pipedrive-login"]
    assert cookie.value == "session-of-state-1"
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")
    assert answer.headers["Cache-Control"] == "no-store"


async def test_over_https_the_cookie_is_secure_and_bound_to_the_host(opening: Opening) -> None:
    async with opening(public_url="https://sync.example") as listener:
        cookie = SimpleCookie(await listener.begin())["__Host-pipedrive-login"]
        back = await listener.come_back()

    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert back.status == 200


async def test_consent_leads_to_a_page_that_names_the_company(listener: Listener) -> None:
    answer = await listener.come_back()

    assert answer.status == 200
    assert "connected to <strong>Acme Ltd</strong>" in answer.page
    assert listener.authorize.codes == ["c-1"]
    assert SimpleCookie(answer.headers["Set-Cookie"])["pipedrive-login"]["max-age"] == "0"


@pytest.mark.parametrize("word", ["user_denied", "access_denied"])
async def test_a_refusal_is_confirmed_and_ends_the_login(listener: Listener, word: str) -> None:
    answer = await listener.come_back(f"error={word}&state=state-1")

    assert answer.status == 400
    assert "You declined" in answer.page
    assert listener.authorize.declined == ["state-1"]


async def test_another_error_of_pipedrive_ends_the_login_too(listener: Listener) -> None:
    answer = await listener.come_back("error=server_error&state=state-1")

    assert answer.status == 400
    assert "AUTHORIZATION_FAILED" in answer.page
    assert listener.authorize.declined == ["state-1"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "CODE_MISSING"),
        ("state=state-1", "CODE_MISSING"),
        ("code=&state=state-1", "CODE_MISSING"),
        ("code=c-1", "STATE_MISSING"),
        ("code=c-1&state=", "STATE_MISSING"),
        ("code=c-1&state=unknown", "LOGIN_NOT_FOUND"),
        ("code=c-1&code=c-2&state=state-1", "CODE_REPEATED"),
        ("code=c-1&state=state-1&state=state-2", "STATE_REPEATED"),
        ("code=c-1&state=a%00b", "STATE_MALFORMED"),
        ("code=c%0D%0A&state=state-1", "CODE_MALFORMED"),
        ("code=%F0%9F%A6%8A&state=state-1", "CODE_MALFORMED"),
        (f"code={'x' * 2000}&state=state-1", "CODE_MALFORMED"),
        (f"code=c-1&state={HOSTILE}", "STATE_MALFORMED"),
        ("code=c-1&state=%3Cscript%3E", "LOGIN_NOT_FOUND"),
        ("error=user_denied", "STATE_MISSING"),
        ("error=user_denied&state=unknown", "LOGIN_NOT_FOUND"),
        (f"error={HOSTILE}&state=state-1", "ERROR_MALFORMED"),
        ("error=%3Cscript%3E&state=state-1", "AUTHORIZATION_FAILED"),
    ],
)
async def test_a_broken_way_back_is_explained_and_connects_nothing(
    listener: Listener, query: str, reason: str
) -> None:
    answer = await listener.come_back(query)

    assert answer.status == 400
    assert f"<code>{reason}</code>" in answer.page
    assert "script" not in answer.page
    assert "go back to Vixiees" in answer.page
    assert listener.authorize.codes == []


async def test_a_code_works_once(listener: Listener) -> None:
    cookie = (await listener.begin()).partition(";")[0]
    path, headers = "/oauth/callback?code=c-1&state=state-1", {"Cookie": cookie}

    first = await listener.call("GET", path, headers=headers)
    second = await listener.call("GET", path, headers=headers)

    assert (first.status, second.status) == (200, 400)
    assert listener.authorize.codes == ["c-1"]


@pytest.mark.parametrize(
    ("cookie", "reason"),
    [
        ("", "SESSION_MISSING"),
        ("pipedrive-login=", "SESSION_MISSING"),
        ("pipedrive-login=stolen", "WRONG_SESSION"),
        ("__Host-pipedrive-login=session-of-state-1", "SESSION_MISSING"),
    ],
)
async def test_another_browser_cannot_finish_the_login(
    listener: Listener, cookie: str, reason: str
) -> None:
    await listener.begin()

    answer = await listener.call(
        "GET", "/oauth/callback?code=c-1&state=state-1", headers={"Cookie": cookie}
    )

    assert answer.status == 400
    assert reason in answer.page
    assert listener.authorize.codes == []


@pytest.mark.parametrize("query", ["", "state=", "state=unknown", "state=a&state=b", "state=%00"])
async def test_a_useless_start_link_is_explained(listener: Listener, query: str) -> None:
    answer = await listener.call("GET", f"/oauth/start?{query}")

    assert answer.status == 400
    assert "Vixiees could not be connected" in answer.page
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Conflict("COMPANY_TAKEN", "That company is connected to another account."), 409),
        (CrmRefused("CODE_USED", "Pipedrive did not accept the code."), 400),
        (CrmUnavailable("MAINTENANCE", "Pipedrive is being maintained."), 503),
    ],
)
async def test_a_known_failure_is_told_in_its_own_words(
    listener: Listener, failure: SyncError, status: int
) -> None:
    cookie = (await listener.begin()).partition(";")[0]
    listener.authorize.failure = failure

    answer = await listener.call(
        "GET", "/oauth/callback?code=c-1&state=state-1", headers={"Cookie": cookie}
    )

    assert answer.status == status
    assert failure.message in answer.page
    assert failure.reason in answer.page


async def test_an_unforeseen_failure_shows_an_incident_and_nothing_else(
    listener: Listener,
) -> None:
    listener.authorize.failure = RuntimeError("secret detail")

    answer = await listener.call("GET", "/oauth/start?state=state-1")

    assert answer.status == 503
    assert "incident-1" in answer.page
    assert "secret detail" not in answer.page


async def test_a_hostile_company_name_is_shown_as_text(listener: Listener) -> None:
    listener.authorize.company_name = "<img src=x onerror=alert(1)>"

    answer = await listener.come_back()

    assert "&lt;img src=x onerror=alert(1)&gt;" in answer.page
    assert "<img" not in answer.page


async def test_a_hostile_failure_is_shown_as_text(listener: Listener) -> None:
    listener.authorize.failure = Conflict("<b>", "<script>")

    answer = await listener.call("GET", "/oauth/start?state=state-1")

    assert "&lt;script&gt;" in answer.page
    assert "<script>" not in answer.page
    assert "<b>" not in answer.page


async def test_every_page_offers_the_way_back_where_it_is_known(opening: Opening) -> None:
    async with opening(return_url='https://app.vixiees.test/?a="b"&c') as listener:
        failed = await listener.call("GET", "/oauth/callback")
        connected = await listener.come_back()

    link = '<a href="https://app.vixiees.test/?a=&quot;b&quot;&amp;c">'
    assert f"{link}Try again</a>" in failed.page
    assert f"{link}Back to Vixiees</a>" in connected.page


async def test_pages_forbid_scripts_frames_caches_and_referrers(listener: Listener) -> None:
    answers: list[Answer] = [
        await listener.come_back(),
        await listener.call("GET", "/oauth/callback"),
        await listener.call("GET", "/oauth/elsewhere"),
    ]

    assert [answer.status for answer in answers] == [200, 400, 404]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.page.startswith('<!DOCTYPE html><html lang="en">')


async def test_looking_at_the_head_of_a_page_begins_nothing(listener: Listener) -> None:
    answer = await listener.call("HEAD", "/oauth/start?state=state-1")

    assert answer.status == 405
    assert listener.authorize.sessions == {}
