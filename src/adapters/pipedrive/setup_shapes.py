"""What we read of users, field definitions and webhook subscriptions."""

from pydantic import BaseModel

from domain.model.remote import Entity, Identity, Subscription

ENTITIES = {"person": Entity.CONTACT, "organization": Entity.COMPANY, "user": Entity.AGENT}
"""Our entities by Pipedrive's names."""
OBJECTS = {entity: name for name, entity in ENTITIES.items()}
_ADMINISTRATION = frozenset({"global", "account_settings"})


class Access(BaseModel):
    """What a user may do in one part of Pipedrive."""

    app: str = ""
    admin: bool = False


class User(BaseModel):
    """The user who authorized us (`GET /api/v1/users/me`)."""

    id: int
    company_id: int
    company_name: str = ""
    company_domain: str = ""
    access: list[Access] = []


class FieldDefinition(BaseModel):
    """A field of persons (`/api/v2/personFields`)."""

    field_code: str
    field_name: str
    field_type: str = ""
    is_custom_field: bool = False


class Webhook(BaseModel):
    """A subscription (`/api/v1/webhooks`); its password is left unread."""

    id: int
    event_object: str = ""
    subscription_url: str = ""
    is_active: bool = True


def identity_of(user: User) -> Identity:
    """Return who the user is, and whether an administrator."""
    return Identity(
        agent_id=str(user.id),
        company_id=str(user.company_id),
        company_name=user.company_name,
        company_domain=user.company_domain,
        is_admin=any(one.admin and one.app in _ADMINISTRATION for one in user.access),
    )


def subscription_of(webhook: Webhook) -> Subscription:
    """Return the subscription; its entity is None if we do not map it."""
    return Subscription(
        subscription_id=str(webhook.id),
        entity=ENTITIES.get(webhook.event_object),
        url=webhook.subscription_url,
        is_active=webhook.is_active,
    )
