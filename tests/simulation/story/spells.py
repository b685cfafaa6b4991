"""What happens to Pipedrive as a whole, and to our standing with it."""

import asyncio

from adapters.sandbox.exchange import Request
from tests.simulation.story.deed import Deed
from tests.simulation.story.stage import Stage
from tests.simulation.world.spells import LENGTHS, SWITCHED


def spell(stage: Stage, deed: Deed) -> None:
    """Let a trouble begin that ends by itself after a while."""
    which, what, length, _ = deed.numbers
    account = stage.account(which)
    names = sorted(SWITCHED)
    name = names[what % len(names)]
    company = account.sandbox.company
    before = {one: company.switches.shown()[one] for one in SWITCHED[name]}
    company.switches = company.switches.changed(SWITCHED[name])
    stage.world.weather.met[name] += 1
    stage.world.trace.add(stage.world.time.now(), f"{name} at {account.account_id}")

    async def end() -> None:
        await asyncio.sleep(LENGTHS[length % len(LENGTHS)])
        company.switches = company.switches.changed(before)
        stage.world.trace.add(stage.world.time.now(), f"no more: {name}")

    stage.spells.append(stage.world.loop.create_task(end()))


def expire_tokens(stage: Stage, deed: Deed) -> None:
    """Let access tokens end before their time (F07)."""
    _control(stage, deed, "POST", "/sandbox/expire-access-tokens", "F07 tokens expired early")


def revoke(stage: Stage, deed: Deed) -> None:
    """Let the authorization end without a word (F07)."""
    _control(stage, deed, "POST", "/sandbox/revoke-access", "F07 access revoked")


def ban(stage: Stage, deed: Deed) -> None:
    """Let webhooks be silenced for half an hour (F13)."""
    _control(stage, deed, "POST", "/sandbox/ban-webhooks", "F13 banned")


def drop_webhooks(stage: Stage, deed: Deed) -> None:
    """Let the subscriptions be deleted (F13)."""
    _control(stage, deed, "DELETE", "/sandbox/webhooks", "F13 subscriptions deleted")


def uninstall(stage: Stage, deed: Deed) -> None:
    """Let the app be removed in Pipedrive, which tells the service once (F23)."""
    body = b'{"callback_url": "https://sync.example/oauth/callback"}'
    _control(stage, deed, "POST", "/sandbox/uninstall", "F23 uninstalled", body)


def _control(
    stage: Stage, deed: Deed, method: str, path: str, fault: str, body: bytes = b""
) -> None:
    account = stage.account(deed.numbers[0])
    now = stage.world.time.pipedrive()
    answer = account.sandbox.handle(Request(method=method, path=path, body=body), now)
    assert answer.status == 200, answer.body
    stage.world.weather.met[fault] += 1
    stage.world.trace.add(stage.world.time.now(), f"{fault} at {account.account_id}")
    stage.world.ring()
