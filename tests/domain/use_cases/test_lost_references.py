"""Deals that name a stage that was deleted since, or an owner who has left since."""

from collections.abc import Mapping
from dataclasses import replace

from domain.errors import CrmRefused
from domain.model.catalog import StageId, UserId
from domain.model.remote import Event
from domain.model.values import FieldName, Kind, RemoteId, Value
from domain.model.views import SyncState
from domain.model.work import Task, Work, WorkKey
from tests.domain.use_cases.firm import ACME
from tests.domain.use_cases.office import A_DEAL, Office, step
from tests.fakes.crm_requests import Trouble

_BOSS: Mapping[FieldName, Value] = {**A_DEAL, "stage": step("s1"), "owner": "boss@acme.test"}


async def _edited_unheard(
    office: Office, edit: Mapping[FieldName, Value], ours: Mapping[FieldName, Value]
) -> tuple[RemoteId, Event]:
    """Let people edit a deal, and Pipedrive show an earlier edit of ours since.

    Return the deal and the event of their edit, which stays on its way.
    """
    deal = await office.together("roof", _BOSS)
    before = office.clock()
    office.later(seconds=30)
    office.company.edit(deal, edit, kind=Kind.DEAL)
    event = office.company.outbox.pop()
    office.later(seconds=30)
    await office.sync("roof", ours, at=before)
    await office.settle()
    return deal, event


async def _read_catalog(office: Office) -> None:
    connection_id = await office.connection_id()
    work = Work(key=WorkKey(Task.CATALOG), due_at=office.clock())
    await office.store.transact(lambda tx: tx.work(connection_id).mark([work]))
    await office.work()


def _leave(office: Office, user_id: int, method: str = "update_deal") -> None:
    """Deactivate a user, whom Pipedrive gives nothing any more."""
    user = office.company.users[UserId(user_id)]
    office.company.users[user.user_id] = replace(user, is_active=False)
    refusal = Trouble(error=CrmRefused("REFUSED", f"User {user_id} is not active."))
    office.crm.troubles[method] = [refusal]


async def _find_out(office: Office) -> None:
    """Let a refusal come, and later the reading of the set-up that follows it."""
    await office.work()
    office.later(minutes=15)
    await office.settle()


async def _goes_both_ways(office: Office, deal: RemoteId) -> None:
    """Make sure that other fields are carried over in both directions."""
    office.company.edit(deal, {"value": "7.00 EUR"}, kind=Kind.DEAL)
    await office.sync("roof", {"title": "Door"})
    await office.settle()
    assert (await office.deal("roof")).fields["value"] == "7.00 EUR"
    assert office.held(deal)["title"] == "Door"


async def test_a_deal_at_a_stage_deleted_since_waits_for_its_step_and_the_rest_goes(
    office: Office,
) -> None:
    deal = await office.together("roof", {**_BOSS, "stage": step("s2")})
    del office.company.stages[StageId(1)]
    await office.sync("roof", {"stage": step("s1"), "title": "Roofs"})
    await _find_out(office)
    view = await office.deal("roof")
    assert (view.state, view.reason) == (SyncState.PENDING, "STEP_NOT_MAPPED")
    assert (office.held(deal)["title"], office.held(deal)["stage"]) == ("Roofs", "2")
    await _goes_both_ways(office, deal)
    await office.map({2: "s2", 3: "s1"})
    assert office.held(deal)["stage"] == "3"
    assert (await office.deal("roof")).state is SyncState.SYNCED


async def test_a_deal_heard_late_to_be_at_a_stage_known_to_be_deleted_stays_where_it_is(
    office: Office,
) -> None:
    deal, event = await _edited_unheard(office, {"stage": "3"}, {"stage": step("s2")})
    del office.company.stages[StageId(3)]
    await _read_catalog(office)
    await office.deliver(event)
    await office.settle()
    assert (await office.deal("roof")).state is SyncState.SYNCED
    assert (await office.deal("roof")).fields["stage"] == step("s2")
    assert office.held(deal)["stage"] == "2"
    await _goes_both_ways(office, deal)


async def test_a_deal_heard_late_to_be_at_a_stage_nobody_knows_is_deleted_stays_where_it_is(
    office: Office,
) -> None:
    deal, event = await _edited_unheard(office, {"stage": "3"}, {"stage": step("s2")})
    del office.company.stages[StageId(3)]
    await office.deliver(event)
    await _find_out(office)
    assert (await office.deal("roof")).state is SyncState.SYNCED
    assert office.held(deal)["stage"] == "2"


async def test_a_new_deal_at_a_stage_deleted_since_waits_for_its_step_once_that_is_known(
    office: Office,
) -> None:
    del office.company.stages[StageId(1)]
    await office.sync("roof", _BOSS)
    await _find_out(office)
    view = await office.deal("roof")
    assert (view.state, view.reason) == (SyncState.PENDING, "STEP_NOT_MAPPED")
    await office.map({2: "s1"})
    (made,) = office.company.deals.values()
    assert made.fields["stage"] == "2"


