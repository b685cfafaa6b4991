import pytest

from tests.domain.use_cases.firm import Firm
from tests.domain.use_cases.office import Office


@pytest.fixture
async def firm() -> Firm:
    """Build a firm that is connected; its company is empty."""
    built = Firm()
    await built.connect()
    return built


@pytest.fixture
async def office() -> Office:
    """Build an office that is connected; its first two stages are mapped."""
    built = Office()
    await built.open()
    await built.acknowledge()
    return built


@pytest.fixture
def stranger() -> Firm:
    """Build a firm that nobody has connected yet."""
    return Firm()
