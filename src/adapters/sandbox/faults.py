"""Planned misbehaviour: the next N requests on a path are answered wrongly, late or never."""

import json
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from fnmatch import fnmatchcase

from adapters.sandbox.checks import boolean, checked, integer, number, one_of, text
from adapters.sandbox.errors import invalid
from adapters.sandbox.exchange import Ending, Json, Request, Response, html_response, json_response

PAGE = "<!DOCTYPE html><html><head><title>Attention Required!</title></head><body></body></html>"


class FaultKind(StrEnum):
    STATUS = "status"  # a JSON error with `status`, with keys of `overlay` put over it
    HTML = "html"  # a page of a proxy, with `status`
    EMPTY = "empty"  # no body, with `status`
    TRUNCATED = "truncated"  # the true answer, cut in the middle
    OVERLAY = "overlay"  # the true answer with keys of `overlay` put over it
    SLOW = "slow"  # the true answer, `delay_seconds` late
    HANG = "hang"  # no answer
    RESET = "reset"  # the connection is cut without an answer


_AFTER_EFFECT = {FaultKind.TRUNCATED, FaultKind.OVERLAY, FaultKind.SLOW}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One plan. *path* is a shell pattern, as `/api/v2/persons*`.

    With *after_effect* the request is carried out and only its answer is spoilt. *headers* are put
    over those of the spoilt answer. TRUNCATED, OVERLAY and SLOW always come after the effect.
    """

    path: str
    kind: FaultKind
    method: str = "*"
    status: int = 500
    times: int = 1
    after_effect: bool = False
    delay_seconds: float = 0.0
    headers: Json = field(default_factory=dict)
    overlay: Json = field(default_factory=dict)

    def concerns(self, request: Request) -> bool:
        return self.method in {"*", request.method} and fnmatchcase(request.path, self.path)

    @property
    def needs_answer(self) -> bool:
        return self.after_effect or self.kind in _AFTER_EFFECT

    def spoil(self, answer: Response) -> Response:
        """Make the wrong answer; *answer* is the true one, or an empty one before the effect."""
        spoilt = self._spoilt(answer)
        headers = {name.lower(): str(value) for name, value in self.headers.items()}
        return replace(spoilt, headers={**spoilt.headers, **headers}, injected=True)

    def _spoilt(self, answer: Response) -> Response:  # noqa: PLR0911 - one answer a kind
        match self.kind:
            case FaultKind.STATUS:
                body = {"success": False, "error": "Injected fault", "errorCode": self.status}
                return json_response(self.status, {**body, **self.overlay})
            case FaultKind.HTML:
                return html_response(self.status, PAGE)
            case FaultKind.EMPTY:
                return Response(status=self.status)
            case FaultKind.TRUNCATED:
                return replace(answer, body=answer.body[: len(answer.body) // 2])
            case FaultKind.OVERLAY:
                return replace(answer, body=_laid_over(answer.body, self.overlay))
            case FaultKind.SLOW:
                return replace(answer, delay_seconds=self.delay_seconds)
            case FaultKind.HANG:
                return Response(status=504, ending=Ending.HANG)
            case FaultKind.RESET:
                return Response(status=502, ending=Ending.RESET)


class Faults:
    """The plans in force, in the order they were made; each ends after its number of times."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        self.planned.append(fault)

    def clear(self) -> None:
        self.planned.clear()

    def take(self, request: Request) -> Fault | None:
        """Use up one time of the first plan that concerns *request*."""
        for index, fault in enumerate(self.planned):
            if fault.concerns(request):
                left = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                self.planned[index : index + 1] = left
                return fault
        return None

    def shown(self) -> list[Json]:
        return [asdict(fault) for fault in self.planned]


def fault_from(body: Json) -> Fault:
    """Read a plan from JSON with the names of Fault. Raises Refused."""
    given = checked(body, _SHAPE)
    if not {"path", "kind"} <= given.keys():
        raise invalid("path" if "path" not in given else "kind", "is required")
    return Fault(**{**given, "kind": FaultKind(str(given["kind"]))})  # type: ignore[arg-type]  # checked


def _laid_over(body: bytes, overlay: Json) -> bytes:
    document = json.loads(body)
    return json.dumps({**document, **overlay}, ensure_ascii=False).encode()


def _any_object(name: str, value: object) -> Json:
    if not isinstance(value, dict):
        raise invalid(name, "must be an object")
    return value


_SHAPE = {
    "path": text(blank=False),
    "kind": one_of(list(FaultKind)),
    "method": text(),
    "status": integer,
    "times": integer,
    "after_effect": boolean,
    "delay_seconds": number,
    "headers": _any_object,
    "overlay": _any_object,
}
