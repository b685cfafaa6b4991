"""Deals: created, moved, closed and deleted on either side."""

from collections.abc import Mapping

import pytest

from domain.errors import Conflict, InvalidInput, OutcomeUnknown
from domain.model.change import ChangeType
from domain.model.values import FieldName, Kind, RecordId, Value
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME
from tests.domain.use_cases.office import A_DEAL, Office, step
from tests.fakes.crm_requests import Trouble


async def test_a_deal_of_vixiees_is_created_in_its_stage(office: Office) -> None:
    await office.in_step("ana", {"first_name": "Ana"})
    person = str(await office.remote_id("ana"))
    fields = {**A_DEAL, "stage": step("s2"), "contact": "ana", "owner": " ANA@acme.test"}
    remote_id = await office.together("roof", fields)
    held = office.held(remote_id)
    assert {name: held[name] for name in ("title", "value", "status", "stage")} == {
        "title": "Roof",
        "value": "1200.5 EUR",
        "status": "open",
        "stage": "2",
    }
    assert (held["contact"], held["owner"]) == (person, "12")
    view = await office.deal("roof")
    assert view.state is SyncState.SYNCED
    assert (view.fields["stage"], view.fields["contact"]) == (step("s2"), "ana")
    assert view.fields["owner"] == "ana@acme.test"
    assert await office.deal_news() == []


async def test_an_edit_right_after_the_creation_is_not_taken_for_older_than_its_echo(
    office: Office,
) -> None:
    office.crm.asked.clear()
    await office.sync("roof", {"title": "Roof", "stage": step("s1")})
    await office.work()
    await office.deliver()
    await office.work()
    await office.acknowledge()
    await office.sync("roof", {"title": "Roofs", "status": "won", "stage": step("s2")})
    await office.settle()
    (held,) = [one.fields for one in office.company.deals.values()]
    assert (held["title"], held["status"], held["stage"]) == ("Roofs", "won", "2")
    assert dict(office.crm.asked) == {"create_deal": 1, "update_deal": 1}


async def test_a_deal_of_pipedrive_is_told_in_the_words_of_vixiees(office: Office) -> None:
    await office.in_step("ana", {"first_name": "Ana"})
    person = str(await office.remote_id("ana"))
    office.found({"contact": person, "owner": "12"})
    await office.deliver()
    await office.work()
    (change,) = await office.deal_news()
    assert change.type is ChangeType.UPSERTED
    assert change.fields["stage"] == step("s1")
    assert change.fields["contact"] == "ana"
    assert change.fields["owner"] == "ana@acme.test"
    assert change.fields["value"] == "1200.5 EUR"


async def test_moving_a_deal_is_one_write_of_its_stage_and_has_no_echo(office: Office) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    office.crm.asked.clear()
    await office.sync("roof", {"stage": step("s2")})
    await office.settle()
    assert office.held(remote_id)["stage"] == "2"
    assert dict(office.crm.asked) == {"update_deal": 1}
    assert await office.deal_news() == []


async def test_a_deal_moved_in_pipedrive_changes_its_step(office: Office) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    office.crm.asked.clear()
    office.company.edit(remote_id, {"stage": "2"}, kind=Kind.DEAL)
    await office.deliver()
    await office.work()
    (change,) = await office.deal_news()
    assert change.fields == {"stage": step("s2")}
    assert dict(office.crm.asked) == {}


async def test_a_won_deal_gets_its_close_time_from_pipedrive_without_a_request(
    office: Office,
) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    office.crm.asked.clear()
    await office.sync("roof", {"status": "won"})
    await office.settle()
    closed = office.held(remote_id)["close_time"]
    assert closed is not None
    assert dict(office.crm.asked) == {"update_deal": 1}
    assert (await office.deal("roof")).fields["close_time"] == closed
    assert (await office.deal("roof")).state is SyncState.SYNCED


async def test_a_lost_deal_has_its_reason_and_a_reopened_one_has_none(office: Office) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    await office.sync("roof", {"status": "lost", "lost_reason": "Price"})
    await office.settle()
    assert office.held(remote_id)["lost_reason"] == "Price"
    office.company.edit(remote_id, {"status": "open"}, kind=Kind.DEAL)
    await office.deliver()
    await office.work()
    (change,) = await office.deal_news()
    assert change.fields == {"status": "open", "lost_reason": None, "close_time": None}


async def test_a_deal_reopened_in_vixiees_loses_its_close_time_on_both_sides(
    office: Office,
) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1"), "status": "won"})
    await office.sync("roof", {"status": "open"})
    await office.settle()
    assert office.held(remote_id)["status"] == "open"
    assert (await office.deal("roof")).fields["close_time"] is None
    assert (await office.deal("roof")).state is SyncState.SYNCED


