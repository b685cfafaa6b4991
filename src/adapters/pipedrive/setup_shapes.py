"""What we read of the authorizing user and of webhook subscriptions."""

from pydantic import BaseModel

from adapters.pipedrive.scalars import Id, Text
from domain.model.remote import Entity, Identity, Subscription
from domain.model.values import Kind

ENTITIES = {
    "person": Entity.CONTACT,
    "deal": Entity.DEAL,
    "organization": Entity.COMPANY,
    "user": Entity.USER,
    "pipeline": Entity.PIPELINE,
    "stage": Entity.STAGE,
}
"""Our entities by Pipedrive's names."""
OBJECTS = {entity: name for name, entity in ENTITIES.items()}
_ADMINISTRATION = frozenset({"global", "account_settings"})
_SHOWN_IN = {Kind.CONTACT: "global", Kind.DEAL: "sales"}
"""The app whose administrators see all of a kind, whatever its visibility.

https://support.pipedrive.com/en/article/visibility-groups ("admins of the app"),
https://developers.pipedrive.com/docs/api/v1/PermissionSets (which app has what)
"""


class Access(BaseModel):
    """What a user may do in one part of Pipedrive."""

    app: str | None = None
    admin: bool | None = None


class User(BaseModel):
    """The user who authorized us (`GET /api/v1/users/me`)."""

    id: Id
    name: Text | None = None
    company_id: Id
    company_name: Text | None = None
    company_domain: Text | None = None
    access: list[Access] | None = None


class Webhook(BaseModel):
    """A subscription (`/api/v1/webhooks`); its password is left unread."""

    id: Id
    event_object: str | None = None
    subscription_url: Text | None = None
    is_active: bool | None = None


def identity_of(user: User) -> Identity:
    """Return who the user is, and what an administrator of."""
    access = user.access or []
    administered = {one.app for one in access if one.admin}
    limited = {one.app for one in access} - administered
    return Identity(
        user_id=str(user.id),
        company_id=str(user.company_id),
        company_name=user.company_name or "",
        company_domain=user.company_domain or "",
        user_name=user.name or "",
        is_admin=bool(administered & _ADMINISTRATION),
        hidden=frozenset(kind for kind, app in _SHOWN_IN.items() if app in limited),
    )


def subscription_of(webhook: Webhook) -> Subscription:
    """Return the subscription; its entity is None if we do not map it."""
    return Subscription(
        subscription_id=str(webhook.id),
        entity=ENTITIES.get(webhook.event_object or ""),
        url=webhook.subscription_url or "",
        is_active=webhook.is_active is not False,
    )
