"""Webhook deliveries: those of a real company, and those that no company should send."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from adapters.pipedrive.crm import PipedriveCrm
from adapters.pipedrive.events import PipedriveEvents
from adapters.pipedrive.phones import replaced
from adapters.sandbox.company.deliveries import Delivery as Sent
from domain.errors import InvalidInput
from domain.model.remote import Action, Entity, Event
from domain.model.values import CompanyId, Kind, RecordId
from domain.ports.crm import Patch
from tests.adapters.pipedrive.opened_sandbox import Company
from tests.adapters.pipedrive.told import MARKER_FIELD, body_of, read_delivery, read_event

_ANA = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612 345 678"}
_URL = "http://127.0.0.1:9/webhooks/pipedrive/secret"


async def _delivered(acme: Company, crm: PipedriveCrm, marker_field: str) -> list[Event]:
    """Return what a company tells of a contact's life, its marker field being *marker_field*."""
    sent = list[bytes]()

    def keep(delivery: Sent) -> Sequence[Sent]:
        sent.append(delivery.body)
        return ()

    acme.sandbox.company.deliveries.reroute = keep
    await crm.subscribe(Entity.CONTACT, _URL, "user", "password")
    made = await crm.records(Kind.CONTACT).create(
        RecordId("record-1"), Patch(fields=_ANA, company_id=CompanyId(1))
    )
    patch = Patch(fields={"phone": "+34 9"}, company_id=None, carry=made.carry)
    await crm.records(Kind.CONTACT).update(made.remote_id, patch)
    await crm.records(Kind.CONTACT).delete(made.remote_id)
    deliveries = [PipedriveEvents().read(body, {Kind.CONTACT: marker_field}) for body in sent]
    return [one.event for one in deliveries if one.event is not None]


async def test_a_contacts_life_is_told_by_three_events(acme: Company) -> None:
    marker_field = await acme.crm().create_property(Kind.CONTACT, "Vixiees ID")
    created, changed, deleted = await _delivered(acme, acme.crm(marker_field), marker_field)
    assert created.action is Action.CREATED
    assert created.fields == {**_ANA, "company_id": "1"}
    assert (created.marker, created.marker_known) == ("record-1", True)
    assert not created.from_app
    assert created.by_user == str(acme.sandbox.installer.id)
    assert changed.action is Action.CHANGED
    assert changed.previous == {"phone": "+34 612 345 678"}
    assert changed.fields["phone"] == "+34 9"
    assert (deleted.action, deleted.fields) == (Action.DELETED, {})
    assert (deleted.marker, deleted.marker_known) == ("record-1", True)
    assert created.entity_id == changed.entity_id == deleted.entity_id
    assert created.at <= changed.at <= deleted.at


def test_an_event_is_read_whole() -> None:
    event = read_event(body_of())
    assert (event.entity, event.action, event.entity_id) == (Entity.CONTACT, Action.CHANGED, 12)
    assert event.at == datetime(2026, 11, 23, 10, 0, 0, 123_000, UTC)
    assert (event.by_user, event.from_app) == ("11", True)
    assert event.fields == {**_ANA, "company_id": "5"}
    assert event.previous == {"first_name": "Anna"}
    assert (event.marker, event.marker_known) == ("record-1", True)


def test_all_attempts_of_an_event_are_one_delivery() -> None:
    assert read_delivery(body_of()).event_id == read_delivery(body_of(meta_attempt=4)).event_id
    assert read_delivery(body_of()).event_id != read_delivery(body_of(meta_id="e-2")).event_id
    assert read_delivery(body_of()).event_id != read_delivery(body_of(meta_webhook_id="8")).event_id


def test_events_of_one_user_are_told_apart_by_their_times() -> None:
    first = read_delivery(body_of(meta_entity="user", meta_id="12", meta_timestamp=1_795_428_000))
    second = read_delivery(body_of(meta_entity="user", meta_id="12", meta_timestamp=1_795_428_001))
    assert first.event_id != second.event_id
    assert first.entity is Entity.USER


def test_another_phone_than_the_primary_one_is_no_change_of_the_contact() -> None:
    phones = [{"value": "+34 612 345 678", "primary": True}, {"value": "+34 9"}]
    event = read_event(body_of(data_phones=phones, previous={"phones": phones[:1]}))
    assert event.previous == {}
    assert "+34 9" in event.carry


def test_texts_that_no_database_takes_are_made_fit_as_in_answers() -> None:
    phones = [{"value": "+34\0", "primary": True}, {"value": "+34 9", "label": "x\udc00"}]
    marker = {MARKER_FIELD: {"type": "varchar", "value": "id\0"}}
    body = body_of(
        data_first_name="a\0b",
        data_last_name="a\ud800b",
        data_phones=phones,
        data_custom_fields={**marker, "code\0\ud800": "x"},
        previous={"first_name": "\0"},
    )
    event = read_event(body)
    assert event.fields["first_name"] == "a\ufffdb"
    assert event.fields["last_name"] == "a\ufffdb"
    assert event.fields["phone"] == "+34\ufffd"
    assert event.previous == {"first_name": "\ufffd"}
    assert event.marker == "id\ufffd"
    assert event.properties == {"code\ufffd\ufffd": "x"}
    assert replaced(event.carry, "+34 1")[1]["label"] == "x\ufffd"


