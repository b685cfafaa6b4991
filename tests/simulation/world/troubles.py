"""What can become of one request to Pipedrive: the faults F01 to F11, each with its own name."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import httpx

from adapters.sandbox.exchange import Json, Response, html_response, json_response
from adapters.sandbox.faults import PAGE

Spoil = Callable[[Response], Response | httpx.TransportError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One fault. The request *arrives* or not, *late* seconds after its time or at once.

    *spoil* makes of the true answer what is answered; but whoever asks *gives_up* after so many
    seconds, if any. With *on* only requests of this method are concerned, with *login* also those
    to the login. What *denies* a record does so once: what is not there twice is deleted.
    """

    fault: str
    spoil: Spoil
    arrives: bool = True
    late: tuple[float, float] = (0, 0)
    gives_up: float = 0.0
    on: str = ""
    login: bool = False
    denies: bool = False


def _true(answer: Response) -> Response:
    return answer


def _says(status: int, error: str, **more: object) -> Spoil:
    body = {"success": False, "error": error, "errorCode": status, **more}
    return lambda _: json_response(status, body)


def _page(status: int) -> Spoil:
    return lambda _: html_response(status, PAGE)


def _fails(error: type[httpx.TransportError]) -> Spoil:
    return lambda _: error("simulated")


def _overlaid(**more: object) -> Spoil:
    def spoil(answer: Response) -> Response:
        if answer.status not in range(200, 300) or not answer.body.startswith(b"{"):
            return answer
        body: Json = {**json.loads(answer.body), **more}
        return replace(answer, body=json.dumps(body).encode())

    return spoil


def _cut(answer: Response) -> Response:
    return replace(answer, body=answer.body[: len(answer.body) // 2])


def _limited(headers: Mapping[str, str]) -> Spoil:
    body = {"success": False, "error": "request over limit", "errorCode": 429}
    return lambda _: replace(json_response(429, body), headers=headers)


def _first_page_only(answer: Response) -> Response:
    return _overlaid(additional_data={"next_cursor": None})(answer)  # type: ignore[return-value]  # no error


def _with_row_twice(answer: Response) -> Response:
    if answer.status not in range(200, 300) or not answer.body.startswith(b"{"):
        return answer
    body = json.loads(answer.body)
    if isinstance(body.get("data"), list) and body["data"]:
        body["data"] = [*body["data"], body["data"][-1]]
    return replace(answer, body=json.dumps(body).encode())


_REQUEST_TROUBLES: tuple[Trouble, ...] = (
    Trouble(fault="F01 500 before", spoil=_says(500, "oops"), arrives=False, login=True),
    Trouble(fault="F01 502 page before", spoil=_page(502), arrives=False, login=True),
    Trouble(fault="F01 503 before", spoil=_page(503), arrives=False, login=True),
    Trouble(fault="F01 500 after", spoil=_says(500, "oops"), login=True),
    Trouble(fault="F01 504 after", spoil=lambda _: Response(status=504), login=True),
    Trouble(fault="F02 no connection", spoil=_fails(httpx.ConnectError), arrives=False, login=True),
    Trouble(
        fault="F02 no connection in time",
        spoil=_fails(httpx.ConnectTimeout),
        arrives=False,
        gives_up=5,
        login=True,
    ),
    Trouble(fault="F03 reset before", spoil=_fails(httpx.WriteError), arrives=False, login=True),
    Trouble(fault="F03 reset after", spoil=_fails(httpx.ReadError), login=True),
    Trouble(fault="F03 cut answer", spoil=_fails(httpx.RemoteProtocolError), login=True),
    Trouble(
        fault="F04 timeout before",
        spoil=_fails(httpx.ReadTimeout),
        arrives=False,
        gives_up=30,
        login=True,
    ),
    Trouble(fault="F04 timeout after", spoil=_fails(httpx.ReadTimeout), gives_up=30, login=True),
    Trouble(fault="F04 lands late", spoil=_true, late=(0.5, 60), gives_up=30),
    Trouble(fault="F04 lands after all hope", spoil=_true, late=(60, 200), gives_up=30),
    Trouble(fault="F04 slow", spoil=_true, late=(0.2, 12), login=True),
    Trouble(
        fault="F05 burst",
        spoil=_limited({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2"}),
        arrives=False,
    ),
    Trouble(fault="F05 burst without headers", spoil=_limited({}), arrives=False),
    Trouble(
        fault="F05 burst with an absurd reset",
        spoil=_limited({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}),
        arrives=False,
    ),
    Trouble(
        fault="F05 burst with a reset in years",
        spoil=_limited({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000000000"}),
        arrives=False,
    ),
    Trouble(fault="F05 blocked by the network", spoil=_page(403), arrives=False),
    Trouble(fault="F08 not permitted", spoil=_says(403, "Forbidden"), arrives=False, on="PATCH"),
    Trouble(fault="F08 scope missing", spoil=_says(403, "Scope and URL mismatch"), arrives=False),
    Trouble(
        fault="F06 suites missing",
        spoil=_says(402, "Required suites missing"),
        arrives=False,
        on="POST",
    ),
    Trouble(
        fault="F10 refused",
        spoil=_says(400, "Bad request", code="ERR_SCHEMA_VALIDATION_FAILED"),
        arrives=False,
        on="PATCH",
    ),
    Trouble(
        fault="F10 creation refused",
        spoil=_says(400, "Bad request", code="ERR_SCHEMA_VALIDATION_FAILED"),
        arrives=False,
        on="POST",
    ),
    Trouble(
        fault="F09 not found",
        spoil=_says(404, "Person not found"),
        arrives=False,
        on="GET",
        denies=True,
    ),
    Trouble(
        fault="F09 nothing to change", spoil=_says(404, "not found"), arrives=False, on="PATCH"
    ),
    Trouble(fault="F07 token refused", spoil=_says(401, "unauthorized access"), arrives=False),
    Trouble(fault="F11 success false", spoil=_overlaid(success=False, data=None), on="GET"),
    Trouble(fault="F11 cut JSON", spoil=_cut),
    Trouble(fault="F11 data null", spoil=_overlaid(data=None)),
    Trouble(fault="F11 no cursor", spoil=_first_page_only, on="GET"),
    Trouble(fault="F11 row twice", spoil=_with_row_twice, on="GET"),
    Trouble(fault="F11 unknown fields", spoil=_overlaid(unheard_of={"deep": [1, None]})),
)
TROUBLES: Mapping[str, Trouble] = {one.fault: one for one in _REQUEST_TROUBLES}
