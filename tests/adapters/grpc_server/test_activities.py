"""ActivityService through its stub."""

from datetime import UTC, datetime

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from domain.model.activity import (
    Call,
    CallState,
    Comment,
    Direction,
    DoneTask,
    Email,
    TaskStatus,
)
from domain.model.activity_policy import ActivityPolicy, Language, Unknown
from tests.adapters.grpc_server.activity_calls import AT, a_call, a_note, a_task, an_email
from tests.adapters.grpc_server.calling import Service, refused
from vixiees.pipedrive.v1.activity_pb2 import ActivityKind, ActivityState, UnknownNumber
from vixiees.pipedrive.v1.activity_pb2 import ActivityPolicy as PolicyMessage
from vixiees.pipedrive.v1.activity_pb2 import CallState as CallStateMessage
from vixiees.pipedrive.v1.activity_pb2 import Language as LanguageMessage
from vixiees.pipedrive.v1.activity_pb2 import TaskStatus as StatusMessage
from vixiees.pipedrive.v1.activity_service_pb2 import (
    GetActivityPolicyRequest,
    GetActivityRequest,
    ListActivitiesRequest,
    SetActivityPolicyRequest,
)
from vixiees.pipedrive.v1.contact_service_pb2 import LookUpContactsRequest


async def test_a_call_is_handed_in_whole(served: Service) -> None:
    request = a_call(
        from_number=" +34612 ",
        to_number="+34900",
        contact_ids=["ana", "bea"],
        deal_id="d-1",
        agent_emails=[" ", "eva@acme.test"],
        recording_url="https://r.test/1",
        notes="Calls back",
        session_id="s-1",
    )
    answer = await served.activities.LogCall(request)
    (report,) = served.in_activities.reports
    assert report.detail == Call(
        direction=Direction.INBOUND,
        state=CallState.VOICEMAIL,
        seconds=65,
        from_number="+34612",
        to_number="+34900",
        recording_url="https://r.test/1",
        notes="Calls back",
        session="s-1",
    )
    assert report.at == datetime.fromtimestamp(AT.seconds, UTC)
    assert (report.contact_ids, report.deal_id) == (("ana", "bea"), "d-1")
    assert report.agents == ("eva@acme.test",)
    assert [one.reason for one in answer.notices] == ["OWNER_UNMAPPED"]


async def test_an_activity_is_shown_whole(served: Service) -> None:
    activity = (await served.activities.LogCall(a_call())).activity
    assert activity.kind == ActivityKind.ACTIVITY_KIND_CALL
    assert list(activity.source_ids) == ["one"]
    assert activity.state == ActivityState.ACTIVITY_STATE_PENDING
    assert (activity.reason, activity.message) == ("CONTACT_NOT_LINKED", "It waits.")
    assert (list(activity.contact_ids), activity.deal_id) == (["one"], "d")
    assert activity.pipedrive_id == 7


@pytest.mark.parametrize(
    ("length", "seconds"),
    [
        ({"duration": Duration(seconds=3_599, nanos=600_000_000)}, 3_600),
        ({"duration": Duration(seconds=3_599, nanos=400_000_000)}, 3_599),
        ({"duration": None}, 0),
        ({"duration": None, "end_time": Timestamp(seconds=AT.seconds + 125)}, 125),
        ({"duration": None, "end_time": AT}, 0),
    ],
)
async def test_the_length_of_a_call_is_told_either_way(
    served: Service, length: dict[str, object], seconds: int
) -> None:
    await served.activities.LogCall(a_call(**length))
    (report,) = served.in_activities.reports
    assert isinstance(report.detail, Call)
    assert report.detail.seconds == seconds


async def test_an_email_a_task_and_a_note_are_handed_in(served: Service) -> None:
    await served.activities.LogEmail(an_email(to=["", " a@b.c "], cc=["d@e.f", " "]))
    await served.activities.LogTask(a_task(notes="Well done"))
    await served.activities.LogNote(a_note())
    assert [one.detail for one in served.in_activities.reports] == [
        Email(
            subject="Offer",
            sender="eva@acme.test",
            recipients=("a@b.c",),
            copies=("d@e.f",),
            body="<p>Hi</p>",
        ),
        DoneTask(name="Visit", seconds=60, status=TaskStatus.COMPLETED, notes="Well done"),
        Comment(author="Eva", body="1 &lt; 2<br>yes"),
    ]


