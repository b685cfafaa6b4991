"""Whose window a refusal closes, and which renewals are under way together."""

from datetime import timedelta

from adapters.sandbox.exchange import Request, Response
from tests.simulation.judge.watcher import Watcher
from tests.simulation.world.time import START

_A_SECOND = timedelta(seconds=1)
_TOO_MANY = Response(status=429, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2"})


def _asks(token: str) -> Request:
    return Request(method="GET", path="/api/v1/users/me", headers={"authorization": token})


def _refused(token: str) -> Watcher:
    watcher = Watcher({})
    watcher.is_answered("instance 1", _asks(token), _TOO_MANY, START)
    return watcher


def test_nothing_may_leave_with_a_token_before_its_window_opens_again() -> None:
    watcher = _refused("Bearer ours")

    watcher.leaves("instance 1", _asks("Bearer ours"), START + _A_SECOND)

    assert watcher.faults == ["I14 GET /api/v1/users/me leaves 0:00:01 before the reset"]
    watcher.leaves("instance 1", _asks("Bearer ours"), START + 2 * _A_SECOND)
    assert len(watcher.faults) == 1


def test_what_whoever_logs_in_is_told_closes_nobody_elses_window() -> None:
    watcher = _refused("Bearer of a login")

    watcher.leaves("instance 1", _asks("Bearer ours"), START + _A_SECOND)

    assert watcher.faults == []


def _renews(token: str) -> Request:
    return Request(method="POST", path="/oauth/token", body=f"refresh_token={token}".encode())


def test_a_token_is_not_used_by_a_second_renewal_while_the_first_is_under_way() -> None:
    watcher = Watcher({})
    watcher.leaves("instance 1", _renews("old"), START)

    watcher.leaves("instance 2", _renews("old"), START + _A_SECOND)

    assert watcher.faults == ["I13 two renewals with one token are under way"]


def test_a_renewal_whose_answer_a_frozen_process_has_not_read_is_over() -> None:
    watcher = Watcher({})
    watcher.leaves("instance 1", _renews("old"), START)
    watcher.is_over(_renews("old"))

    watcher.leaves("instance 2", _renews("old"), START + _A_SECOND)

    assert watcher.faults == []
