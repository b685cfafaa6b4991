"""No method can be called by strangers, or for another account."""

from collections.abc import AsyncIterator

import grpc
import pytest

from tests.adapters.grpc_server.calling import Service, refused, service
from tests.security.methods import Method, every_method

_METHODS = sorted(every_method(), key=lambda one: one.path)
_OF_ACME = (("authorization", "Bearer token-of-acme"),)
_WITHOUT_ACCOUNT = {"/vixiees.pipedrive.v1.ConnectionService/ListConnections"}
"""Such a method is for tokens of all accounts alone."""

each_method = pytest.mark.parametrize("method", _METHODS, ids=lambda one: one.path)


@pytest.fixture
async def guarded() -> AsyncIterator[Service]:
    async with service({"token-of-acme": frozenset({"acme"})}) as running:
        yield running


def test_there_are_methods() -> None:
    assert len(_METHODS) > len(_WITHOUT_ACCOUNT)


@each_method
async def test_no_method_is_open(guarded: Service, method: Method) -> None:
    for metadata in ((), (("authorization", "Bearer token-of-acm"),)):
        failure = await refused(method.call(guarded.channel, b"", metadata))
        assert failure.code is grpc.StatusCode.UNAUTHENTICATED
    assert guarded.calls == []


@each_method
async def test_a_token_reaches_no_other_account(guarded: Service, method: Method) -> None:
    request = method.request("other")
    assert (request is None) == (method.path in _WITHOUT_ACCOUNT)
    data = request.SerializeToString() if request is not None else b""
    failure = await refused(method.call(guarded.channel, data, _OF_ACME))
    reason = "ACCOUNT_NOT_ALLOWED" if request is not None else "ALL_ACCOUNTS_NEEDED"
    assert (failure.code, failure.reason) == (grpc.StatusCode.PERMISSION_DENIED, reason)
    assert guarded.calls == []


@each_method
async def test_bytes_that_mean_nothing_are_the_callers_fault(
    guarded: Service, method: Method
) -> None:
    for data in (b"\xff", b"\x0a\x7f", b"\x0a\x02\xff\xfe"):
        failure = await refused(method.call(guarded.channel, data, _OF_ACME))
        assert failure.code in {
            grpc.StatusCode.INVALID_ARGUMENT,
            grpc.StatusCode.PERMISSION_DENIED,
        }
    assert guarded.calls == []
