"""Our own custom fields: found, made, and made again when somebody deletes one."""

from dataclasses import replace

from domain.errors import CrmRefused
from domain.model.values import Kind
from domain.model.views import SyncState
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble


def _drop_ours(firm: Firm) -> None:
    kept = [one for one in firm.company.properties if one.kind is not Kind.CONTACT]
    firm.company.properties = kept


async def test_a_field_that_somebody_deleted_is_made_again_at_the_first_creation(
    firm: Firm,
) -> None:
    before = (await firm.connection()).marker_field
    _drop_ours(firm)
    firm.crm.asked.clear()
    await firm.call("ana", {"first_name": "Ana"})
    await firm.work()
    firm.later(minutes=1)
    await firm.work()
    assert (await firm.view("ana")).state is SyncState.SYNCED
    assert (await firm.connection()).marker_field != before
    asked = firm.crm.asked
    assert (asked["create_contact"], asked["create_property"], asked["users"]) == (2, 1, 1)


async def test_where_it_cannot_be_made_again_the_connection_says_why_and_nothing_races(
    firm: Firm,
) -> None:
    _drop_ours(firm)
    full = CrmRefused("CUSTOM_FIELDS_LIMIT", "Pipedrive says: Custom fields limit reached")
    firm.crm.troubles["create_property"] = [Trouble(error=full) for _ in range(50)]
    await firm.call("ana", {"first_name": "Ana"})
    for _ in range(60):
        firm.later(minutes=1)
        await firm.work()
    assert (await firm.connection()).reason == "CUSTOM_FIELDS_LIMIT"
    assert firm.crm.asked["create_contact"] < 20
    firm.crm.troubles.clear()
    firm.later(hours=2)
    await firm.work()
    firm.later(hours=2)
    await firm.work()
    assert (await firm.connection()).reason == ""
    assert (await firm.view("ana")).state is SyncState.SYNCED


async def test_a_renamed_field_stays_ours(firm: Firm) -> None:
    before = await firm.connection()
    firm.company.properties = [replace(one, name="Id") for one in firm.company.properties]
    firm.crm.asked.clear()
    firm.later(hours=25)
    await firm.work()
    after = await firm.connection()
    assert after.markers == before.markers
    assert firm.crm.asked["create_property"] == 0
