"""Properties that are mapped while an account is not connected."""

import pytest

from domain.model.catalog import Property
from domain.model.values import Kind
from tests.domain.use_cases.firm import ACME, Firm
from tests.domain.use_cases.test_properties import mapping, own, put

_COLOUR = "c" * 40


@pytest.fixture
async def firm() -> Firm:
    """Connect a company that has a custom field of persons."""
    built = Firm()
    field = Property(kind=Kind.CONTACT, code=_COLOUR, name="Colour", type="varchar", is_custom=True)
    built.company.properties.append(field)
    await built.connect()
    await built.acknowledge()
    return built


async def test_a_value_whose_field_is_mapped_while_the_app_is_not_connected_is_told(
    firm: Firm,
) -> None:
    remote_id = await firm.in_step("ana", {"first_name": "Ana"})
    firm.company.edit(remote_id, {own(_COLOUR): "2"})
    await firm.deliver()
    await firm.work()
    await firm.connections.disconnect(ACME)
    await firm.work()
    await put(firm, mapping("favourite", _COLOUR))
    await firm.log_in()
    await firm.work()
    (change,) = await firm.news()
    assert change.fields == {own("favourite"): "2"}
