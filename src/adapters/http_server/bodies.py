"""Reading a body that anybody may have sent: bounded in size and in time."""

import asyncio

from aiohttp import web

from adapters.http_server.refusals import Refusal


def check_announced_body(request: web.Request, most_bytes: int) -> None:
    """Raise Refusal (415, 413) for what the headers alone rule out."""
    encodings = request.headers.getall("Content-Encoding", [])
    if any(encoding.strip().lower() != "identity" for encoding in encodings):
        raise Refusal(
            415,
            "ENCODING_NOT_SUPPORTED",
            "Send the body as it is, without Content-Encoding.",
            headers={"Accept-Encoding": "identity"},
        )
    if (request.content_length or 0) > most_bytes:
        raise _too_large(most_bytes)


async def read_body(request: web.Request, seconds: float) -> bytes:
    """Return the whole body. Raises Refusal when it is too large (413), late (408) or cut off."""
    try:
        async with asyncio.timeout(seconds):
            return await request.read()
    except TimeoutError:
        message = f"The body did not arrive within {seconds:g} seconds."
        raise Refusal(408, "BODY_TOO_SLOW", message, closing=True) from None
    except web.HTTPRequestEntityTooLarge:
        raise _too_large(request.client_max_size) from None
    except (web.RequestPayloadError, ConnectionError):
        message = "The body ended early or its chunks are malformed."
        raise Refusal(400, "BODY_INCOMPLETE", message, closing=True) from None


def _too_large(most_bytes: int) -> Refusal:
    message = f"The body is larger than {most_bytes} bytes."
    return Refusal(413, "BODY_TOO_LARGE", message, closing=True)
