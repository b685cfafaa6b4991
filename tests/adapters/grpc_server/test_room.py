"""More calls at a time than a process takes."""

import asyncio
from datetime import timedelta

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from adapters.grpc_server.room import Room
from domain.model.values import ChangeNumber
from domain.model.views import Bookmark
from tests.adapters.grpc_server.calling import Refused, Service, refused, service
from vixiees.pipedrive.v1.change_service_pb2 import WatchChangesRequest
from vixiees.pipedrive.v1.connection_service_pb2 import GetConnectionRequest
from vixiees.pipedrive.v1.contact_pb2 import ContactFields
from vixiees.pipedrive.v1.contact_service_pb2 import BatchSyncContactsRequest, SyncContactRequest


async def _get(served: Service) -> object:
    return await served.connections.GetConnection(GetConnectionRequest(account_id="acme"))


async def _bookmark(served: Service) -> object:
    """Open a stream and read from it once; it stays open while it is kept."""
    stream = served.changes.WatchChanges(WatchChangesRequest(account_id="acme"))
    await anext(aiter(stream))
    return stream


async def _is_full(served: Service) -> bool:
    try:
        await _bookmark(served)
    except grpc.aio.AioRpcError:
        return True
    return False


def _is_busy(failure: Refused) -> bool:
    return (failure.code, failure.reason, failure.retry_after) == (
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "TOO_BUSY",
        timedelta(seconds=1),
    )


async def test_one_stream_too_many_is_told_to_come_later_and_calls_still_pass() -> None:
    async with service(room=Room(calls=1, streams=1)) as served:
        served.in_changes.items = [Bookmark(number=ChangeNumber(4))]
        first = await _bookmark(served)
        assert _is_busy(await refused(_bookmark(served)))
        assert await _get(served)
        assert first


async def test_a_stream_that_ends_leaves_its_place_to_the_next() -> None:
    async with service(room=Room(streams=1)) as served, asyncio.timeout(10):
        served.in_changes.items = [Bookmark(number=ChangeNumber(4))]
        stream = served.changes.WatchChanges(WatchChangesRequest(account_id="acme"))
        await anext(aiter(stream))
        stream.cancel()
        while await _is_full(served):
            pass


async def test_one_call_too_many_is_told_to_come_later_and_streams_still_open() -> None:
    async with service(room=Room(calls=0, streams=1)) as served:
        served.in_changes.items = [Bookmark(number=ChangeNumber(4))]
        assert _is_busy(await refused(_get(served)))
        contact = SyncContactRequest(
            account_id="acme",
            contact_id="one",
            fields=ContactFields(first_name="Ana"),
            update_time=Timestamp(seconds=1_795_428_000),
        )
        batch = [BatchSyncContactsRequest(contact=contact)]
        assert _is_busy(await refused(served.contacts.BatchSyncContacts(iter(batch))))
        assert await _bookmark(served)
        assert served.calls != []
    assert served.in_contacts.calls == []


async def test_calls_after_one_another_need_one_place() -> None:
    async with service(room=Room(calls=1)) as served:
        for _ in range(3):
            assert await _get(served)
