"""However much is wrong with a request, its caller learns what."""

import grpc

from tests.adapters.grpc_server.calling import Service, refused
from vixiees.pipedrive.v1.activity_service_pb2 import LogCallRequest
from vixiees.pipedrive.v1.contact_service_pb2 import SyncContactRequest


async def test_of_very_many_violations_the_first_are_listed(served: Service) -> None:
    request = LogCallRequest(account_id="acme", contact_ids=[""] * 10_000)
    failure = await refused(served.activities.LogCall(request))
    assert (failure.code, failure.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUIRED")
    assert failure.violations["contact_ids[20]"] == "REQUIRED"
    assert failure.violations["request"] == "MORE_VIOLATIONS"
    assert len(failure.violations) < 200


async def test_a_long_mask_is_refused_like_a_short_one(served: Service) -> None:
    request = SyncContactRequest(account_id="acme", contact_id="c-1")
    request.update_mask.paths.extend("😀" * 100 for _ in range(500))
    failure = await refused(served.contacts.SyncContact(request))
    assert failure.code is grpc.StatusCode.INVALID_ARGUMENT
    assert failure.violations["update_mask"] == "UNKNOWN_PATH"
