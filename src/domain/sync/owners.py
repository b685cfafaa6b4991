"""Which user of Pipedrive an agent of Vixiees is: the one with the same e-mail address."""

from collections.abc import Sequence

from domain.model.catalog import User, UserId
from domain.model.values import Value
from domain.model.views import Notice


def owner_for(
    email: str, users: Sequence[User], present: Value, fallback: UserId | None
) -> tuple[Value, Notice | None]:
    """Return the user who owns what the agent owns, and what an administrator should know of it.

    Whoever owns it already stays the owner, inactive or not. None: leave the owner as it is.
    """
    same = [one for one in users if address(one.email) == address(email)]
    if any(str(one.user_id) == present for one in same):
        return present, None
    active = [one for one in same if one.is_active]
    if len(active) == 1 and len(same) == 1:
        return str(active[0].user_id), None
    stand_in = str(fallback) if fallback is not None else None
    return stand_in, _notice(same, active, stand_in)


def address(email: str) -> str:
    """Return the e-mail address in the form in which two are compared."""
    return email.strip().lower()


def _notice(same: Sequence[User], active: Sequence[User], stand_in: Value) -> Notice:
    kept = "The fallback owner was taken." if stand_in else "The owner was left as it is."
    if not same:
        reason, why = "OWNER_UNKNOWN", "no user of Pipedrive has this e-mail address"
    elif not active:
        reason, why = "OWNER_INACTIVE", "the user of this e-mail address is not active in Pipedrive"
    else:
        reason, why = "OWNER_AMBIGUOUS", f"{len(same)} users of Pipedrive have this e-mail address"
    return Notice(field="fields.owner_email", reason=reason, message=f"{why}. {kept}")