@pytest.mark.parametrize(
    ("changes", "violations"),
    [
        ({"source_id": ""}, {"source_id": "REQUIRED"}),
        ({"source_id": "a\nb"}, {"source_id": "INVALID_ID"}),
        ({"session_id": "x" * 129}, {"session_id": "INVALID_ID"}),
        ({"contact_ids": ["ok", ""]}, {"contact_ids[1]": "REQUIRED"}),
        ({"deal_id": "x" * 129}, {"deal_id": "INVALID_ID"}),
        ({"direction": 0}, {"direction": "UNKNOWN_VALUE"}),
        ({"direction": 9}, {"direction": "UNKNOWN_VALUE"}),
        ({"state": 0}, {"state": "UNKNOWN_VALUE"}),
        ({"start_time": None}, {"start_time": "REQUIRED"}),
        ({"start_time": Timestamp(seconds=2**62)}, {"start_time": "TIME_OUT_OF_RANGE"}),
        (
            {"duration": None, "end_time": Timestamp(seconds=AT.seconds - 1)},
            {"end_time": "END_BEFORE_START"},
        ),
        (
            {"duration": None, "end_time": Timestamp(seconds=2**62)},
            {"end_time": "TIME_OUT_OF_RANGE"},
        ),
    ],
)
async def test_a_call_that_cannot_be_read_is_refused(
    served: Service, changes: dict[str, object], violations: dict[str, str]
) -> None:
    failure = await refused(served.activities.LogCall(a_call(**changes)))
    assert failure.code is grpc.StatusCode.INVALID_ARGUMENT
    assert failure.violations == violations
    assert served.calls == []


async def test_all_faults_of_a_call_are_told_together(served: Service) -> None:
    request = a_call(
        account_id="",
        state=CallStateMessage.CALL_STATE_UNSPECIFIED,
        duration=Duration(seconds=-5),
        recording_url="javascript:alert(1)",
    )
    failure = await refused(served.activities.LogCall(request))
    assert failure.violations == {
        "account_id": "REQUIRED",
        "state": "UNKNOWN_VALUE",
        "duration": "NEGATIVE_DURATION",
        "recording_url": "URL_SCHEME",
    }


async def test_a_task_without_a_status_is_refused(served: Service) -> None:
    request = a_task(status=StatusMessage.TASK_STATUS_UNSPECIFIED)
    failure = await refused(served.activities.LogTask(request))
    assert failure.violations == {"status": "UNKNOWN_VALUE"}


async def test_activities_are_looked_at(served: Service) -> None:
    one = GetActivityRequest(account_id="acme", kind=ActivityKind.ACTIVITY_KIND_NOTE, source_id="x")
    answer = await served.activities.GetActivity(one)
    assert list(answer.activity.source_ids) == ["x"]
    page = await served.activities.ListActivities(
        ListActivitiesRequest(
            account_id="acme", state=ActivityState.ACTIVITY_STATE_PARKED, page_token="t"
        )
    )
    assert [list(each.source_ids) for each in page.activities] == [["a"], ["b"]]
    assert page.next_page_token == "next"
    assert served.calls == [("get", "acme", "note", "x"), ("list", "acme", "parked", 500, "t")]


async def test_what_names_nothing_is_refused(served: Service) -> None:
    nothing = GetActivityRequest(account_id="acme")
    failure = await refused(served.activities.GetActivity(nothing))
    assert failure.violations == {"source_id": "REQUIRED", "kind": "UNKNOWN_VALUE"}
    unknown = ListActivitiesRequest(account_id="acme", state=9)  # type: ignore[arg-type]  # no state
    failure = await refused(served.activities.ListActivities(unknown))
    assert failure.violations == {"state": "UNKNOWN_VALUE"}


async def test_a_policy_is_set_and_shown(served: Service) -> None:
    message = PolicyMessage(
        unknown_number=UnknownNumber.UNKNOWN_NUMBER_SKIP,
        language=LanguageMessage.LANGUAGE_SPANISH,
        region="ES",
        own_numbers=["+34900"],
        fallback_owner_email="eva@acme.test",
        types={"call": "ring"},
        wording={"call.nobody": "nadie"},
    )
    request = SetActivityPolicyRequest(account_id="acme", policy=message)
    answer = await served.activities.SetActivityPolicy(request)
    assert answer.policy == message
    assert served.in_policies.policy == ActivityPolicy(
        unknown=Unknown.SKIP,
        language=Language.SPANISH,
        region="ES",
        own_numbers=("+34900",),
        fallback_owner="eva@acme.test",
        types={"call": "ring"},
        wording={"call.nobody": "nadie"},
    )
    shown = await served.activities.GetActivityPolicy(GetActivityPolicyRequest(account_id="acme"))
    assert shown.policy == message


async def test_a_policy_of_no_known_choices_is_refused(served: Service) -> None:
    message = PolicyMessage(unknown_number=9, language=9)  # type: ignore[arg-type]  # no choices
    request = SetActivityPolicyRequest(account_id="acme", policy=message)
    failure = await refused(served.activities.SetActivityPolicy(request))
    assert failure.violations == {
        "policy.unknown_number": "UNKNOWN_VALUE",
        "policy.language": "UNKNOWN_VALUE",
    }
    failure = await refused(
        served.activities.SetActivityPolicy(SetActivityPolicyRequest(account_id="acme"))
    )
    assert failure.violations == {"policy": "REQUIRED"}


async def test_contacts_are_looked_up_by_a_phone(served: Service) -> None:
    request = LookUpContactsRequest(account_id="acme", phone="+34612")
    answer = await served.contacts.LookUpContacts(request)
    assert [one.contact_id for one in answer.contacts] == ["one"]
    assert served.calls == [("look_up", "acme", "+34612")]
