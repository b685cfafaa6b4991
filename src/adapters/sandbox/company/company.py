"""The company: everything it holds, and the announcing of what changes in it."""

from collections.abc import Callable
from datetime import timedelta

from adapters.sandbox.company.activity_types import ACTIVITY_TYPE, default_types
from adapters.sandbox.company.deliveries import Deliveries, Delivery
from adapters.sandbox.company.events import Event, Origin, common_meta
from adapters.sandbox.company.fields import SYSTEM_FIELDS, FieldTable
from adapters.sandbox.company.minting import Mint
from adapters.sandbox.company.records import Table
from adapters.sandbox.company.users import Profile, User
from adapters.sandbox.company.webhooks import Webhook
from adapters.sandbox.exchange import Json
from adapters.sandbox.switches import Switches


class Company:
    """The state of one company. Tables and fields are keyed by entity, such as `person`."""

    def __init__(self, profile: Profile, randbytes: Callable[[int], bytes]) -> None:
        self.profile = profile
        self.mint = Mint(randbytes)
        self.switches = Switches()
        self.users: dict[int, User] = {}
        self.tables = {entity: Table() for entity in (*SYSTEM_FIELDS, "pipeline", "stage")}
        self.tables |= {entity: Table() for entity in (ACTIVITY_TYPE, "activity", "note")}
        for activity_type in default_types():
            self.tables[ACTIVITY_TYPE].add(activity_type)
        self.fields = {entity: FieldTable(system) for entity, system in SYSTEM_FIELDS.items()}
        self.last_option_id = 100
        self.webhooks: dict[int, Webhook] = {}
        self.last_webhook_id = 0
        self.deliveries = Deliveries(self.webhooks)
        self.deliveries.bans = self._are_webhooks_banned

    @property
    def installer(self) -> User:
        """The one global administrator."""
        return next(user for user in self.users.values() if user.is_admin)

    def _are_webhooks_banned(self) -> bool:
        return self.switches.webhook_bans

    def exists(self, entity: str, entity_id: int) -> bool:
        if entity == "user":
            return entity_id in self.users
        return self.tables[entity].is_living(entity_id)

    def announce(self, event: Event, origin: Origin) -> None:
        """Queue *event* for every subscription that wants it."""
        wanting = [
            hook for hook in self.webhooks.values() if hook.wants(event.entity, event.action)
        ]
        if not wanting:
            return
        meta = common_meta(event, origin, self.mint.uuid(), self.mint.uuid())
        if event.entity != "user":
            meta["permitted_user_ids"] = [
                str(each.id) for each in self.users.values() if each.is_active
            ]
        due = origin.now + timedelta(seconds=self.switches.webhook_delay_seconds)
        for webhook in wanting:
            payload = self._payload(event, meta, webhook)
            for _ in range(self.switches.webhook_copies):
                self.deliveries.queue(
                    Delivery(
                        url=webhook.subscription_url,
                        payload=payload,
                        due=due,
                        user=webhook.http_auth_user,
                        password=webhook.http_auth_password,
                        webhook_id=webhook.id,
                    )
                )

    def _payload(self, event: Event, meta: Json, webhook: Webhook) -> Json:
        own: Json = {
            "company_id": str(self.profile.company_id),
            "host": f"{self.profile.company_domain}.pipedrive.com",
            "webhook_id": str(webhook.id),
            "webhook_owner_id": str(webhook.user_id),
            "type": webhook.type,
        }
        return {"meta": {**meta, **own}, "data": event.data, "previous": event.previous}
