"""An authorization server in memory."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from domain.errors import CrmError
from domain.model.connection import Grant
from tests.fakes.world import FakeClock

LIFETIME = timedelta(hours=1)


class FakeOAuth:
    """Gives tokens for any code, as ports.crm.OAuth; *failure* is raised instead.

    A refresh is answered once *answering* is set.
    """

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.failure: CrmError | None = None
        self.scopes = frozenset[str]()
        self.refreshes = 0
        self.meanwhile: Callable[[], object] = lambda: None
        self.revoked: list[Grant] = []
        self.answering = asyncio.Event()
        self.answering.set()

    def authorize_url(self, state: str) -> str:
        return f"https://oauth.pipedrive.test/oauth/authorize?state={state}"

    async def exchange(self, code: str) -> Grant:
        self._fail()
        return Grant(
            access_token=f"access for {code}",
            refresh_token=f"refresh for {code}",
            api_domain="https://nordlicht.pipedrive.test",
            expires_at=self._clock() + LIFETIME,
            scopes=self.scopes,
        )

    async def refresh(self, grant: Grant) -> Grant:
        self.refreshes += 1
        self.meanwhile()
        await self.answering.wait()
        self._fail()
        return replace(
            grant,
            access_token=f"access {self.refreshes}",
            refresh_token=f"refresh {self.refreshes}",
            expires_at=self._clock() + LIFETIME,
            generation=grant.generation + 1,
        )

    async def revoke(self, grant: Grant) -> None:
        self.meanwhile()
        self._fail()
        self.revoked.append(grant)

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure
