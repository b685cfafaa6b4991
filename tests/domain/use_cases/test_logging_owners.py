"""Activities of agents who have left Pipedrive since go to the fallback owner by themselves."""

from dataclasses import replace

import pytest

from domain.activity.activity import ActivityState
from domain.errors import CrmRefused
from domain.model.activity_policy import ActivityPolicy
from domain.model.catalog import StageId, UserId
from tests.domain.use_cases.office import Office
from tests.domain.use_cases.time_line import A_CALL
from tests.fakes.crm_requests import Trouble

_REFUSAL = CrmRefused("REFUSED", "User 12 is not active.")


@pytest.fixture
async def office() -> Office:
    """Return an office where the boss is the fallback owner of activities."""
    office = Office()
    await office.open()
    await office.timeline.set_policy(ActivityPolicy(fallback_owner="boss@acme.test"))
    await office.in_step("bea", {"first_name": "Bea"})
    return office


def _ana_leaves(office: Office) -> None:
    user = office.company.users[UserId(12)]
    office.company.users[user.user_id] = replace(user, is_active=False)


async def test_a_call_of_an_agent_who_has_left_since_is_the_fallback_owners(
    office: Office,
) -> None:
    _ana_leaves(office)
    office.crm.troubles["create_activity"] = [Trouble(error=_REFUSAL)]
    await office.timeline.hand_in("1", A_CALL, ["bea"], agents=["ana@acme.test"])
    await office.work()
    office.later(minutes=15)
    await office.work()
    (entry,) = office.crm.activities.values()
    assert entry.draft.owner == 11
    assert (await office.timeline.view()).state is ActivityState.LOGGED


async def test_a_call_that_is_parked_goes_on_once_it_is_known_that_its_agent_has_left(
    office: Office,
) -> None:
    office.crm.troubles["create_activity"] = [Trouble(error=_REFUSAL)]
    await office.timeline.hand_in("1", A_CALL, ["bea"], agents=["ana@acme.test"])
    await office.work()
    assert (await office.timeline.view()).state is ActivityState.PARKED
    _ana_leaves(office)
    office.later(hours=25)
    await office.work()
    (entry,) = office.crm.activities.values()
    assert entry.draft.owner == 11


async def test_a_call_that_is_refused_for_another_reason_still_needs_a_person(
    office: Office,
) -> None:
    office.crm.troubles["create_activity"] = [Trouble(error=_REFUSAL)]
    await office.timeline.hand_in("1", A_CALL, ["bea"], agents=["ana@acme.test"])
    await office.work()
    office.later(hours=25)
    await office.work()
    assert (await office.timeline.view()).state is ActivityState.PARKED


async def test_a_call_that_is_refused_is_not_tried_again_for_a_stage_that_is_deleted(
    office: Office,
) -> None:
    office.crm.troubles["create_activity"] = [Trouble(error=_REFUSAL)]
    await office.timeline.hand_in("1", A_CALL, ["bea"], agents=["ana@acme.test"])
    await office.work()
    del office.company.stages[StageId(3)]
    office.later(hours=25)
    await office.work()
    assert office.crm.asked["create_activity"] == 1


async def test_where_no_user_is_listed_no_agent_is_taken_to_have_left(office: Office) -> None:
    office.crm.troubles["create_activity"] = [Trouble(error=_REFUSAL)]
    await office.timeline.hand_in("1", A_CALL, ["bea"], agents=["ana@acme.test"])
    await office.work()
    office.company.users.clear()
    office.later(hours=25)
    await office.work()
    assert office.crm.asked["create_activity"] == 1
