from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from adapters.sandbox.serving.server import running
from tests.adapters.sandbox.driving import Client, Core


@pytest.fixture
def sandbox() -> Sandbox:
    """Make a small company: 30 persons in 10 organizations."""
    return Sandbox(seeded_company(persons=30, organizations=10))


@pytest.fixture
def core(sandbox: Sandbox) -> Core:
    return Core(sandbox=sandbox)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Client]:
    """Serve the sandbox and act as its installer, by a personal token."""
    async with running(sandbox) as base_url, aiohttp.ClientSession() as session:
        token = {"x-api-token": sandbox.installer.api_token}
        yield Client(session=session, base_url=base_url, headers=token)
