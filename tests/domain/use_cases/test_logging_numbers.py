"""Whom a call is logged on when only its numbers are known."""

import pytest

from domain.activity.activity import ActivityState
from domain.errors import CrmRefused, InvalidInput
from domain.model.activity import Direction
from domain.model.activity_policy import ActivityPolicy, Unknown
from domain.model.values import FieldName, Value
from tests.domain.use_cases.firm import Firm
from tests.domain.use_cases.office import A_DEAL, Office, step
from tests.fakes.crm_requests import Trouble
from tests.fakes.crm_timeline import Entry

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612"}
_BEA: dict[FieldName, Value] = {"first_name": "Bea", "phone": "+34-612"}


def _only(firm: Firm) -> Entry:
    (entry,) = firm.crm.activities.values()
    return entry


async def test_a_number_leads_to_the_one_contact_that_has_it(firm: Firm) -> None:
    ana = await firm.in_step("ana", _ANA)
    await firm.timeline.call("1")
    await firm.work()
    assert _only(firm).draft.contacts == (ana,)
    assert (await firm.timeline.view()).contact_ids == ("ana",)


async def test_of_all_behind_one_switchboard_a_hundred_take_part(stranger: Firm) -> None:
    for number in range(101):
        stranger.company.create({"first_name": f"P{number}", "phone": "+34 612"})
    await stranger.connect()
    await stranger.timeline.call("1")
    await stranger.work()
    assert len(_only(stranger).draft.contacts) == 100


async def test_of_several_the_one_touched_last_comes_first(firm: Firm) -> None:
    ana = await firm.in_step("ana", _ANA)
    bea = await firm.in_step("bea", _BEA)
    assert await firm.timeline.look_up("+34 612") == ["bea", "ana"]
    await firm.timeline.call("1")
    await firm.work()
    assert _only(firm).draft.contacts == (bea, ana)
    assert _only(firm).draft.subject.endswith(": Bea")


async def test_of_several_the_one_with_the_latest_open_deal_comes_first() -> None:
    office = Office()
    await office.open()
    await office.in_step("ana", _ANA)
    await office.in_step("bea", _BEA)
    in_progress = {**A_DEAL, "stage": step("s1")}
    await office.together("roof", {**in_progress, "contact": "ana"})
    await office.together("door", {**in_progress, "contact": "bea", "status": "won"})
    assert await office.timeline.look_up("34612") == ["ana", "bea"]
    await office.sync("gate", {**in_progress, "contact": "bea"})
    assert await office.timeline.look_up("34612") == ["bea", "ana"]


async def test_of_several_one_that_cannot_go_to_pipedrive_holds_nothing_up(firm: Firm) -> None:
    ana = await firm.in_step("ana", _ANA)
    firm.crm.troubles["create_contact"] = [Trouble(error=CrmRefused("REFUSED", "No."))]
    await firm.call("bea", _BEA)
    await firm.work()
    await firm.timeline.call("1")
    await firm.work()
    assert _only(firm).draft.contacts == (ana,)
    assert (await firm.timeline.view()).state is ActivityState.LOGGED


async def test_a_number_of_one_that_cannot_go_to_pipedrive_waits_for_it(firm: Firm) -> None:
    firm.crm.troubles["create_contact"] = [Trouble(error=CrmRefused("REFUSED", "No."))]
    await firm.call("bea", _BEA)
    await firm.work()
    await firm.timeline.call("1")
    await firm.work()
    view = await firm.timeline.view()
    assert (view.state, view.reason) == (ActivityState.PARKED, "CONTACT_NOT_LINKED")


