"""One HTTP request and its answer, as plain values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Json = dict[str, object]


class Ending(StrEnum):
    """What happens to the connection: an answer, silence, or a reset without an answer."""

    ANSWER = "answer"
    HANG = "hang"
    RESET = "reset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it arrived. *path* is decoded, *headers* have lower-case names."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer, given *delay_seconds* late.

    *injected* marks one that a fault made: it need not follow any published shape.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    ending: Ending = Ending.ANSWER
    delay_seconds: float = 0.0
    injected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    request: Request
    response: Response


def json_response(status: int, payload: object) -> Response:
    body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
    return Response(
        status=status, headers={"content-type": "application/json; charset=utf-8"}, body=body
    )


def html_response(status: int, page: str) -> Response:
    return Response(
        status=status, headers={"content-type": "text/html; charset=utf-8"}, body=page.encode()
    )


def succeeded(data: object, **more: object) -> Response:
    """Answer 200 in the envelope of both API versions; *more* adds keys beside `data`."""
    return json_response(200, {"success": True, "data": data, **more})
