"""Which of the company's activity types an activity gets."""

from collections.abc import Mapping, Sequence

from domain.model.activity import ActivityKind
from domain.model.activity_policy import ActivityPolicy, ActivityType

NO_TYPE = "NO_ACTIVITY_TYPE"
_NAMES: Mapping[ActivityKind, frozenset[str]] = {
    ActivityKind.CALL: frozenset({"call", "phone call", "llamada"}),
    ActivityKind.EMAIL: frozenset({"email", "e-mail", "mail", "correo", "correo electrónico"}),
    ActivityKind.TASK: frozenset({"task", "to-do", "tarea"}),
}


def type_for(
    kind: ActivityKind, types: Sequence[ActivityType], policy: ActivityPolicy
) -> str | None:
    """Return the key of the type, or None when no active one fits.

    The account's choice comes first, then the type that Pipedrive made for it, whatever it is
    called today, then an active type that is called so.
    """
    active = [one for one in types if one.is_active]
    keys = {one.key for one in active}
    for key in (policy.types.get(kind, ""), str(kind)):
        if key in keys:
            return key
    named = (one.key for one in active if one.name.strip().casefold() in _NAMES[kind])
    return next(named, None)


def no_type_message(kind: ActivityKind) -> str:
    """Return what to do when there is no type for the kind."""
    return (
        f"The Pipedrive company has no active activity type for this {kind}: activate its type "
        f"{kind!s} there, or name another one with SetActivityPolicy. It then goes by itself."
    )
