"""ChangeService through its stub."""

import asyncio
from collections.abc import AsyncIterable
from dataclasses import replace
from datetime import UTC

import grpc
import pytest

from domain.errors import OutOfRange
from domain.model.change import Change
from domain.model.change import ChangeType as Type
from domain.model.values import ChangeNumber, Kind, RecordId
from domain.model.views import Bookmark
from tests.adapters.grpc_server.calling import Service, read, refused, service
from tests.fakes.use_cases_grpc import SINCE
from vixiees.pipedrive.v1.change_service_pb2 import (
    AcknowledgeChangesRequest,
    ChangeType,
    WatchChangesRequest,
    WatchChangesResponse,
)


def _change(number: int, kind: Type = Type.UPSERTED) -> Change:
    return Change(
        number=ChangeNumber(number),
        kind=Kind.CONTACT,
        record_id=RecordId("one"),
        type=kind,
        at=SINCE,
        fields={"phone": None, "first_name": "Ana"},
        merged_into=RecordId("two") if kind is Type.MERGED else None,
    )


async def _first(served: Service, count: int, after: int = 0) -> list[WatchChangesResponse]:
    stream = served.changes.WatchChanges(WatchChangesRequest(account_id="acme", after=after))
    items = aiter(stream)
    return [await anext(items) for _ in range(count)]


async def test_changes_and_bookmarks_come_as_they_are(served: Service) -> None:
    served.in_changes.items = [_change(4), Bookmark(number=ChangeNumber(4))]
    changed, marked = await _first(served, 2, after=3)
    assert served.calls == [("watch", "acme", 3)]
    assert changed.change.number == 4
    assert changed.change.contact.type == ChangeType.CHANGE_TYPE_UPSERTED
    assert changed.change.contact.contact_id == "one"
    assert changed.change.time.ToDatetime(UTC) == SINCE
    assert marked.bookmark.number == 4


async def test_a_cleared_field_is_named_and_not_set(served: Service) -> None:
    served.in_changes.items = [_change(1)]
    (item,) = await _first(served, 1)
    assert list(item.change.contact.changed_fields) == ["first_name", "phone"]
    assert item.change.contact.fields.first_name == "Ana"
    assert not item.change.contact.fields.HasField("phone")


async def test_a_merge_names_the_survivor(served: Service) -> None:
    served.in_changes.items = [_change(1, Type.MERGED)]
    (item,) = await _first(served, 1)
    assert item.change.contact.type == ChangeType.CHANGE_TYPE_MERGED
    assert item.change.contact.merged_into == "two"


async def test_a_changed_user_comes_whole(served: Service) -> None:
    fields = {"name": "Ana", "email": "ana@acme.test", "is_active": "false"}
    user = replace(_change(1), kind=Kind.USER, record_id=RecordId("11"), fields=fields)
    gone = replace(user, number=ChangeNumber(2), type=Type.DELETED, fields={})
    served.in_changes.items = [user, gone]
    shown, ended = [item.change.user for item in await _first(served, 2)]
    assert (shown.user.user_id, shown.user.name, shown.user.email) == (11, "Ana", "ana@acme.test")
    assert not shown.user.active
    assert ended.type == ChangeType.CHANGE_TYPE_DELETED
    assert (ended.user.user_id, ended.user.name) == (11, "")


async def test_changes_are_acknowledged(served: Service) -> None:
    request = AcknowledgeChangesRequest(account_id="acme", number=7)
    await served.changes.AcknowledgeChanges(request)
    assert served.calls == [("acknowledge", "acme", 7)]


async def test_a_cursor_that_is_too_old_is_told_where_to_begin(served: Service) -> None:
    served.in_changes.failure = OutOfRange("CURSOR_TOO_OLD", "Begin at 40.", oldest="40")
    failure = await refused(_first(served, 1))
    assert failure.code is grpc.StatusCode.OUT_OF_RANGE
    assert (failure.reason, failure.metadata) == ("CURSOR_TOO_OLD", {"oldest": "40"})


async def test_a_negative_number_is_refused(served: Service) -> None:
    request = AcknowledgeChangesRequest(account_id="acme", number=-1)
    failure = await refused(served.changes.AcknowledgeChanges(request))
    assert failure.violations == {"number": "NEGATIVE"}
    failure = await refused(_first(served, 1, after=-1))
    assert failure.violations == {"after": "NEGATIVE"}
    assert served.calls == []


async def test_a_reader_that_goes_away_ends_its_stream(served: Service) -> None:
    served.in_changes.items = [_change(1)]
    stream = served.changes.WatchChanges(WatchChangesRequest(account_id="acme"))
    await anext(aiter(stream))
    stream.cancel()
    async with asyncio.timeout(5):
        await served.in_changes.left.acquire()


async def test_a_server_that_ends_tells_its_readers_to_come_again() -> None:
    async def until_it_ends(stream: AsyncIterable[object]) -> None:
        async for _ in stream:
            pass

    async with service() as served:
        served.in_changes.items = [_change(1)]
        stream = served.changes.WatchChanges(WatchChangesRequest(account_id="acme"))
        await anext(aiter(stream))
        reading = asyncio.create_task(until_it_ends(stream))
        await served.stop()
        with pytest.raises(grpc.aio.AioRpcError) as failure:
            await reading
    assert failure.value.code() is grpc.StatusCode.UNAVAILABLE
    assert read(failure.value).reason == "SHUTTING_DOWN"


def test_every_type_inside_has_its_name_outside() -> None:
    names = {f"CHANGE_TYPE_{one.name}" for one in Type} | {"CHANGE_TYPE_UNSPECIFIED"}
    assert set(ChangeType.keys()) == names
