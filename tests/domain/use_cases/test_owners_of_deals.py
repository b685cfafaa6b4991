"""The owners of deals: agents of Vixiees are users of Pipedrive by their e-mail addresses."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import InvalidInput
from domain.model.catalog import User, UserId
from tests.domain.use_cases.firm import ACME
from tests.domain.use_cases.office import A_DEAL, Office, reasons, step
from tests.fakes.crm_requests import Trouble


async def _change_user(office: Office, user_id: int, **changes: object) -> None:
    """Change a user in Pipedrive, which tells of it."""
    users, key = office.company.users, UserId(user_id)
    users[key] = replace(users[key], **changes)  # type: ignore[arg-type]  # as named
    office.later(hours=25)
    await office.work()


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("nobody@acme.test", "OWNER_UNKNOWN"),
        ("twin@acme.test", "OWNER_AMBIGUOUS"),
        ("gone@acme.test", "OWNER_INACTIVE"),
    ],
)
async def test_an_owner_that_is_not_clear_is_reported_and_stood_in_for(
    office: Office, email: str, reason: str
) -> None:
    await office.catalog.set_fallback_owner(ACME, UserId(12))
    receipt = await office.sync("roof", {**A_DEAL, "stage": step("s1"), "owner": email})
    await office.work()
    assert reasons(receipt) == [reason]
    (made,) = office.company.deals.values()
    assert made.fields["owner"] == "12"


async def test_an_inactive_owner_stays_the_owner_of_what_it_owns(office: Office) -> None:
    remote_id = office.found({"owner": "15"})
    await office.settle()
    (view,), _ = await office.deals.list(ACME, 10, "")
    assert view.fields["owner"] == "gone@acme.test"
    receipt = await office.sync(view.record_id, {"owner": "GONE@acme.test", "title": "R"})
    await office.settle()
    assert reasons(receipt) == []
    assert office.held(remote_id)["owner"] == "15"


async def test_a_deal_of_a_new_user_is_told_once_the_user_is_known(office: Office) -> None:
    office.found({"owner": "99"})
    await office.deliver()
    await office.work()
    assert await office.deal_news() == []
    office.company.users[UserId(99)] = User(user_id=UserId(99), name="N", email="new@acme.test")
    office.later(hours=25)
    await office.work()
    (change,) = await office.deal_news()
    assert change.fields["owner"] == "new@acme.test"


async def test_a_deal_is_told_once_users_are_listed_that_were_not_at_first() -> None:
    office = Office()
    users, office.company.users = office.company.users, {}
    await office.open()
    office.found({"owner": "12"})
    await office.deliver()
    await office.work()
    assert await office.deal_news() == []
    office.company.users = users
    office.later(minutes=61)
    await office.work()
    (change,) = await office.deal_news()
    assert change.fields["owner"] == "ana@acme.test"


async def test_the_fallback_owner_is_an_active_user(office: Office) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await office.catalog.set_fallback_owner(ACME, UserId(15))
    (wrong,) = refusal.value.violations
    assert (wrong.field, wrong.reason) == ("user_id", "USER_NOT_ACTIVE")


async def test_a_fallback_owner_who_has_left_gets_nothing_new(office: Office) -> None:
    await office.catalog.set_fallback_owner(ACME, UserId(12))
    await _change_user(office, 12, is_active=False)
    fields = {**A_DEAL, "stage": step("s1"), "owner": "nobody@acme.test"}
    receipt = await office.sync("roof", fields)
    await office.work()
    assert reasons(receipt) == ["OWNER_UNKNOWN"]
    assert "SetFallbackOwner" in receipt.notices[0].message
    (made,) = office.company.deals.values()
    assert made.fields["owner"] == "11"


async def test_a_new_address_of_an_owner_is_told_for_all_that_it_owns(office: Office) -> None:
    fields = {**A_DEAL, "stage": step("s1"), "owner": "ana@acme.test"}
    await office.together("roof", fields)
    await office.together("door", {**fields, "owner": "boss@acme.test"})
    await _change_user(office, 12, email="Ana.Maria@acme.test")
    (change,) = await office.deal_news()
    assert (change.record_id, change.fields) == ("roof", {"owner": "ana.maria@acme.test"})


async def test_an_old_address_of_an_owner_does_not_hand_the_deal_to_the_fallback(
    office: Office,
) -> None:
    await office.catalog.set_fallback_owner(ACME, UserId(11))
    fields = {**A_DEAL, "stage": step("s1"), "owner": "ana@acme.test"}
    remote_id = await office.together("roof", fields)
    (before,) = [one.last_change for one in office.store.connections()]
    await _change_user(office, 12, email="ana.maria@acme.test")
    receipt = await office.sync("roof", {**fields, "title": "Roofs"}, applied=before)
    await office.settle()
    assert reasons(receipt) == ["OWNER_OUTDATED"]
    assert (office.held(remote_id)["owner"], office.held(remote_id)["title"]) == ("12", "Roofs")
    (after,) = [one.last_change for one in office.store.connections()]
    receipt = await office.sync("roof", {"owner": "ana.maria@acme.test"}, applied=after)
    assert reasons(receipt) == []
    receipt = await office.sync("roof", {"owner": "boss@acme.test"}, applied=after)
    await office.settle()
    assert office.held(remote_id)["owner"] == "11"


async def test_an_address_that_changed_just_before_an_end_is_told_on_coming_back(
    office: Office,
) -> None:
    await office.together("roof", {**A_DEAL, "stage": step("s1"), "owner": "ana@acme.test"})
    stop = asyncio.Event()
    office.crm.troubles["properties"] = [Trouble(), Trouble(meanwhile=stop.set)]
    user = office.company.users[UserId(12)]
    office.company.users[user.user_id] = replace(user, email="ana.maria@acme.test")
    office.later(hours=25)
    lease = await office.store.lease("worker", timedelta(hours=1))
    assert lease is not None
    await office.drive.run(lease, stop)
    await office.store.release(lease)
    await office.connections.disconnect(ACME)
    await office.work()
    await office.connect()
    (change,) = await office.deal_news()
    assert change.fields == {"owner": "ana.maria@acme.test"}
