from collections.abc import AsyncIterator

import pytest

from adapters.pipedrive.crm import PipedriveCrm
from domain.model.values import Kind
from tests.adapters.pipedrive.opened_sandbox import Company, company


@pytest.fixture
async def acme() -> AsyncIterator[Company]:
    """Serve a company of 30 persons in 10 organizations."""
    async with company() as served:
        yield served


@pytest.fixture
async def crm(acme: Company) -> PipedriveCrm:
    """Open the company, its marker field made."""
    return acme.crm(await acme.crm().create_property(Kind.CONTACT, "Vixiees ID"))
