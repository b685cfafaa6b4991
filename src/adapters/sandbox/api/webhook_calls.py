"""Webhook subscriptions (v1 `/webhooks`)."""

from adapters.sandbox.addresses import is_reachable_url
from adapters.sandbox.api.call import Call
from adapters.sandbox.checks import Check, checked, integer, nullable, object_in, one_of, text
from adapters.sandbox.company.webhooks import MOST_PER_USER, Webhook
from adapters.sandbox.errors import Refused, webhook_refused
from adapters.sandbox.exchange import Json, Response, json_response

_ACTIONS = ("create", "change", "delete", "*")
_OBJECTS = (
    "activity",
    "deal",
    "lead",
    "note",
    "organization",
    "person",
    "pipeline",
    "product",
    "stage",
    "user",
    "*",
)
_LONGEST_URL = 2000
_SHAPE: dict[str, Check] = {
    "subscription_url": text(limit=_LONGEST_URL),
    "event_action": one_of(_ACTIONS),
    "event_object": one_of(_OBJECTS),
    "name": text(blank=False),
    "user_id": integer,
    "http_auth_user": nullable(text()),
    "http_auth_password": nullable(text()),
    "version": one_of(("1.0", "2.0")),
}
_REQUIRED = ("subscription_url", "event_action", "event_object", "name")


def list_webhooks(call: Call) -> Response:
    """List the subscriptions of the calling app, or of the calling user's own tools."""
    checked(call.query, {})
    company_id = call.company.profile.company_id
    shown = [webhook.shown(company_id) for webhook in _own(call)]
    return json_response(200, {"status": "ok", "success": True, "data": shown})


def create_webhook(call: Call) -> Response:
    """Subscribe. Raises Refused: 400 with complaints per field, 422 at the limit of the user."""
    body = _checked_body(call)
    if len(_own(call)) >= MOST_PER_USER:
        raise webhook_refused(422, "webhook", "webhooks limit reached")
    call.company.last_webhook_id += 1
    user_id = body.get("user_id", call.caller.user_id)
    webhook = Webhook(
        id=call.company.last_webhook_id,
        user_id=user_id if isinstance(user_id, int) else call.caller.user_id,
        client_id=call.caller.client_id,
        add_time=call.now,
        version=str(body.get("version", "2.0")),
        http_auth_user=_optional(body, "http_auth_user"),
        http_auth_password=_optional(body, "http_auth_password"),
        subscription_url=str(body["subscription_url"]),
        event_action=str(body["event_action"]),
        event_object=str(body["event_object"]),
        name=str(body["name"]),
    )
    call.company.webhooks[webhook.id] = webhook
    shown = webhook.shown(call.company.profile.company_id)
    return json_response(201, {"status": "ok", "success": True, "data": shown})


def delete_webhook(call: Call) -> Response:
    webhook_id = call.id("Webhook")
    webhook = call.company.webhooks.get(webhook_id)
    if webhook is None:
        raise webhook_refused(404, "id", "not found")
    if webhook.client_id != call.caller.client_id:
        raise Refused(json_response(403, {"success": False, "message": "Forbidden"}))
    del call.company.webhooks[webhook_id]
    call.company.deliveries.drop_of(webhook_id)
    return json_response(200, {"status": "ok", "success": True})


def _own(call: Call) -> list[Webhook]:
    return [
        webhook
        for webhook in call.company.webhooks.values()
        if webhook.client_id == call.caller.client_id
        and (webhook.client_id is not None or webhook.user_id == call.caller.user_id)
    ]


def _checked_body(call: Call) -> Json:
    given = object_in(call.body)
    for name in _REQUIRED:
        if name not in given:
            raise webhook_refused(400, name, "is required")
    body: Json = {}
    for name, value in given.items():
        if name not in _SHAPE:
            raise webhook_refused(400, name, "unknown parameter")
        try:
            body[name] = _SHAPE[name](name, value)
        except Refused as refusal:
            raise webhook_refused(400, name, "invalid value") from refusal
    if not is_reachable_url(str(body["subscription_url"])):
        raise webhook_refused(400, "subscription_url", "invalid or non-reachable URL")
    if body.get("user_id", call.caller.user_id) not in call.company.users:
        raise webhook_refused(400, "user_id", "unknown user")
    return body


def _optional(body: Json, name: str) -> str | None:
    value = body.get(name)
    return None if value is None else str(value)
