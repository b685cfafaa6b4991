"""Around every method of ours: who calls, for which account, and how errors leave."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias

import grpc
import structlog
from google.protobuf.message import DecodeError, Message
from google.rpc.status_pb2 import Status

from adapters.grpc_server.callers import Caller, Tokens, caller_of
from adapters.grpc_server.room import Places, Room
from adapters.grpc_server.statuses import ShuttingDown, code_of, incident, status_of
from domain.errors import InvalidInput, SyncError, Violation
from domain.ports.world import Ids

_log = structlog.get_logger()
_DETAILS = "grpc-status-details-bin"
_OURS = "/vixiees."
_FRAMES = 5

# Requests and answers are of any message type here; grpc's own types leave them open too.
Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"
Messages = AsyncIterator[Message]
Continuation: TypeAlias = "Callable[[grpc.HandlerCallDetails], Awaitable[Handler | None]]"


class _Malformed:
    """Stands for bytes that are no message, until there is a context to refuse them with."""


class Guard(grpc.aio.ServerInterceptor):
    """Lets through what may be done. *closing* is set when the server ends: streams then end."""

    def __init__(self, tokens: Tokens, closing: asyncio.Event, ids: Ids, room: Room) -> None:
        self._tokens = tokens
        self._calls, self._streams = Places(room.calls), Places(room.streams)
        self._closing = closing
        self._ids = ids

    async def intercept_service(
        self, continuation: Continuation, handler_call_details: grpc.HandlerCallDetails
    ) -> "Handler | None":
        """Wrap the method; health and reflection are left as they are."""
        handler = await continuation(handler_call_details)
        if handler is None or not handler_call_details.method.startswith(_OURS):
            return handler
        if handler.unary_unary is not None:
            make, inner = grpc.unary_unary_rpc_method_handler, self._single(handler.unary_unary)
        elif handler.unary_stream is not None:
            make, inner = grpc.unary_stream_rpc_method_handler, self._stream(handler.unary_stream)
        elif handler.stream_unary is not None:
            make, inner = grpc.stream_unary_rpc_method_handler, self._batch(handler.stream_unary)
        else:
            raise NotImplementedError("None of our methods streams both ways.")
        deserializer = _tolerant(handler.request_deserializer)
        return make(inner, deserializer, handler.response_serializer)

    def _single(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        async def call(request: Message, context: Context) -> Message:
            async with self._answering(context, self._calls) as caller:
                _check(caller, request)
                answer: Message = await inner(request, context)
                return answer

        return call

    def _stream(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        async def call(request: Message, context: Context) -> Messages:
            async with self._answering(context, self._streams) as caller:
                _check(caller, request)
                async for answer in until(inner(request, context), self._closing):
                    yield answer

        return call

    def _batch(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        async def checked(caller: Caller, requests: Messages) -> Messages:
            async for request in requests:
                _check(caller, request)
                yield request

        async def call(requests: Messages, context: Context) -> Message:
            async with self._answering(context, self._calls) as caller:
                answer: Message = await inner(checked(caller, requests), context)
                return answer

        return call

    @asynccontextmanager
    async def _answering(self, context: Context, places: Places) -> AsyncIterator[Caller]:
        """Hand out the caller; end the call with a status when the block raises."""
        try:
            caller = caller_of(self._tokens, context.invocation_metadata() or ())
            with places.taken():
                yield caller
        except SyncError as error:
            await _abort(context, code_of(error), status_of(error))
        except grpc.aio.AbortError:
            raise
        except Exception as error:  # noqa: BLE001 - nothing of it may reach the caller
            identifier = self._ids()
            _log.error("grpc_call_failed", incident=identifier, **_where(error))
            await _abort(context, grpc.StatusCode.INTERNAL, incident(identifier))


async def until(answers: Messages, closing: asyncio.Event) -> Messages:
    """Pass the answers on until there are none. Raises ShuttingDown once *closing* is set."""
    closed = asyncio.create_task(closing.wait())
    try:
        while True:
            following = asyncio.ensure_future(anext(answers))
            try:
                await asyncio.wait({following, closed}, return_when=asyncio.FIRST_COMPLETED)
                if not following.done():
                    raise ShuttingDown
                yield following.result()
            finally:
                following.cancel()
                await asyncio.wait({following})
    except StopAsyncIteration:
        return
    finally:
        closed.cancel()


def _tolerant(
    deserializer: Callable[[bytes], Any] | None,
) -> Callable[[bytes], Message | _Malformed]:
    """Let malformed bytes pass: grpc itself would answer UNKNOWN, and with a traceback."""

    def read(data: bytes) -> Message | _Malformed:
        try:
            return deserializer(data) if deserializer is not None else _Malformed()
        except DecodeError:
            return _Malformed()

    return read


def _check(caller: Caller, request: Message | _Malformed) -> None:
    if isinstance(request, _Malformed):
        message = "it is no valid message of this method."
        raise InvalidInput(Violation(field="request", reason="MALFORMED_MESSAGE", message=message))
    inner = getattr(request, "contact", request)
    caller.check(getattr(inner, "account_id", None))


async def _abort(context: Context, code: grpc.StatusCode, status: Status) -> None:
    await context.abort(code, status.message, ((_DETAILS, status.SerializeToString()),))


def _where(error: BaseException) -> dict[str, object]:
    """Return the error's kind and place; its text may quote the request."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return {
        "error": type(error).__qualname__,
        "frames": [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames],
    }
