from collections.abc import AsyncIterator

import pytest

from tests.adapters.grpc_server.calling import Service, service


@pytest.fixture
async def served() -> AsyncIterator[Service]:
    """Serve without tokens."""
    async with service() as running:
        yield running
