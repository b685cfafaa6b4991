"""An observer of HTTP exchanges that notes every departure from the published files."""

import json
from collections.abc import Iterator
from functools import cache
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator

from adapters.sandbox.exchange import Exchange, Json, Request, Response
from tests.openapi.exceptions import ALSO_WRITABLE, UNPUBLISHED
from tests.openapi.schemas import Schema, error_validator, request_validator, response_validator
from tests.openapi.spec import Operation, find_operation, published

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_CONTROL = "/sandbox"
_FIRST_ERROR = 400
_MOST_FAULTS_OF_A_BODY = 5


class OpenApiWitness:
    """Call it with each exchange; *faults* says what was wrong, in the order it was seen.

    Not judged: the sandbox's own endpoints, and answers that a fault was planned for.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: set[tuple[str, str, str]] = set()

    def __call__(self, exchange: Exchange) -> None:
        request, response = exchange.request, exchange.response
        if request.path.startswith(_CONTROL) or (request.method, request.path) in UNPUBLISHED:
            return
        operation = find_operation(request.method, _published_path(request))
        where = f"{request.method} {request.path}"
        if operation is None:
            self.faults.append(f"{where}: no such operation is published")
            return
        self.seen.add(operation.key)
        found = [*_query_faults(operation, request), *_body_faults(operation, request)]
        if not response.injected:
            found += _response_faults(operation, response)
        self.faults += [f"{where}: {fault}" for fault in found]


def _published_path(request: Request) -> str:
    """Tell the two uses of `/oauth/token` apart, as the file does by a slash at the end."""
    if request.path == "/oauth/token" and b"grant_type=refresh_token" in request.body:
        return "/oauth/token/"
    return request.path


def _query_faults(operation: Operation, request: Request) -> Iterator[str]:
    declared = {each["name"]: each for each in operation.published.get("parameters", ())}
    for name, value in request.query.items():
        if declared.get(name, {}).get("in") != "query":
            yield f"query parameter {name} is not published"
        elif not _fits(value, declared[name]["schema"]):
            yield f"query parameter {name} has the wrong type"
    for name, parameter in declared.items():
        if parameter["in"] == "query" and parameter.get("required") and name not in request.query:
            yield f"query parameter {name} is missing"
        if parameter["in"] == "path" and not _fits(operation.variables[name], parameter["schema"]):
            yield f"{name} in the path has the wrong type"


def _fits(value: str, schema: Schema) -> bool:
    """Tell whether a text is of a parameter's type; lists are joined by commas."""
    match schema.get("type"):
        case "integer":
            return value.isascii() and value.isdigit()
        case "boolean":
            return value in {"true", "false"}
        case _:
            choices = {choice for each in schema.get("enum", ()) for choice in each.split(",")}
            return not choices or set(value.split(",")) <= choices


def _body_faults(operation: Operation, request: Request) -> Iterator[str]:
    body = operation.published.get("requestBody")
    if body is None:
        if request.body:
            yield "a body is sent where none is published"
        return
    media_type = next(iter(body["content"]))
    sent_type = request.headers.get("content-type", "").partition(";")[0]
    if sent_type != media_type:
        yield f"the body is sent as '{sent_type}', published is {media_type}"
        return
    try:
        document = _document(request.body, media_type)
    except ValueError:
        yield "the body is not what its type says"
        return
    yield from _schema_faults(_request_validator(*operation.key), document, "request")


def _document(body: bytes, media_type: str) -> object:
    if media_type == _FORM:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    return json.loads(body)


def _response_faults(operation: Operation, response: Response) -> Iterator[str]:
    declared = operation.published["responses"].get(str(response.status))
    if declared is None:
        if not _is_error(response):
            yield f"status {response.status} is neither published nor an error"
        return
    if _JSON not in declared.get("content", {}):
        return
    try:
        document = json.loads(response.body)
    except ValueError:
        yield "the answer is not JSON"
        return
    validator = _response_validator(*operation.key, str(response.status))
    yield from _schema_faults(validator, document, "response")


def _is_error(response: Response) -> bool:
    """Tell whether an answer has the general shape of errors: `success` false and a reason."""
    try:
        document: Json = json.loads(response.body)
    except ValueError:
        return False
    reasons = {"error", "message", "errors"} & document.keys()
    return response.status >= _FIRST_ERROR and document.get("success") is False and bool(reasons)


def _schema_faults(validator: Draft202012Validator, document: object, what: str) -> Iterator[str]:
    for number, error in enumerate(validator.iter_errors(document)):
        if number == _MOST_FAULTS_OF_A_BODY:
            break
        yield f"{what} {error.json_path}: {error.message[:200]}"


@cache
def _request_validator(version: str, method: str, path: str) -> Draft202012Validator:
    content = published(version, method, path)["requestBody"]["content"]
    schema = next(iter(content.values()))["schema"]
    return request_validator(schema, ALSO_WRITABLE.get((version, method, path), {}))


@cache
def _response_validator(version: str, method: str, path: str, status: str) -> Draft202012Validator:
    operation = published(version, method, path)
    on_demand = {
        name
        for parameter in operation.get("parameters", ())
        if parameter["name"] == "include_fields"
        for choice in parameter["schema"]["enum"]
        for name in choice.split(",")
    }
    schema = operation["responses"][status]["content"][_JSON]["schema"]
    if int(status) >= _FIRST_ERROR:
        return error_validator(schema)
    return response_validator(schema, on_demand)
