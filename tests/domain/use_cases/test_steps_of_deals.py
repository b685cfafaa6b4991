"""Steps and stages of deals: awaited, mapped anew, deleted."""

from domain.model.catalog import StageId
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME
from tests.domain.use_cases.office import A_DEAL, Office, reasons, step


async def test_a_deal_whose_step_has_no_stage_waits_and_goes_once_it_has(office: Office) -> None:
    receipt = await office.sync("roof", {**A_DEAL, "stage": step("s3")})
    await office.work()
    assert reasons(receipt) == ["STEP_NOT_MAPPED"]
    assert receipt.record.state is SyncState.PENDING
    assert (await office.deal("roof")).reason == "STEP_NOT_MAPPED"
    assert office.company.deals == {}
    await office.map({1: "s1", 3: "s3"})
    (made,) = office.company.deals.values()
    assert made.fields["stage"] == "3"
    assert (await office.deal("roof")).reason == ""


async def test_a_deal_whose_stage_has_no_step_waits_and_is_told_once_it_has(
    office: Office,
) -> None:
    office.found({"stage": "3"})
    await office.deliver()
    await office.work()
    assert await office.deal_news() == []
    (view,), _ = await office.deals.list(ACME, 10, "")
    assert (view.state, view.reason) == (SyncState.PENDING, "STAGE_NOT_MAPPED")
    await office.map({1: "s1", 3: "s3"})
    (change,) = await office.deal_news()
    assert change.fields["stage"] == step("s3")


async def test_what_waits_for_a_step_that_is_mapped_while_the_app_is_not_connected_goes_on(
    office: Office,
) -> None:
    await office.sync("roof", {**A_DEAL, "stage": step("s3")})
    deal = office.found({"stage": "3"})
    await office.deliver()
    await office.work()
    await office.connections.disconnect(ACME)
    await office.work()
    await office.map({1: "s1", 3: "s3"})
    await office.log_in()
    await office.work()
    steps = [one.fields["stage"] for one in await office.deal_news() if one.record_id != "roof"]
    assert steps == [step("s3")]
    (made,) = [one for key, one in office.company.deals.items() if key != deal]
    assert made.fields["stage"] == "3"


async def test_mapping_anew_tells_the_new_step_and_moves_nothing(office: Office) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    await office.map({1: "s2", 2: "s1"})
    (change,) = await office.deal_news()
    assert change.fields == {"stage": step("s2")}
    assert office.held(remote_id)["stage"] == "1"


async def test_a_deal_that_is_not_created_yet_goes_where_its_step_is_mapped_anew(
    office: Office,
) -> None:
    fields = {**A_DEAL, "stage": step("s1"), "contact": "ana"}
    await office.sync("roof", fields, wait=True)
    await office.map({1: "s2", 2: "s1"})
    assert (await office.deal("roof")).fields["stage"] == step("s1")
    await office.call("ana", {"first_name": "Ana"})
    await office.work()
    (made,) = office.company.deals.values()
    assert made.fields["stage"] == "2"


async def test_a_deal_that_is_not_created_yet_waits_when_its_stage_is_deleted(
    office: Office,
) -> None:
    fields = {**A_DEAL, "stage": step("s1"), "contact": "ana"}
    await office.sync("roof", fields, wait=True)
    del office.company.stages[StageId(1)]
    office.later(hours=25)
    await office.work()
    await office.call("ana", {"first_name": "Ana"})
    await office.work()
    view = await office.deal("roof")
    assert (view.state, view.reason) == (SyncState.PENDING, "STEP_NOT_MAPPED")
    assert office.company.deals == {}
    await office.map({2: "s1"})
    (made,) = office.company.deals.values()
    assert made.fields["stage"] == "2"


async def test_an_old_step_is_not_taken_for_a_move_after_mapping_anew(office: Office) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    (before,) = [one.last_change for one in office.store.connections()]
    await office.map({1: "s2", 2: "s1"})
    receipt = await office.sync("roof", {"title": "Roofs", "stage": step("s1")}, applied=before)
    await office.settle()
    assert reasons(receipt) == ["STEP_OUTDATED"]
    assert office.held(remote_id)["stage"] == "1"
    assert office.held(remote_id)["title"] == "Roofs"
    (after,) = [one.last_change for one in office.store.connections()]
    await office.sync("roof", {"stage": step("s1")}, applied=after)
    await office.settle()
    assert office.held(remote_id)["stage"] == "2"


async def test_a_move_out_of_a_stage_that_lost_its_step_is_carried_over(office: Office) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    await office.map({2: "s2"})
    await office.sync("roof", {"stage": step("s2")})
    await office.settle()
    assert office.held(remote_id)["stage"] == "2"


async def test_who_shows_a_step_that_was_left_out_is_told_where_the_deal_is_once_it_is_mapped(
    office: Office,
) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    await office.map({2: "s2"})
    receipt = await office.sync("roof", {"stage": step("s3")})
    assert reasons(receipt) == ["STAGE_NOT_MAPPED"]
    await office.map({1: "s1", 2: "s2"})
    (change,) = await office.deal_news()
    assert change.fields == {"stage": step("s1")}
    assert office.held(remote_id)["stage"] == "1"
