"""Joining and changing of users, announced to the webhooks.

A user who leaves is announced as a change to `active_flag` false, never as a deletion.
"""

from dataclasses import replace

from adapters.sandbox.company.company import Company
from adapters.sandbox.company.events import Event, Origin, old_values
from adapters.sandbox.company.users import User
from adapters.sandbox.errors import invalid
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import v1_text


def add_user(company: Company, values: Json, origin: Origin) -> User:
    """Add a user with `name` and `email`. Raises Refused."""
    for name in ("name", "email"):
        if name not in values:
            raise invalid(name, "is required")
    now = v1_text(origin.now)
    user = User(
        id=max(company.users) + 1,
        name=str(values["name"]),
        email=str(values["email"]),
        is_active=values.get("is_active", True) is True,
        api_token=company.mint.hex40(),
        created=now,
        modified=now,
    )
    company.users[user.id] = user
    _announce(company, None, user, origin)
    return user


def change_user(company: Company, user: User, values: Json, origin: Origin) -> User:
    changed = replace(
        user,
        name=str(values.get("name", user.name)),
        email=str(values.get("email", user.email)),
        is_active=values.get("is_active", user.is_active) is True,
        is_admin=values.get("is_admin", user.is_admin) is True,
        is_deals_admin=values.get("is_deals_admin", user.is_deals_admin) is True,
    )
    if changed == user:
        return user
    company.users[user.id] = changed = replace(changed, modified=v1_text(origin.now))
    _announce(company, user, changed, origin)
    return changed


def _announce(company: Company, before: User | None, after: User, origin: Origin) -> None:
    new = _data(after)
    event = Event(
        entity="user",
        entity_id=after.id,
        action="create" if before is None else "change",
        data=new,
        previous=None if before is None else old_values(_data(before), new),
    )
    company.announce(event, origin)


def _data(user: User) -> Json:
    return {**user.shown(), "id": str(user.id)}
