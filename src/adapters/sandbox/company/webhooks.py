"""Webhook subscriptions (v1 `/webhooks`) and how their deliveries fare."""

from dataclasses import dataclass
from datetime import datetime

from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import with_milliseconds

MOST_PER_USER = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A subscription. *client_id* names the app that made it, None for a user's own token.

    *first_failures* counts events whose first attempt failed since the last ban;
    *failing_since* is the first failure after the last success.
    """

    id: int
    user_id: int
    event_action: str
    event_object: str
    subscription_url: str
    name: str
    version: str
    add_time: datetime
    client_id: str | None = None
    http_auth_user: str | None = None
    http_auth_password: str | None = None
    last_delivery_time: datetime | None = None
    last_http_status: int | None = None
    first_failures: int = 0
    banned_until: datetime | None = None
    failing_since: datetime | None = None

    @property
    def type(self) -> str:
        return "general" if self.client_id is None else "application"

    def wants(self, entity: str, action: str) -> bool:
        return self.event_object in {"*", entity} and self.event_action in {"*", action}

    def is_banned(self, now: datetime) -> bool:
        return self.banned_until is not None and now < self.banned_until

    def shown(self, company_id: int) -> Json:
        last = self.last_delivery_time
        return {
            "id": self.id,
            "company_id": company_id,
            "owner_id": self.user_id,
            "user_id": self.user_id,
            "event_action": self.event_action,
            "event_object": self.event_object,
            "subscription_url": self.subscription_url,
            "version": self.version,
            "is_active": 1,
            "add_time": with_milliseconds(self.add_time),
            "remove_time": None,
            "type": self.type,
            "http_auth_user": self.http_auth_user,
            "http_auth_password": self.http_auth_password,
            "remove_reason": None,
            "last_delivery_time": None if last is None else with_milliseconds(last),
            "last_http_status": self.last_http_status,
            "admin_id": self.user_id,
            "name": self.name,
        }
