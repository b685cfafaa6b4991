"""What Vixiees hands in: taken once, judged by its time, and never over something newer."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import AlreadyDone, Conflict, InvalidInput, NotFound
from domain.model.values import ChangeNumber, FieldName, RecordId, Side, Value
from domain.model.views import SyncCall, SyncState
from tests.domain.use_cases.firm import ACME, Firm

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612"}


async def test_an_unknown_account_has_no_contacts(stranger: Firm) -> None:
    for asked in (
        lambda: stranger.call("ana", _ANA),
        lambda: stranger.view("ana"),
        lambda: stranger.delete("ana"),
        lambda: stranger.contacts.list(ACME, 10, ""),
    ):
        with pytest.raises(NotFound) as refusal:
            await asked()
        assert refusal.value.reason == "ACCOUNT_NOT_FOUND"
        assert repr(ACME) in refusal.value.message


async def test_a_contact_is_accepted_before_the_login_and_waits(stranger: Firm) -> None:
    await stranger.start()
    receipt = await stranger.call("ana", _ANA)
    assert receipt.record.state is SyncState.PENDING
    await stranger.work()
    assert stranger.company.contacts == {}
    await stranger.connect()
    await stranger.work()
    assert (await stranger.view("ana")).state is SyncState.SYNCED


@pytest.mark.parametrize(
    ("fields", "reason", "field"),
    [
        ({"first_name": "x" * 256}, "TOO_LONG", "fields.first_name"),
        ({**_ANA, "company": "a\0b"}, "NUL_CHARACTER", "fields.company"),
        ({**_ANA, "phone": "1\n2"}, "CONTROL_CHARACTER", "fields.phone"),
        ({**_ANA, "phone": "\ud800"}, "INVALID_UNICODE", "fields.phone"),
        ({"phone": "+34 612"}, "BLANK_NAME", "fields.first_name"),
        ({"first_name": "\u200b\u2060", "last_name": None}, "BLANK_NAME", "fields.first_name"),
    ],
)
async def test_a_contact_that_is_refused_leaves_nothing(
    firm: Firm, fields: dict[FieldName, Value], reason: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await firm.call("ana", fields)
    assert [(one.reason, one.field) for one in refusal.value.violations] == [(reason, field)]
    with pytest.raises(NotFound):
        await firm.view("ana")


async def test_a_time_before_all_contacts_is_refused(firm: Firm) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await firm.call("ana", _ANA, at=datetime(1999, 12, 31, tzinfo=UTC))
    assert refusal.value.reason == "TIME_OUT_OF_RANGE"


async def test_a_name_that_ends_up_blank_is_refused(firm: Firm) -> None:
    await firm.call("ana", _ANA)
    with pytest.raises(InvalidInput):
        await firm.call("ana", {"first_name": None, "last_name": None})
    receipt = await firm.call("ana", {"first_name": None})
    assert receipt.record.fields["last_name"] == "Pérez"


async def test_a_time_of_the_future_counts_as_now_with_a_notice(firm: Firm) -> None:
    receipt = await firm.call("ana", _ANA, at=firm.clock() + timedelta(days=3650))
    assert [one.reason for one in receipt.notices] == ["UPDATE_TIME_IN_FUTURE"]
    firm.later(minutes=1)
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.edit(remote_id, {"first_name": "Anna"})
    await firm.deliver()
    await firm.work()
    assert (await firm.view("ana")).fields["first_name"] == "Anna"


async def test_edits_are_not_lost_while_our_own_clock_has_gone_back(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    theirs = firm.clock()
    firm.later(hours=-1)
    for number, name in enumerate(("Anna", "Anita"), 1):
        await firm.call("ana", {"first_name": name}, at=theirs + timedelta(minutes=number))
    assert (await firm.view("ana")).fields["first_name"] == "Anita"


async def test_a_write_that_is_answered_and_not_to_be_seen_is_not_repeated_without_end(
    firm: Firm,
) -> None:
    await firm.in_step("ana", _ANA)
    firm.later(hours=-1)
    await firm.call("ana", {"first_name": "Anna"}, at=firm.clock() + timedelta(hours=2))
    await firm.work()
    assert firm.crm.asked["update_contact"] == 2


async def test_a_phone_that_nobody_can_dial_is_kept_with_a_notice(firm: Firm) -> None:
    receipt = await firm.call("ana", {**_ANA, "phone": "ask Bea"})
    assert [one.reason for one in receipt.notices] == ["PHONE_NOT_NORMALISABLE"]
    assert receipt.record.fields["phone"] == "ask Bea"


async def test_fields_that_are_not_vouched_for_are_left_alone(firm: Firm) -> None:
    await firm.call("ana", _ANA)
    receipt = await firm.call("ana", {"phone": "+34 9"})
    assert receipt.record.fields == {**_ANA, "phone": "+34 9"}


async def test_a_call_that_does_not_know_a_newer_change_loses_that_field(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.later(seconds=10)
    firm.company.edit(remote_id, {"first_name": "Anna"})
    await firm.deliver()
    await firm.work()
    earlier = firm.clock() - timedelta(seconds=30)
    late = {**_ANA, "first_name": "Ännchen", "phone": "+34 9"}
    receipt = await firm.call("ana", late, at=earlier)
    assert receipt.record.fields["first_name"] == "Anna"
    assert receipt.record.fields["phone"] == "+34 9"


async def test_a_call_that_is_newer_wins(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.company.edit(remote_id, {"first_name": "Anna"})
    await firm.deliver()
    await firm.work()
    firm.later(seconds=10)
    await firm.call("ana", {**_ANA, "first_name": "Ännchen"})
    await firm.work()
    assert firm.shown(remote_id)["first_name"] == "Ännchen"
    (lost,) = firm.store.conflicts(await firm.connection_id())
    assert (lost.field, lost.value) == ("first_name", "Anna")


async def test_a_call_that_knows_the_change_wins_whatever_its_clock_says(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", _ANA)
    firm.later(minutes=5)
    firm.company.edit(remote_id, {"first_name": "Anna"})
    await firm.deliver()
    await firm.work()
    (change,) = await firm.news()
    behind = firm.clock() - timedelta(minutes=3)
    await firm.call("ana", {**_ANA, "first_name": "Ännchen"}, at=behind, applied=change.number)
    await firm.work()
    assert firm.shown(remote_id)["first_name"] == "Ännchen"


async def test_a_repeated_request_has_one_effect(firm: Firm) -> None:
    at = firm.clock()
    await firm.call("ana", _ANA, at=at, request_id="r-1")
    firm.later(seconds=5)
    await firm.call("ana", {**_ANA, "phone": "+34 9"})
    repeated = await firm.call("ana", _ANA, at=at, request_id="r-1")
    assert repeated.record.record_id == "ana"
    assert (await firm.view("ana")).fields["phone"] == "+34 9"


async def test_a_request_id_for_something_else_is_refused(firm: Firm) -> None:
    await firm.call("ana", _ANA, request_id="r-1")
    with pytest.raises(AlreadyDone):
        await firm.call("bea", _ANA, request_id="r-1")
    with pytest.raises(AlreadyDone):
        await firm.delete("ana", "r-1")


async def test_a_deletion_is_final(firm: Firm) -> None:
    await firm.call("ana", _ANA)
    await firm.delete("ana")
    await firm.delete("ana")
    with pytest.raises(Conflict) as refusal:
        await firm.call("ana", _ANA)
    assert refusal.value.reason == "CONTACT_DELETED"
    assert (await firm.view("ana")).state is SyncState.DELETED
    lost = firm.store.conflicts(await firm.connection_id())
    assert {one.field: one.value for one in lost} == _ANA
    assert {(one.record_id, one.side, one.own_time, one.reason) for one in lost} == {
        ("ana", Side.VIXIEES, firm.clock(), "DELETED")
    }


async def test_an_unknown_contact_cannot_be_deleted(firm: Firm) -> None:
    with pytest.raises(NotFound) as refusal:
        await firm.delete("nobody")
    assert "'nobody'" in refusal.value.message


async def test_a_disconnected_account_takes_no_calls(firm: Firm) -> None:
    await firm.call("ana", _ANA)
    await firm.connections.disconnect(ACME)
    with pytest.raises(Conflict) as refusal:
        await firm.call("ana", _ANA)
    assert refusal.value.reason == "NOT_CONNECTED"
    assert (await firm.view("ana")).fields == _ANA


async def test_living_contacts_are_listed_page_by_page(firm: Firm) -> None:
    for name in ("a", "b", "c", "d", "e"):
        await firm.call(name, {"first_name": name})
    await firm.delete("c")
    first, token = await firm.contacts.list(ACME, 3, "")
    second, end = await firm.contacts.list(ACME, 3, token)
    assert [one.record_id for one in (*first, *second)] == ["a", "b", "d", "e"]
    assert end == ""


@pytest.mark.parametrize("token", ["nonsense", "%%%", "YQ", "/w==", "AA=="])
async def test_a_forged_page_token_is_refused(firm: Firm, token: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await firm.contacts.list(ACME, 3, token)
    (wrong,) = refusal.value.violations
    assert (wrong.field, wrong.reason) == ("page_token", "INVALID_PAGE_TOKEN")


async def test_one_refused_contact_of_many_does_not_touch_the_others(firm: Firm) -> None:
    calls = [
        SyncCall(
            record_id=RecordId(f"c-{number}"),
            fields={"first_name": "" if number == 7 else "Ana"},
            update_time=firm.clock(),
            applied_change=ChangeNumber(0),
        )
        for number in range(250)
    ]
    results = await firm.contacts.sync_many(ACME, calls)
    assert [at for at, one in enumerate(results) if isinstance(one, InvalidInput)] == [7]
    await firm.work()
    assert len(firm.company.contacts) == 249


async def test_a_name_that_pipedrive_left_blank_does_not_hold_other_fields_up(firm: Firm) -> None:
    remote_id = await firm.in_step("ana", {"first_name": "Ana"})
    firm.company.edit(remote_id, {"first_name": None})
    await firm.deliver()
    await firm.work()
    receipt = await firm.call("ana", {"phone": "+34 9"})
    assert receipt.record.fields["phone"] == "+34 9"
    for name in ("first_name", "last_name"):
        with pytest.raises(InvalidInput):
            await firm.call("ana", {name: " "})
