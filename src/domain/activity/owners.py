"""Whose an activity is in Pipedrive: the user with the agent's e-mail address."""

from collections.abc import Sequence

from domain.model.activity_policy import ActivityPolicy
from domain.model.catalog import User, UserId
from domain.model.views import Notice

Owned = tuple[UserId | None, tuple[Notice, ...]]


def owner_of(agents: Sequence[str], users: Sequence[User], policy: ActivityPolicy) -> Owned:
    """Return the owner and what the caller should know.

    None is whoever connected the account. An address that two active users share is nobody's.
    """
    fallback = _active(policy.fallback_owner, users)
    if not agents:
        return fallback, ()
    owner = _active(agents[0], users)
    if owner is not None:
        return owner, ()
    whose = "the fallback owner" if fallback is not None else "whoever connected the account"
    notice = Notice(
        field="agent_emails[0]",
        reason="OWNER_UNMAPPED",
        message="no active user of Pipedrive has this address, or several have it; "
        f"the activity belongs to {whose}.",
    )
    return fallback, (notice,)


def _active(email: str, users: Sequence[User]) -> UserId | None:
    wanted = email.strip().casefold()
    found = [one for one in users if one.is_active and one.email.strip().casefold() == wanted]
    return found[0].user_id if wanted and len(found) == 1 else None
