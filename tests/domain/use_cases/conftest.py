import pytest

from tests.domain.use_cases.firm import Firm


@pytest.fixture
async def firm() -> Firm:
    """Build a firm that is connected; its company is empty."""
    built = Firm()
    await built.connect()
    return built


@pytest.fixture
def stranger() -> Firm:
    """Build a firm that nobody has connected yet."""
    return Firm()
