"""The endpoints of activities, activity types and notes: method, path, cost, scopes, handler."""

from adapters.sandbox.api.activity_calls import (
    create_activity,
    delete_activity,
    get_activity,
    update_activity,
)
from adapters.sandbox.api.activity_lists import list_activities
from adapters.sandbox.api.activity_type_calls import (
    create_activity_type,
    delete_activity_type,
    list_activity_types,
    update_activity_type,
)
from adapters.sandbox.api.note_calls import create_note, delete_note, get_note, update_note
from adapters.sandbox.api.note_lists import list_notes

_ACTIVITIES = "/api/v2/activities"
_TYPES = "/api/v1/activityTypes"
_NOTES = "/api/v1/notes"
_WRITE = frozenset({"activities:full"})
_READ = _WRITE | {"activities:read"}
_ADMIN = frozenset({"admin"})
_WRITE_NOTES = frozenset({"deals:full", "contacts:full"})
_READ_NOTES = _WRITE_NOTES | {"deals:read", "contacts:read"}

TIMELINE_ROWS = (
    ("GET", _ACTIVITIES, 10, _READ, list_activities),
    ("POST", _ACTIVITIES, 5, _WRITE, create_activity),
    ("GET", f"{_ACTIVITIES}/{{id}}", 1, _READ, get_activity),
    ("PATCH", f"{_ACTIVITIES}/{{id}}", 5, _WRITE, update_activity),
    ("DELETE", f"{_ACTIVITIES}/{{id}}", 3, _WRITE, delete_activity),
    ("GET", _TYPES, 20, _READ | _ADMIN, list_activity_types),
    ("POST", _TYPES, 10, _ADMIN, create_activity_type),
    ("PUT", f"{_TYPES}/{{id}}", 10, _ADMIN, update_activity_type),
    ("DELETE", f"{_TYPES}/{{id}}", 6, _ADMIN, delete_activity_type),
    ("GET", _NOTES, 20, _READ_NOTES, list_notes),
    ("POST", _NOTES, 10, _WRITE_NOTES, create_note),
    ("GET", f"{_NOTES}/{{id}}", 2, _READ_NOTES, get_note),
    ("PUT", f"{_NOTES}/{{id}}", 10, _WRITE_NOTES, update_note),
    ("DELETE", f"{_NOTES}/{{id}}", 6, _WRITE_NOTES, delete_note),
)
