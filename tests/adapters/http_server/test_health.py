import pytest

from tests.adapters.http_server.listening import Listener


async def test_the_process_is_alive_whatever_fails_behind_it(listener: Listener) -> None:
    listener.ready["store"] = False

    answer = await listener.call("GET", "/healthz")

    assert (answer.status, answer.json) == (200, {"alive": True})


async def test_it_is_ready_when_each_part_works(listener: Listener) -> None:
    listener.ready["worker"] = True

    answer = await listener.call("GET", "/readyz")

    assert answer.status == 200
    assert answer.json == {"ready": True, "parts": {"store": True, "worker": True}}


async def test_one_part_that_fails_makes_it_unready_and_is_named(listener: Listener) -> None:
    listener.ready["worker"] = False

    answer = await listener.call("GET", "/readyz")

    assert answer.status == 503
    assert answer.json == {"ready": False, "parts": {"store": True, "worker": False}}


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/healthz/", "/webhooks/pipedrive/", "/%00"])
async def test_an_unknown_address_is_not_found(listener: Listener, path: str) -> None:
    answer = await listener.call("GET", path)

    assert (answer.status, answer.reason) == (404, "NOT_FOUND")


async def test_no_answer_tells_what_it_is_made_of(listener: Listener) -> None:
    for path in ("/healthz", "/nowhere", "/oauth/start"):
        answer = await listener.call("GET", path)

        assert answer.headers["Server"] == "vixiees-pipedrive"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
