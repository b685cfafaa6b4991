"""Who may call, and for which accounts."""

from collections.abc import AsyncIterator, Awaitable, Callable

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from tests.adapters.grpc_server.calling import Service, refused, service
from vixiees.pipedrive.v1.change_service_pb2 import WatchChangesRequest
from vixiees.pipedrive.v1.connection_service_pb2 import (
    GetConnectionRequest,
    ListConnectionsRequest,
)
from vixiees.pipedrive.v1.contact_pb2 import ContactFields
from vixiees.pipedrive.v1.contact_service_pb2 import (
    BatchSyncContactsRequest,
    SyncContactRequest,
)

_TOKENS = {"token-of-all": None, "token-of-acme": frozenset({"acme"})}
_DENIED = grpc.StatusCode.PERMISSION_DENIED


@pytest.fixture
async def guarded() -> AsyncIterator[Service]:
    async with service(_TOKENS) as running:
        yield running


def _bearer(token: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {token}"),)


async def _get(served: Service, account_id: str, *metadata: tuple[str, str]) -> str:
    request = GetConnectionRequest(account_id=account_id)
    answer = await served.connections.GetConnection(request, metadata=metadata)
    return answer.connection.account_id


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
async def test_a_known_token_is_let_in(guarded: Service, scheme: str) -> None:
    assert await _get(guarded, "acme", ("authorization", f"{scheme} token-of-all")) == "acme"


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ((), "TOKEN_MISSING"),
        ((("authorization", "token-of-all"),), "TOKEN_MALFORMED"),
        ((("authorization", "Basic dG9rZW4="),), "TOKEN_MALFORMED"),
        ((("authorization", "Bearer "),), "TOKEN_MALFORMED"),
        ((("authorization", "Bearer token-of-al"),), "TOKEN_UNKNOWN"),
    ],
)
async def test_nobody_else_is(
    guarded: Service, metadata: tuple[tuple[str, str], ...], reason: str
) -> None:
    failure = await refused(_get(guarded, "acme", *metadata))
    assert (failure.code, failure.reason) == (grpc.StatusCode.UNAUTHENTICATED, reason)
    assert guarded.calls == []


async def test_a_token_acts_for_its_accounts_alone(guarded: Service) -> None:
    assert await _get(guarded, "acme", *_bearer("token-of-acme")) == "acme"
    failure = await refused(_get(guarded, "other", *_bearer("token-of-acme")))
    assert (failure.code, failure.reason) == (_DENIED, "ACCOUNT_NOT_ALLOWED")


def _batch(served: Service, *account_ids: str) -> Awaitable[object]:
    requests = (
        BatchSyncContactsRequest(
            contact=SyncContactRequest(
                account_id=account_id,
                contact_id="one",
                fields=ContactFields(first_name="Ana"),
                update_time=Timestamp(seconds=1_795_428_000),
            )
        )
        for account_id in account_ids
    )
    return served.contacts.BatchSyncContacts(requests, metadata=_bearer("token-of-acme"))


async def _watch(served: Service) -> None:
    request = WatchChangesRequest(account_id="other")
    async for _ in served.changes.WatchChanges(request, metadata=_bearer("token-of-acme")):
        pass


def _list(served: Service) -> Awaitable[object]:
    metadata = _bearer("token-of-acme")
    return served.connections.ListConnections(ListConnectionsRequest(), metadata=metadata)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda served: _batch(served, "other"), "ACCOUNT_NOT_ALLOWED"),
        (lambda served: _batch(served, "acme", "other"), "ACCOUNT_NOT_ALLOWED"),
        (_watch, "ACCOUNT_NOT_ALLOWED"),
        (_list, "ALL_ACCOUNTS_NEEDED"),
    ],
    ids=["batch", "batch with a stranger", "stream", "list"],
)
async def test_streams_and_lists_keep_to_the_accounts_too(
    guarded: Service, call: Callable[[Service], Awaitable[object]], reason: str
) -> None:
    failure = await refused(call(guarded))
    assert (failure.code, failure.reason) == (_DENIED, reason)
    assert guarded.calls == []


async def test_a_batch_for_the_right_account_is_taken(guarded: Service) -> None:
    await _batch(guarded, "acme", "acme")
    assert guarded.in_contacts.groups == [2]
