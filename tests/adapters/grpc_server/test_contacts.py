"""ContactService through its stub."""

from datetime import UTC, datetime

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from domain.errors import Conflict, InvalidInput, Violation
from domain.model.values import RecordId, RemoteId
from domain.model.views import RecordView, SyncCall
from domain.model.views import SyncState as State
from tests.adapters.grpc_server.calling import Service, refused
from vixiees.pipedrive.v1.contact_pb2 import ContactFields, SyncState
from vixiees.pipedrive.v1.contact_service_pb2 import (
    BatchSyncContactsRequest,
    DeleteContactRequest,
    EraseContactRequest,
    GetContactRequest,
    ListContactsRequest,
    SyncContactRequest,
)

_EDITED = datetime(2026, 11, 23, 9, 0, 0, 250_000, tzinfo=UTC)


def _request(contact_id: str = "one", **changes: object) -> SyncContactRequest:
    update_time = Timestamp()
    update_time.FromDatetime(_EDITED)
    given: dict[str, object] = {
        "account_id": "acme",
        "contact_id": contact_id,
        "fields": ContactFields(first_name=" Ana ", company=""),
        "update_time": update_time,
        "applied_change": 3,
    }
    return SyncContactRequest(**{**given, **changes})  # type: ignore[arg-type]  # as named


def _call(served: Service) -> SyncCall:
    ((_, _, call),) = served.calls
    assert isinstance(call, SyncCall)
    return call


async def test_a_contact_is_handed_in_with_all_its_fields(served: Service) -> None:
    await served.contacts.SyncContact(_request())
    call = _call(served)
    assert call.record_id == "one"
    assert call.fields == {"first_name": "Ana", "last_name": None, "phone": None, "company": None}
    assert (call.update_time, call.applied_change, call.request_id) == (_EDITED, 3, "")


async def test_the_answer_tells_the_contact_and_what_to_know(served: Service) -> None:
    answer = await served.contacts.SyncContact(_request())
    assert answer.contact.contact_id == "one"
    assert answer.contact.state == SyncState.SYNC_STATE_PENDING
    assert answer.contact.fields.first_name == "Ana"
    assert not answer.contact.fields.HasField("phone")
    assert not answer.contact.HasField("person_id")
    assert [one.reason for one in answer.notices] == ["UPDATE_TIME_IN_FUTURE"]


async def test_a_mask_names_what_the_caller_vouches_for(served: Service) -> None:
    mask = FieldMask(paths=["phone", "first_name"])
    await served.contacts.SyncContact(_request(update_mask=mask))
    assert _call(served).fields == {"first_name": "Ana", "phone": None}


async def test_a_contact_can_be_deleted_by_a_repeatable_call(served: Service) -> None:
    request = DeleteContactRequest(account_id="acme", contact_id="one", request_id="r-1")
    assert (await served.contacts.DeleteContact(request)).contact.contact_id == "one"
    assert served.calls == [("delete", "acme", "one", "r-1")]


async def test_a_contact_can_be_looked_at(served: Service) -> None:
    answer = await served.contacts.GetContact(
        GetContactRequest(account_id="acme", contact_id="Ünï 1")
    )
    assert answer.contact.contact_id == "Ünï 1"


async def test_contacts_come_in_pages(served: Service) -> None:
    page = await served.contacts.ListContacts(ListContactsRequest(account_id="acme"))
    assert [one.contact_id for one in page.contacts] == ["one", "two"]
    assert page.next_page_token == "next"
    assert served.calls == [("list", "acme", 500, "")]


async def test_a_larger_page_than_possible_is_cut(served: Service) -> None:
    request = ListContactsRequest(account_id="acme", page_size=1_000_000_000)
    await served.contacts.ListContacts(request)
    assert served.calls == [("list", "acme", 500, "")]