async def test_a_deal_handed_to_somebody_who_has_left_since_keeps_its_owner_and_the_rest_goes(
    office: Office,
) -> None:
    deal = await office.together("roof", _BOSS)
    _leave(office, 12)
    await office.sync("roof", {"owner": "ana@acme.test", "title": "Roofs"})
    await _find_out(office)
    view = await office.deal("roof")
    assert (view.state, view.fields["owner"]) == (SyncState.SYNCED, "boss@acme.test")
    assert (office.held(deal)["owner"], office.held(deal)["title"]) == ("11", "Roofs")
    await _goes_both_ways(office, deal)


async def test_a_deal_handed_to_somebody_who_has_left_since_goes_to_the_fallback_owner(
    office: Office,
) -> None:
    await office.catalog.set_fallback_owner(ACME, UserId(11))
    user = office.company.users[UserId(13)]
    office.company.users[user.user_id] = replace(user, email="new@acme.test")
    await _read_catalog(office)
    deal = await office.together("roof", {**_BOSS, "owner": "new@acme.test"})
    _leave(office, 12)
    await office.sync("roof", {"owner": "ana@acme.test"})
    await office.work()
    office.later(minutes=15)
    await office.work()
    assert office.held(deal)["owner"] == "11"
    assert (await office.deal_news())[-1].fields == {"owner": "boss@acme.test"}
    assert (await office.deal("roof")).state is SyncState.SYNCED


async def test_a_new_deal_of_somebody_who_has_left_since_is_whose_pipedrive_says(
    office: Office,
) -> None:
    _leave(office, 12, "create_deal")
    await office.sync("roof", {**_BOSS, "owner": "ana@acme.test"})
    await _find_out(office)
    (made,) = office.company.deals.values()
    assert made.fields["owner"] == "11"
    view = await office.deal("roof")
    assert (view.state, view.fields["owner"]) == (SyncState.SYNCED, "boss@acme.test")


async def test_a_deal_heard_late_to_be_somebodys_who_is_known_to_have_left_keeps_its_owner(
    office: Office,
) -> None:
    edit, ours = {"owner": "12"}, {"owner": "new@acme.test"}
    user = office.company.users[UserId(13)]
    office.company.users[user.user_id] = replace(user, email="new@acme.test")
    await _read_catalog(office)
    deal, event = await _edited_unheard(office, edit, ours)
    _leave(office, 12)
    await _read_catalog(office)
    await office.deliver(event)
    await office.settle()
    view = await office.deal("roof")
    assert (view.state, view.fields["owner"]) == (SyncState.SYNCED, "new@acme.test")
    assert office.held(deal)["owner"] == "13"
    await _goes_both_ways(office, deal)


async def test_what_is_refused_for_another_reason_still_needs_a_person(office: Office) -> None:
    deal = await office.together("roof", _BOSS)
    office.crm.troubles["update_deal"] = [Trouble(error=CrmRefused("REFUSED", "Not today."))]
    await office.sync("roof", {"owner": "ana@acme.test", "stage": step("s2")})
    await office.settle()
    assert (await office.deal("roof")).state is SyncState.PARKED
    assert (office.held(deal)["owner"], office.held(deal)["stage"]) == ("11", "1")


async def test_where_no_user_is_listed_nobody_is_taken_to_have_left(office: Office) -> None:
    deal = await office.together("roof", _BOSS)
    users, office.company.users = office.company.users, {}
    await office.sync("roof", {"owner": "ana@acme.test"})
    await office.work()
    assert (await office.deal("roof")).state is SyncState.PARKED
    office.company.users = users
    office.later(minutes=61)
    await office.work()
    await office.sync("roof", {"title": "Roofs"})
    await office.settle()
    assert office.held(deal)["owner"] == "12"


async def test_who_has_left_is_found_out_although_no_user_was_listed_meanwhile(
    office: Office,
) -> None:
    deal = await office.together("roof", _BOSS)
    _leave(office, 12)
    await office.sync("roof", {"owner": "ana@acme.test", "title": "Roofs"})
    await office.work()
    users, office.company.users = office.company.users, {}
    await _read_catalog(office)
    office.company.users = users
    await _read_catalog(office)
    assert (await office.deal("roof")).state is SyncState.SYNCED
    assert (office.held(deal)["owner"], office.held(deal)["title"]) == ("11", "Roofs")


async def test_whatever_is_refused_again_and_again_has_the_set_up_read_a_few_times_an_hour(
    office: Office,
) -> None:
    refusal = Trouble(error=CrmRefused("REFUSED", "Not today."))
    office.crm.troubles["create_deal"] = [refusal] * 60
    office.later(hours=1)
    office.crm.asked.clear()
    for number in range(60):
        await office.sync(f"roof {number}", _BOSS)
        await office.work()
        office.later(minutes=1)
    assert office.crm.asked["create_deal"] == 60
    assert 1 <= office.crm.asked["users"] <= 8
