"""A Pipedrive company behind real HTTP, and the tokens of its installer."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx

from adapters.pipedrive.app import PipedriveApp
from adapters.pipedrive.crm import PipedriveCrm
from adapters.pipedrive.opening import Pipedrive, opened
from adapters.sandbox.oauth.apps import App
from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from adapters.sandbox.serving.server import running
from domain.model.connection import Grant
from domain.model.values import Kind
from tests.openapi.spec import spec_present
from tests.openapi.witness import OpenApiWitness

CALLBACK = "http://127.0.0.1:9/oauth/callback"


@dataclass(slots=True)
class HeldTokens:
    """Tokens in memory, as ports.crm.Tokens; counts how often new ones were asked for."""

    pipedrive: Pipedrive
    grant: Grant
    renewals: list[Grant] = field(default_factory=list)

    async def current(self) -> Grant:
        return self.grant

    async def renewed(self, refused: Grant) -> Grant:
        self.renewals.append(refused)
        self.grant = await self.pipedrive.oauth.refresh(refused)
        return self.grant


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The sandbox, the way to it, and its tokens."""

    sandbox: Sandbox
    url: str
    pipedrive: Pipedrive
    tokens: HeldTokens

    def crm(self, marker_field: str = "") -> PipedriveCrm:
        return self.pipedrive.crms.open(self.tokens, {Kind.CONTACT: marker_field})

    async def fault(self, path: str, **plan: object) -> None:
        """Let the next request to *path* go wrong, see adapters.sandbox.faults.Fault."""
        await self.control("POST", "faults", {"path": path, **plan})

    async def switch(self, **switches: object) -> None:
        await self.control("PUT", "switches", switches)

    async def control(self, method: str, name: str, body: Mapping[str, object] | None) -> None:
        async with httpx.AsyncClient(base_url=self.url) as http:
            answer = await http.request(method, f"/sandbox/{name}", json=body)
            assert answer.is_success, answer.text


def app_at(url: str) -> PipedriveApp:
    known = App()
    return PipedriveApp(
        client_id=known.client_id,
        client_secret=known.client_secret,
        redirect_uri=CALLBACK,
        oauth_url=url,
        sandbox_url=url,
    )


async def code_for(pipedrive: Pipedrive, user_id: int) -> str:
    """Press Allow on the consent page as this user; return the code."""
    url = pipedrive.oauth.authorize_url("a state")
    parts = urlsplit(url)
    form = {name: values[0] for name, values in parse_qs(parts.query).items()}
    async with httpx.AsyncClient() as browser:
        page = url.partition("?")[0]
        choice = {"decision": "allow", "user_id": str(user_id)}
        answer = await browser.post(page, data={**form, **choice})
    back = parse_qs(urlsplit(answer.headers["location"]).query)
    assert back["state"] == ["a state"]
    return back["code"][0]


@asynccontextmanager
async def company(persons: int = 30, organizations: int = 10) -> AsyncIterator[Company]:
    """Serve a company; on leaving, every request must have been as published."""
    sandbox = Sandbox(seeded_company(persons=persons, organizations=organizations))
    witness = OpenApiWitness()
    observers = [witness] if spec_present() else []
    async with running(sandbox, observers=observers) as url, opened(app_at(url)) as pipedrive:
        code = await code_for(pipedrive, sandbox.installer.id)
        grant = await pipedrive.oauth.exchange(code)
        tokens = HeldTokens(pipedrive=pipedrive, grant=grant)
        yield Company(sandbox=sandbox, url=url, pipedrive=pipedrive, tokens=tokens)
    assert witness.faults == []