async def test_each_contact_of_a_batch_has_its_own_result_in_order(served: Service) -> None:
    served.in_contacts.refusals = {"two": Conflict("CONTACT_DELETED", "It was deleted.")}
    requests = [
        BatchSyncContactsRequest(contact=one)
        for one in (_request("one"), _request("two"), _request(""), _request("four"))
    ]
    answer = await served.contacts.BatchSyncContacts(iter(requests))
    first, second, third, fourth = answer.results
    assert first.accepted.contact.contact_id == "one"
    assert (second.refused.code, second.refused.reason) == (9, "CONTACT_DELETED")
    assert third.refused.code == 3
    assert [one.field for one in third.refused.violations] == ["contact_id"]
    assert fourth.accepted.contact.contact_id == "four"


async def test_a_batch_is_taken_in_groups(served: Service) -> None:
    requests = (BatchSyncContactsRequest(contact=_request(str(n))) for n in range(1200))
    answer = await served.contacts.BatchSyncContacts(requests)
    assert len(answer.results) == 1200
    assert served.in_contacts.groups == [500, 500, 200]


async def test_a_batch_is_of_one_account(served: Service) -> None:
    requests = [_request("one"), _request("two", account_id="other")]
    answer = await served.contacts.BatchSyncContacts(
        BatchSyncContactsRequest(contact=one) for one in requests
    )
    assert answer.results[0].HasField("accepted")
    assert answer.results[1].refused.reason == "OTHER_ACCOUNT"


async def test_an_empty_batch_has_no_results(served: Service) -> None:
    answer = await served.contacts.BatchSyncContacts(iter(()))
    assert list(answer.results) == []


async def test_a_batch_without_end_is_cut_off(served: Service) -> None:
    requests = (BatchSyncContactsRequest(contact=_request(str(n))) for n in range(10_001))
    failure = await refused(served.contacts.BatchSyncContacts(requests))
    assert failure.violations == {"requests": "TOO_MANY"}


async def test_a_batch_for_a_disconnected_account_is_refused_whole(served: Service) -> None:
    served.in_contacts.failure = Conflict("NOT_CONNECTED", "Start a connection first.")
    requests = [BatchSyncContactsRequest(contact=_request())]
    failure = await refused(served.contacts.BatchSyncContacts(iter(requests)))
    assert failure.reason == "NOT_CONNECTED"


async def test_a_merged_contact_shows_its_person_and_its_survivor(served: Service) -> None:
    served.in_contacts.view = RecordView(
        record_id=RecordId("one"),
        fields={},
        state=State.MERGED,
        remote_id=RemoteId(77),
        merged_into=RecordId("two"),
    )
    request = GetContactRequest(account_id="acme", contact_id="one")
    contact = (await served.contacts.GetContact(request)).contact
    assert contact.state == SyncState.SYNC_STATE_MERGED
    assert (contact.person_id, contact.merged_into) == (77, "two")


def test_every_state_inside_has_its_name_outside() -> None:
    names = {f"SYNC_STATE_{one.name}" for one in State} | {"SYNC_STATE_UNSPECIFIED"}
    assert set(SyncState.keys()) == names


async def test_every_wrong_field_of_a_refusal_is_listed(served: Service) -> None:
    served.in_contacts.refusals = {
        "one": InvalidInput(
            Violation(field="fields.phone", reason="TOO_LONG", message="Shorten it."),
            Violation(field="fields.company", reason="TOO_LONG", message="Shorten it."),
        )
    }
    requests = [BatchSyncContactsRequest(contact=_request("one"))]
    answer = await served.contacts.BatchSyncContacts(iter(requests))
    fields = [one.field for one in answer.results[0].refused.violations]
    assert fields == ["fields.phone", "fields.company"]


async def test_an_erased_contact_shows_nothing_any_more(served: Service) -> None:
    request = EraseContactRequest(account_id="acme", contact_id="one")
    answer = await served.contacts.EraseContact(request)
    assert answer.contact.contact_id == "one"
    assert answer.contact.state == SyncState.SYNC_STATE_DELETED
    assert not answer.contact.fields.first_name
    assert served.calls == [("erase", "acme", "one")]
