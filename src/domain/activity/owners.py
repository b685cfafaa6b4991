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
    if not agents:
        return _active(policy.fallback_owner, users), ()
    owner = _active(agents[0], users)
    if owner is not None:
        return owner, ()
    notice = Notice(
        field="agent_emails[0]",
        reason="OWNER_UNMAPPED",
        message="no one active user of Pipedrive has this address; "
        "the activity belongs to the fallback owner.",
    )
    return _active(policy.fallback_owner, users), (notice,)


def _active(email: str, users: Sequence[User]) -> UserId | None:
    wanted = email.strip().casefold()
    found = [one for one in users if one.is_active and one.email.strip().casefold() == wanted]
    return found[0].user_id if wanted and len(found) == 1 else None
