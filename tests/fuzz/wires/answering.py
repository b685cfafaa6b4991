"""One call of any method over a channel, and how it ended."""

from collections.abc import AsyncIterator

import grpc

from tests.security.methods import Method

_PATIENCE = 10


async def answer_of(
    channel: grpc.aio.Channel, method: Method, data: bytes
) -> tuple[grpc.StatusCode, str]:
    """Call once; return the status and its words. Of a stream the first answer counts."""
    try:
        if method.descriptor.client_streaming:
            await channel.stream_unary(method.path, bytes, bytes)(_once(data), timeout=_PATIENCE)
        elif method.descriptor.server_streaming:
            stream = channel.unary_stream(method.path, bytes, bytes)(data, timeout=_PATIENCE)
            await stream.read()
            stream.cancel()
        else:
            await channel.unary_unary(method.path, bytes, bytes)(data, timeout=_PATIENCE)
    except grpc.aio.AioRpcError as error:
        return error.code(), error.details() or ""
    return grpc.StatusCode.OK, ""


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data
