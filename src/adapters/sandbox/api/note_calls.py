"""Notes (v1 `/notes`): get, create, update and delete."""

from adapters.sandbox.api.call import Call
from adapters.sandbox.api.entries import existing, living, refuse_stranger, timeline
from adapters.sandbox.checks import Check, checked, integer, nullable, object_in, one_of
from adapters.sandbox.company.notes import LINKS, NOTE, PINS, content, shown_note, v1_time
from adapters.sandbox.company.records import Record
from adapters.sandbox.errors import invalid, refused
from adapters.sandbox.exchange import Json, Response, succeeded
from adapters.sandbox.queries import not_served

_SHAPE: dict[str, Check] = {
    "content": content,
    **dict.fromkeys(LINKS, nullable(integer)),
    **dict.fromkeys(PINS, one_of((0, 1))),
    **dict.fromkeys(("lead_id", "project_id", "task_id"), nullable(not_served)),
    "user_id": integer,
    "add_time": v1_time,
}


def get_note(call: Call) -> Response:
    """Show a note; a deleted one too, with `active_flag` false."""
    checked(call.query, {})
    return _answer(call, existing(NOTE, call))


def create_note(call: Call) -> Response:
    author = {"user_id": call.caller.user_id}
    values = _values(call, NOTE.blank)
    if "content" not in values:
        raise invalid("content", "is required")
    return _answer(call, timeline(NOTE, call).create({**author, **values}))


def update_note(call: Call) -> Response:
    note = living(NOTE, call)
    return _answer(call, timeline(NOTE, call).update(note, _values(call, note.fields)))


def delete_note(call: Call) -> Response:
    timeline(NOTE, call).delete(living(NOTE, call))
    return succeeded(data=True)


def _values(call: Call, before: Json) -> Json:
    values = checked(object_in(call.body), _SHAPE)
    values.update({flag: values[flag] == 1 for flag in PINS if flag in values})
    for link, entity in LINKS.items():
        refuse_stranger(call, link, entity, values.get(link))
    _refuse_foreign_author(call, values.get("user_id", call.caller.user_id))
    after = {**before, **values}
    if all(after[link] is None for link in LINKS):
        raise invalid("person_id", "one of deal_id, person_id, org_id is required")
    for flag, link in PINS.items():
        if after[flag] and after[link] is None:
            raise invalid(flag, f"needs {link}")
    return {**values, "last_update_user_id": call.caller.user_id}


def _refuse_foreign_author(call: Call, author: object) -> None:
    """Let administrators alone write in the name of another."""
    refuse_stranger(call, "user_id", "user", author)
    is_admin = call.company.users[call.caller.user_id].is_admin
    if author != call.caller.user_id and not is_admin:
        raise refused(403, "Only an admin can change the author of a note", errorCode=403)


def _answer(call: Call, note: Record) -> Response:
    return succeeded(shown_note(call.company, note, to=call.caller.user_id))
