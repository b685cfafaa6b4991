"""Users (v1 `/users`): read only, as for an app that is not to administer the company."""

from adapters.sandbox.api.call import Call
from adapters.sandbox.checks import checked
from adapters.sandbox.company.users import shown_to_self
from adapters.sandbox.errors import Refused
from adapters.sandbox.exchange import Response, json_response, succeeded


def list_users(call: Call) -> Response:
    """List all users, inactive ones too; this list has no pages."""
    checked(call.query, {})
    users = call.company.users.values()
    return succeeded([user.shown(to=call.caller.user_id) for user in users])


def get_user(call: Call) -> Response:
    checked(call.query, {})
    user = call.company.users.get(call.id("User"))
    if user is None:
        body = {"success": False, "error": "User not found or not accessible."}
        raise Refused(json_response(404, body))
    return succeeded(user.shown(to=call.caller.user_id))


def get_own_user(call: Call) -> Response:
    checked(call.query, {})
    user = call.company.users[call.caller.user_id]
    return succeeded(shown_to_self(user, call.company.profile))
