"""Real processes die while people work; `make crash` goes on for longer."""

import pytest

from tests.crash.run import besieged

_KILLS = 50


@pytest.mark.postgres
@pytest.mark.timeout(900)  # most of it is other tests' time
async def test_fifty_deaths_lose_nothing_and_double_nothing() -> None:
    outcome = await besieged(_KILLS, seed=1)

    assert outcome.stories == []
    assert outcome.verdict.is_clean
    assert outcome.counts.kills >= _KILLS
    assert outcome.counts.marked > 0
    assert outcome.counts.restarts > 0
    assert outcome.counts.fail_overs > 0
    assert outcome.webhooks > 0
    assert outcome.wanted.calls
    assert outcome.wanted.deals