async def test_a_lookup_asks_pipedrive_nothing(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    asked = dict(firm.crm.asked)
    assert await firm.timeline.look_up("+34 612") == ["ana"]
    assert await firm.timeline.look_up("+34 999") == []
    assert dict(firm.crm.asked) == asked
    with pytest.raises(InvalidInput):
        await firm.timeline.look_up(" ")


async def test_an_unknown_number_is_logged_on_nobody_with_the_reason(firm: Firm) -> None:
    await firm.timeline.call("1")
    await firm.work()
    assert _only(firm).draft.contacts == ()
    assert _only(firm).draft.subject == "Outbound call answered: +34 612"
    view = await firm.timeline.view()
    assert (view.state, view.reason) == (ActivityState.LOGGED, "NO_CONTACT")


async def test_an_unknown_number_is_skipped_where_the_account_wants_that(firm: Firm) -> None:
    await firm.timeline.set_policy(ActivityPolicy(unknown=Unknown.SKIP))
    await firm.timeline.call("1")
    await firm.work()
    assert firm.crm.activities == {}
    view = await firm.timeline.view()
    assert (view.state, view.reason) == (ActivityState.PARKED, "NO_CONTACT")
    await firm.timeline.set_policy(ActivityPolicy())
    await firm.work()
    assert (await firm.timeline.view()).state is ActivityState.LOGGED


async def test_an_unknown_number_becomes_one_contact_where_the_account_wants_that(
    firm: Firm,
) -> None:
    await firm.timeline.set_policy(ActivityPolicy(unknown=Unknown.CREATE_CONTACT))
    await firm.timeline.call("1")
    await firm.timeline.call("2")
    await firm.work()
    ((remote_id, _),) = firm.company.contacts.items()
    assert firm.shown(remote_id) == {"first_name": "+34612", "phone": "+34612"}
    views = [await firm.timeline.view(one) for one in ("1", "2")]
    assert sorted(one.reason for one in views) == ["", "CONTACT_CREATED"]
    assert {one.state for one in views} == {ActivityState.LOGGED}
    assert {one.draft.contacts for one in firm.crm.activities.values()} == {(remote_id,)}
    (change,) = await firm.news()
    assert change.fields["phone"] == "+34612"
    await firm.acknowledge()
    firm.later(minutes=10)
    await firm.work()
    assert await firm.news() == []


@pytest.mark.parametrize(("customer", "shown"), [("+34 699", "+34 699"), ("", "unknown number")])
async def test_the_accounts_own_number_is_not_shown_as_the_customers(
    firm: Firm, customer: str, shown: str
) -> None:
    await firm.timeline.set_policy(ActivityPolicy(own_numbers=("+34-900",)))
    await firm.timeline.call("1", from_number=customer, to_number="+34 900")
    await firm.work()
    assert _only(firm).draft.subject == f"Outbound call answered: {shown}"


@pytest.mark.parametrize(
    ("number", "reason", "shown"),
    [("", "NO_NUMBER", "unknown number"), ("abc", "PHONE_NOT_NORMALISABLE", "abc")],
)
async def test_a_number_that_is_none_makes_no_contact(
    firm: Firm, number: str, reason: str, shown: str
) -> None:
    await firm.timeline.set_policy(ActivityPolicy(unknown=Unknown.CREATE_CONTACT))
    await firm.timeline.call("1", direction=Direction.INBOUND, from_number=number)
    await firm.work()
    assert firm.company.contacts == {}
    assert _only(firm).draft.subject == f"Inbound call answered: {shown}"
    view = await firm.timeline.view()
    assert (view.state, view.reason) == (ActivityState.LOGGED, reason)


async def test_the_accounts_own_number_is_never_the_customers(firm: Firm) -> None:
    ana = await firm.in_step("ana", _ANA)
    await firm.in_step("desk", {"first_name": "Desk", "phone": "+34 900"})
    await firm.timeline.set_policy(ActivityPolicy(own_numbers=("+34-900", "+34-901")))
    await firm.timeline.call("1", direction=Direction.INBOUND)
    await firm.timeline.call("2", to_number="+34 901")
    await firm.work()
    assert _only(firm).draft.contacts == (ana,)
    view = await firm.timeline.view("2")
    assert (view.state, view.reason) == (ActivityState.PARKED, "INTERNAL_CALL")


async def test_numbers_without_their_country_are_of_the_accounts_region(firm: Firm) -> None:
    ana = await firm.in_step("ana", _ANA)
    await firm.timeline.set_policy(
        ActivityPolicy(region="ES", unknown=Unknown.CREATE_CONTACT, own_numbers=("+34 900",))
    )
    assert await firm.timeline.look_up("612") == ["ana"]
    await firm.timeline.call("1", to_number="612")
    await firm.timeline.call("2", to_number="699")
    await firm.timeline.call("3", from_number="612", to_number="900")
    await firm.work()
    made = await firm.timeline.view("2")
    assert (await firm.timeline.view("1")).contact_ids == ("ana",)
    assert (await firm.view(made.contact_ids[0])).fields["phone"] == "+34699"
    assert (await firm.timeline.view("3")).contact_ids == ("ana",)
    assert ana in firm.company.contacts


async def test_whom_vixiees_names_counts_whoever_has_the_number(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    bea = await firm.in_step("bea", {"first_name": "Bea", "phone": "+34 699"})
    await firm.timeline.set_policy(ActivityPolicy(unknown=Unknown.SKIP))
    for source_id, number in (("1", "+34 612"), ("2", "+34 000")):
        await firm.timeline.call(source_id, ["bea"], to_number=number)
        await firm.work()
        view = await firm.timeline.view(source_id)
        assert (view.state, view.contact_ids) == (ActivityState.LOGGED, ("bea",))
    assert {one.draft.contacts for one in firm.crm.activities.values()} == {(bea,)}


async def test_a_phone_of_up_to_64_characters_is_looked_up(firm: Firm) -> None:
    assert await firm.timeline.look_up("6" * 64) == []
    with pytest.raises(InvalidInput) as refusal:
        await firm.timeline.look_up("6" * 65)
    (wrong,) = refusal.value.violations
    assert (wrong.field, wrong.reason) == ("phone", "INVALID_PHONE")
