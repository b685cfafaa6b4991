"""The outgoing side of webhooks: a queue with retries, bans and deletion of dead subscriptions.

Pipedrive's documentation, "Webhooks v2": any 2xx within 10 s is a success; a failure is tried
again after 3, 30 and 150 s; ten events whose first attempt failed lay a ban of 30 minutes, whose
events are lost; three days without a success delete the subscription. When the count of ten starts
anew is not documented: here only a ban does that.
"""

import base64
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.sandbox.company.webhooks import Webhook
from adapters.sandbox.exchange import Json

TIMEOUT = timedelta(seconds=10)
RETRY_AFTER = (timedelta(seconds=3), timedelta(seconds=30), timedelta(seconds=150))
FAILURES_TO_BAN = 10
BAN = timedelta(minutes=30)
DEAD_AFTER = timedelta(days=3)
_SUCCESSES = range(200, 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One request to send at *due*. *webhook_id* is None for the notice of an uninstall."""

    url: str
    payload: Json
    due: datetime
    method: str = "POST"
    user: str | None = None
    password: str | None = None
    webhook_id: int | None = None
    attempt: int = 1

    @property
    def body(self) -> bytes:
        meta = self.payload.get("meta")
        if not isinstance(meta, dict):
            return json.dumps(self.payload).encode()
        payload = {**self.payload, "meta": {**meta, "attempt": self.attempt}}
        return json.dumps(payload, ensure_ascii=False).encode()

    @property
    def headers(self) -> dict[str, str]:
        headers = {"content-type": "application/json"}
        if self.user is not None:
            pair = f"{self.user}:{self.password or ''}".encode()
            headers["authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        return headers


Reroute = Callable[[Delivery], Sequence[Delivery]]
"""What to queue instead of a new delivery: nothing, several, a later one."""


class Deliveries:
    """The queue. The shell takes what is due, sends it, and tells how it went."""

    def __init__(self, webhooks: dict[int, Webhook]) -> None:
        self._webhooks = webhooks
        self.pending: list[Delivery] = []
        self.counts: Counter[str] = Counter()
        self.reroute: Reroute = _straight
        self.bans: Callable[[], bool] = _always

    def queue(self, delivery: Delivery) -> None:
        """Take in a new delivery; one for a banned subscription is lost."""
        webhook = self._webhook_of(delivery)
        if webhook is not None and webhook.is_banned(delivery.due):
            self.counts["lost_in_ban"] += 1
            return
        self.pending.extend(self.reroute(delivery))

    def take_due(self, now: datetime) -> list[Delivery]:
        """Remove and return what is to be sent now, the earliest first."""
        due = sorted((each for each in self.pending if each.due <= now), key=lambda each: each.due)
        self.pending = [each for each in self.pending if each.due > now]
        return due

    def next_due(self) -> datetime | None:
        return min((delivery.due for delivery in self.pending), default=None)

    def settle(self, delivery: Delivery, status: int | None, now: datetime) -> None:
        """Note the outcome of an attempt: its HTTP status, or None without an answer in time."""
        succeeded = status in _SUCCESSES
        self.counts["delivered" if succeeded else "failed"] += 1
        webhook = self._webhook_of(delivery)
        if webhook is None:
            return
        seen = replace(webhook, last_delivery_time=now, last_http_status=status)
        if succeeded:
            self._webhooks[webhook.id] = replace(seen, failing_since=None)
            return
        self._retry(delivery, now)
        self._note_failure(seen, now, first=delivery.attempt == 1)

    def drop_of(self, webhook_id: int) -> None:
        self.pending = [each for each in self.pending if each.webhook_id != webhook_id]

    def ban_all(self, now: datetime) -> None:
        """Lay a ban on every subscription."""
        for webhook_id, webhook in self._webhooks.items():
            self._webhooks[webhook_id] = replace(webhook, banned_until=now + BAN)
            self.counts["bans"] += 1

    def remove_all(self) -> None:
        """Delete every subscription with what waits for it."""
        for webhook_id in list(self._webhooks):
            del self._webhooks[webhook_id]
            self.drop_of(webhook_id)
            self.counts["webhooks_deleted"] += 1

    def _retry(self, delivery: Delivery, now: datetime) -> None:
        if delivery.attempt > len(RETRY_AFTER):
            self.counts["given_up"] += 1
            return
        due = now + RETRY_AFTER[delivery.attempt - 1]
        self.pending.append(replace(delivery, attempt=delivery.attempt + 1, due=due))

    def _note_failure(self, webhook: Webhook, now: datetime, *, first: bool) -> None:
        failing_since = webhook.failing_since or now
        if now - failing_since >= DEAD_AFTER:
            del self._webhooks[webhook.id]
            self.drop_of(webhook.id)
            self.counts["webhooks_deleted"] += 1
            return
        failures = webhook.first_failures + first
        banned_until = webhook.banned_until
        if failures >= FAILURES_TO_BAN and self.bans():
            failures, banned_until = 0, now + BAN
            self.counts["bans"] += 1
        self._webhooks[webhook.id] = replace(
            webhook,
            failing_since=failing_since,
            first_failures=failures,
            banned_until=banned_until,
        )

    def _webhook_of(self, delivery: Delivery) -> Webhook | None:
        return None if delivery.webhook_id is None else self._webhooks.get(delivery.webhook_id)


def _straight(delivery: Delivery) -> Sequence[Delivery]:
    return (delivery,)


def _always() -> bool:
    return True
