"""Refusals in the bodies Pipedrive gives them (its documentation, "HTTP status codes")."""

from adapters.sandbox.exchange import Json, Response, json_response

_INFO = "Please check developers.pipedrive.com for more information about Pipedrive API."
VALIDATION_FAILED = "ERR_SCHEMA_VALIDATION_FAILED"


class Refused(Exception):
    """The request is not carried out; *response* says why in Pipedrive's words."""

    def __init__(self, response: Response) -> None:
        super().__init__(f"refused with {response.status}")
        self.response = response


def refused(status: int, error: str, **more: object) -> Refused:
    """Build the general error body: `success`, `error`, `error_info`, empty data, and *more*."""
    body: Json = {"success": False, "error": error, "error_info": _INFO}
    return Refused(json_response(status, {**body, "data": None, "additional_data": None, **more}))


def invalid(field: str, why: str, **more: object) -> Refused:
    return refused(400, f"Validation failed: {field}: {why}", code=VALIDATION_FAILED, **more)


def unknown_custom_field(field_code: str) -> Refused:
    return invalid(f"custom_fields.{field_code}", "unknown field", field_code=field_code)


def not_found(what: str) -> Refused:
    return refused(404, f"{what} not found")


def unauthorized() -> Refused:
    """Build the gateway's own 401, which has no `data` and marks itself in a header."""
    body = {
        "success": False,
        "error": "unauthorized access",
        "errorCode": 401,
        "error_info": "Please check developers.pipedrive.com",
    }
    plain = json_response(401, body)
    return Refused(
        Response(status=401, headers={**plain.headers, "x-401-by-gw": "true"}, body=plain.body)
    )


def scope_missing() -> Refused:
    return refused(403, "Scope and URL mismatch", errorCode=403)


def company_closed() -> Refused:
    return refused(402, "Company account is not open", errorCode=402)


def over_limit(headers: dict[str, str]) -> Refused:
    plain = refused(429, "request over limit", errorCode=429).response
    return Refused(Response(status=429, headers={**plain.headers, **headers}, body=plain.body))


def webhook_refused(status: int, field: str, why: str) -> Refused:
    """Build the webhooks endpoint's own shape: a list of complaints per field."""
    body = {"status": "error", "success": False, "errors": {field: [why]}}
    return Refused(json_response(status, body))
