"""Which user of Pipedrive an agent of Vixiees is: the one with the same e-mail address."""

from collections.abc import Sequence

from domain.model.catalog import User, UserId
from domain.model.values import Value
from domain.model.views import Notice


def owner_for(
    email: str, users: Sequence[User], present: Value, fallback: UserId | None
) -> tuple[Value, Notice | None]:
    """Return the user who owns what the agent owns, and what an administrator should know of it.

    Whoever owns it already stays the owner, inactive or not; nobody inactive gets anything new,
    the *fallback* neither. None: leave the owner as it is.
    """
    same = [one for one in users if address(one.email) == address(email)]
    if any(str(one.user_id) == present for one in same):
        return present, None
    active = [one for one in same if one.is_active]
    if len(active) == 1 and len(same) == 1:
        return str(active[0].user_id), None
    stand_in = next((one for one in users if one.user_id == fallback), None)
    taken = stand_in if stand_in is not None and stand_in.is_active else None
    why = _why(same, active)
    if taken is not None:
        return str(taken.user_id), _notice(*why, "The fallback owner was taken.")
    return None, _notice(*why, _LEFT if fallback is None else _FALLBACK_GONE)


def outdated() -> Notice:
    """Return the notice for an address that Vixiees was told anew and has not applied yet."""
    why = "the owner's address has changed in Pipedrive and this deal has not applied that yet"
    return _notice("OWNER_OUTDATED", why, f"{_LEFT} Apply the change feed, then send it again.")


def address(email: str) -> str:
    """Return the e-mail address in the form in which two are compared."""
    return email.strip().lower()


def _why(same: Sequence[User], active: Sequence[User]) -> tuple[str, str]:
    """Return why the agent is no user, in a word and in a sentence."""
    if not same:
        return "OWNER_UNKNOWN", "no user of Pipedrive has this e-mail address"
    if not active:
        return "OWNER_INACTIVE", "the user of this e-mail address is not active in Pipedrive"
    return "OWNER_AMBIGUOUS", f"{len(same)} users of Pipedrive have this e-mail address"


def _notice(reason: str, why: str, what_then: str) -> Notice:
    return Notice(field="fields.owner_email", reason=reason, message=f"{why}. {what_then}")


_LEFT = "The owner was left as it is."
_FALLBACK_GONE = (
    f"{_LEFT} The fallback owner is not active in Pipedrive either; call SetFallbackOwner."
)