def test_a_change_that_tells_only_the_whole_name_says_not_which_part() -> None:
    assert read_event(body_of(previous={"name": "Anna Pérez"})).previous is None


def test_a_change_without_its_old_values_says_not_what_changed() -> None:
    assert read_event(body_of(previous=None)).previous is None


@pytest.mark.parametrize("data", [None, [], "text"])
def test_an_event_without_data_leaves_everything_open(data: object) -> None:
    event = read_event(body_of(data=data))
    assert (event.fields, event.previous, event.marker_known) == ({}, None, False)


def test_a_payload_that_leaves_our_field_out_does_not_say_whose_it_is() -> None:
    event = read_event(body_of(data_custom_fields={}))
    assert (event.marker, event.marker_known) == (None, False)
    event = read_event(body_of(data_custom_fields={MARKER_FIELD: None}))
    assert (event.marker, event.marker_known) == (None, True)


@pytest.mark.parametrize("previous", [None, [], {}, {"custom_fields": None}])
def test_a_deletion_without_a_last_state_does_not_say_whose_it_was(previous: object) -> None:
    event = read_event(body_of(meta_action="delete", data=None, previous=previous))
    assert (event.marker, event.marker_known) == (None, False)


def test_a_merge_names_the_survivor() -> None:
    event = read_event(body_of(meta_action="delete", data=None, meta_merged_to_id="99"))
    assert (event.action, event.merged_into) == (Action.DELETED, 99)


def test_a_company_is_told_by_its_name() -> None:
    body = body_of(meta_entity="organization", data={"name": "Neu"}, previous={"name": "Alt"})
    event = read_event(body)
    assert (event.entity, event.fields) == (Entity.COMPANY, {"name": "Neu"})
    assert event.previous == {"name": "Alt"}


@pytest.mark.parametrize(
    "parts",
    [{"meta_entity": "lead"}, {"meta_action": "archived"}],
)
def test_what_is_not_mapped_is_no_event_and_no_problem(parts: dict[str, object]) -> None:
    delivery = read_delivery(body_of(**parts))
    assert (delivery.event, delivery.problem) == (None, "")


@pytest.mark.parametrize("attempt", [5, "x", None])
def test_the_attempt_does_not_matter(attempt: object) -> None:
    assert read_event(body_of(meta_attempt=attempt)).entity_id == 12


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"meta": None}, "MISSING_FIELD"),
        ({"meta": []}, "MISSING_FIELD"),
        ({"meta_version": "1.0"}, "UNSUPPORTED_VERSION"),
        ({"meta_version": "3.0"}, "UNSUPPORTED_VERSION"),
        ({"meta_version": None}, "MISSING_FIELD"),
        ({"meta_entity": None}, "MISSING_FIELD"),
        ({"meta_entity_id": None}, "MISSING_FIELD"),
        ({"meta_timestamp": None}, "MISSING_FIELD"),
        *[
            ({"meta_entity_id": wrong}, "INVALID_ID")
            for wrong in (2**63, "-1", -1, 0, 1.5, True, "12abc", "", "\u0661", "9" * 5000)
        ],
        ({"meta_action": "delete", "meta_merged_to_id": "x"}, "INVALID_ID"),
        ({"data_org_id": 2**63}, "INVALID_ID"),
        ({"meta_timestamp": "2026-02-30T10:00:00Z"}, "INVALID_TIMESTAMP"),
        ({"meta_timestamp": "2026-11-23T10:00:00"}, "TIMEZONE_REQUIRED"),
        ({"data_last_name": "x" * 256}, "TOO_LONG"),
        ({"data_first_name": 12}, "INVALID_TEXT"),
        ({"data_phones": "612"}, "INVALID_PHONES"),
        ({"data_org_id": "x"}, "INVALID_ID"),
        ({"data_org_id": True}, "INVALID_ID"),
    ],
)
def test_a_genuine_event_that_cannot_be_used_has_a_problem(
    parts: dict[str, object], problem: str
) -> None:
    delivery = read_delivery(body_of(**parts))
    assert (delivery.event, delivery.problem) == (None, problem)


def test_a_problem_hides_neither_company_nor_webhook() -> None:
    delivery = read_delivery(body_of(meta_version="1.0"))
    assert (delivery.company_id, delivery.webhook_id, delivery.entity) == (
        "42",
        "7",
        Entity.CONTACT,
    )


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(InvalidInput):
        read_delivery(b"[]")
