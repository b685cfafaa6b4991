"""The end of a siege: time passes in peace, then everything is looked at."""

import asyncio
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel

from tests.crash.acknowledged import forgotten
from tests.crash.siege import Siege
from tests.crash.verdict import Verdict, look, verdict_of
from tests.crash.wanted import Wanted

_HOURS = timedelta(hours=25)
_LIVES = (
    timedelta(0),
    timedelta(minutes=3),  # unanswered writes are looked for, webhooks come for the last time
    timedelta(minutes=20),  # the sweep
    _HOURS,  # what the sweep doubted is looked at; the audit
    _HOURS + timedelta(minutes=20),  # what the audit missed is looked at
)
"""How far the clocks are ahead in the last lives: what waits for hours is waited for at once."""
_AT_MOST = 120.0
_FEED_LAG = 20.0
_SOON = timedelta(seconds=3)
_PAUSE = 0.2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Pending(BaseModel):
    due: datetime


class _Outbox(BaseModel):
    pending: list[_Pending]


async def settled(siege: Siege, wanted: Wanted) -> Verdict:
    """Let a day pass; return what then is not as it was accepted."""
    for ahead in _LIVES:
        await siege.pass_time(ahead)
        await _rest(siege)
    forgot = Verdict(lost=tuple(await forgotten(siege.database, siege.deliveries, wanted)))
    end = asyncio.get_running_loop().time() + _FEED_LAG
    while True:
        verdict = verdict_of(forgot, await look(wanted, siege.vixiees, siege.colleague))
        if verdict.is_clean or asyncio.get_running_loop().time() > end:
            return verdict
        await asyncio.sleep(_PAUSE)


async def _rest(siege: Siege) -> None:
    """Wait until nothing is due any more on either side."""
    end = asyncio.get_running_loop().time() + _AT_MOST
    quiet = 0
    while quiet < len(siege.instances) and asyncio.get_running_loop().time() < end:
        quiet = 0 if await _is_busy(siege) else quiet + 1
        await asyncio.sleep(_PAUSE)


async def _is_busy(siege: Siege) -> bool:
    """Tell whether anything is due soon by the clocks of this life; the database keeps its own."""
    now = datetime.now(UTC) + siege.ahead
    await siege.database.execute("UPDATE works SET due_at = 0 WHERE due_at <= %s", _micros(now))
    statement = "SELECT 1 FROM works WHERE due_at <= %s LIMIT 1"
    if await siege.database.execute(statement, _micros(now + _SOON)):
        return True
    answer = await siege.colleague.http.get("/sandbox/deliveries")
    outbox = _Outbox.model_validate_json(answer.content)
    return any(one.due <= now + _SOON for one in outbox.pending)


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
