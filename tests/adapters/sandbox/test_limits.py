import json

from adapters.sandbox.exchange import Request, Response
from tests.adapters.sandbox.driving import Core

ME = "/api/v1/users/me"
SEARCH = "/api/v2/organizations/search"


def test_the_burst_limit_counts_requests_in_two_rolling_seconds(core: Core) -> None:
    for _ in range(10):
        assert core("GET", ME).status == 200
    core.wait(seconds=1)
    for _ in range(10):
        assert core("GET", ME).status == 200
    full = core("GET", ME)
    core.wait(seconds=1)
    after = [core("GET", ME).status for _ in range(11)]

    assert full.status == 429
    assert after == [200] * 10 + [429]


def test_a_full_window_tells_in_how_many_seconds_to_come_back(core: Core) -> None:
    for _ in range(20):
        core("GET", ME)
    core.wait(seconds=0.5)
    full = core("GET", ME)

    assert full.headers["x-ratelimit-limit"] == "20"
    assert full.headers["x-ratelimit-remaining"] == "0"
    assert full.headers["x-ratelimit-reset"] == "2"
    assert json.loads(full.body)["success"] is False


def test_one_token_does_not_use_up_the_window_of_another(core: Core) -> None:
    for _ in range(21):
        core("GET", ME)
    token = core.sandbox.colleagues()[0].api_token
    request = Request(method="GET", path=ME, headers={"x-api-token": token})

    assert core.sandbox.handle(request, core.now).status == 200


def test_search_has_a_narrower_window(core: Core) -> None:
    statuses = [core("GET", SEARCH, None, term="acme").status for _ in range(11)]

    assert statuses == [200] * 10 + [429]
    assert core("GET", ME).status == 200


def test_the_daily_budget_is_shared_and_starts_anew_at_midnight(core: Core) -> None:
    core("PUT", "/sandbox/switches", {"daily_budget": 25})
    first, second = core("GET", "/api/v2/persons"), core("GET", "/api/v2/persons")
    spent = core("GET", "/api/v2/persons")

    assert [first.status, second.status, spent.status] == [200, 200, 429]
    assert second.headers["x-daily-ratelimit-token-remaining"] == "5"
    assert int(spent.headers["x-ratelimit-remaining"]) > 0
    core.wait(hours=12)
    assert core("GET", "/api/v2/persons").status == 200


def test_people_in_pipedrives_own_pages_know_no_limits(core: Core) -> None:
    core("PUT", "/sandbox/switches", {"daily_budget": 0, "burst_api_token": 0})
    token = core.sandbox.installer.api_token
    headers = {"x-api-token": token, "x-sandbox-source": "app"}
    request = Request(method="GET", path=ME, headers=headers)

    assert core.sandbox.handle(request, core.now).status == 200
    assert core("GET", ME).status == 429
    assert core.sandbox.ledger.tokens() == 0


def test_the_headers_can_be_switched_off(core: Core) -> None:
    core("PUT", "/sandbox/switches", {"daily_headers": False, "burst_headers": False})

    assert not [name for name in core("GET", ME).headers if "ratelimit" in name]


def test_the_ledger_tells_requests_and_tokens_of_each_operation(core: Core) -> None:
    core("GET", "/api/v2/persons")
    core("GET", "/api/v2/persons/2")
    core("GET", "/api/v2/persons/3")
    core("PATCH", "/api/v2/persons/3", {"name": "X"})
    ledger = core.sandbox.ledger

    assert ledger.tokens() == ledger.tokens("api_token") == 17
    assert ledger.tokens("oauth") == 0
    assert ledger.requests("GET /api/v2/persons/{id}") == 2
    shown = json.loads(core("GET", "/sandbox/ledger").body)
    assert shown["by_access"]["api_token"]["operations"]["PATCH /api/v2/persons/{id}"] == {
        "requests": 1,
        "tokens": 5,
    }
    core("DELETE", "/sandbox/ledger")
    assert ledger.tokens() == 0


def test_a_request_that_is_not_let_in_costs_nothing(core: Core) -> None:
    core("PUT", "/sandbox/switches", {"daily_budget": 0})
    refused: Response = core("GET", "/api/v2/persons")
    core("GET", "/api/v2/nothing")

    assert refused.status == 429
    assert core.sandbox.ledger.tokens() == 0