async def test_an_archived_deal_says_so_and_is_not_written(office: Office) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    office.company.edit(remote_id, {"archived": "true"}, kind=Kind.DEAL)
    await office.settle()
    with pytest.raises(Conflict) as refusal:
        await office.sync("roof", {"title": "Roofs"})
    assert refusal.value.reason == "DEAL_ARCHIVED"
    await office.sync("roof", {"title": "Roof"})
    office.company.edit(remote_id, {"archived": None}, kind=Kind.DEAL)
    await office.settle()
    await office.sync("roof", {"title": "Roofs"})
    await office.settle()
    assert office.held(remote_id)["title"] == "Roofs"


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"value": "NaN EUR"}, ["NOT_A_NUMBER"]),
        ({"value": "1e30 EUR"}, ["NOT_A_NUMBER"]),
        ({"value": "1,234.50 EUR"}, ["NOT_A_NUMBER"]),
        ({"value": "-1 EUR"}, ["NEGATIVE"]),
        ({"value": "9" * 20 + " EUR"}, ["TOO_LARGE"]),
        ({"value": "1 XXX"}, ["UNKNOWN_CURRENCY"]),
        ({"value": "1 "}, ["REQUIRED"]),
        ({"title": " "}, ["BLANK_TITLE"]),
        ({"title": "x" * 256}, ["TOO_LONG"]),
        ({"status": None}, ["REQUIRED"]),
        ({"stage": "other\ns1"}, ["UNKNOWN_PLAYBOOK"]),
        ({"stage": "brain\nother"}, ["UNKNOWN_STEP"]),
        ({"close_time": "2026-01-01T00:00:00Z"}, ["CLOSE_TIME_OF_OPEN_DEAL"]),
        ({"status": "won", "lost_reason": "Price"}, ["REASON_OF_DEAL_NOT_LOST"]),
        (
            {"value": "-1 XXX", "owner": "a\0"},
            ["NEGATIVE", "NUL_CHARACTER", "UNKNOWN_CURRENCY"],
        ),
    ],
    ids=lambda one: repr(one).replace("\\", "")[:60],
)
async def test_a_wrong_deal_is_refused_with_every_fault(
    office: Office, fields: Mapping[FieldName, Value], faults: list[str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await office.sync("roof", {**A_DEAL, **fields})
    assert sorted(one.reason for one in refusal.value.violations) == faults


async def test_a_deal_deleted_in_pipedrive_is_deleted_in_vixiees(office: Office) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    office.company.delete(remote_id, kind=Kind.DEAL)
    await office.deliver()
    await office.work()
    (change,) = await office.deal_news()
    assert (change.type, change.record_id) == (ChangeType.DELETED, "roof")
    with pytest.raises(Conflict) as refusal:
        await office.sync("roof", {"title": "Roofs"})
    assert refusal.value.reason == "DEAL_DELETED"


async def test_a_deal_deleted_in_vixiees_is_deleted_in_pipedrive(office: Office) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    await office.deals.delete(ACME, RecordId("roof"))
    await office.settle()
    assert remote_id not in office.company.deals
    assert (await office.deal("roof")).state is SyncState.DELETED


async def test_merged_deals_are_told_as_merged(office: Office) -> None:
    roof = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    door = await office.together("door", {**A_DEAL, "title": "Door", "stage": step("s1")})
    office.company.merge(roof, door, kind=Kind.DEAL)
    await office.deliver()
    await office.work()
    (change,) = await office.deal_news()
    assert (change.type, change.record_id, change.merged_into) == (
        ChangeType.MERGED,
        "roof",
        "door",
    )


async def test_a_renamed_company_changes_its_deals(office: Office) -> None:
    acme = office.company.name_company("Acme")
    office.company.create({**A_DEAL, "stage": "1"}, kind=Kind.DEAL, company_id=acme)
    await office.settle()
    office.company.rename_company(acme, "Acme Ltd")
    await office.deliver()
    await office.work()
    (change,) = await office.deal_news()
    assert change.fields == {"company": "Acme Ltd"}


async def test_the_import_brings_deals_after_their_contacts() -> None:
    office = Office()
    person = office.company.create({"first_name": "Ana"})
    office.found({"contact": str(person), "stage": "1"})
    office.found({"stage": "2"})
    office.company.outbox.clear()
    await office.open()
    told = [one for one in await office.news() if one.kind is not Kind.USER]
    assert [one.kind for one in told] == [Kind.CONTACT, Kind.DEAL, Kind.DEAL]
    assert {one.fields.get("contact") for one in told[1:]} == {told[0].record_id, None}
    assert (await office.connection()).progress.deals == 2


async def test_a_deal_handed_in_while_the_import_runs_is_created_once() -> None:
    office = Office()
    await office.log_in()
    await office.sync("roof", A_DEAL)
    await office.open()
    await office.settle()
    assert len(office.company.deals) == 1
    assert (await office.deal("roof")).state is SyncState.SYNCED


async def test_a_lost_answer_creates_no_second_deal(office: Office) -> None:
    lost = Trouble(error=OutcomeUnknown("OUTCOME_UNKNOWN", "?"), after_effect=True)
    office.crm.troubles["create_deal"].append(lost)
    await office.sync("roof", {**A_DEAL, "stage": step("s1")})
    await office.work()
    office.company.outbox.clear()
    office.later(minutes=5)
    await office.work()
    assert len(office.company.deals) == 1
    assert (await office.deal("roof")).state is SyncState.SYNCED
