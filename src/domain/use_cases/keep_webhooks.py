"""Keeping our webhook subscriptions: one an entity, at our address, with a secret of this month."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.errors import CrmRefused
from domain.model.connection import Connection
from domain.model.remote import Entity, Subscription
from domain.model.upkeep import Webhooks
from domain.ports.store import Tx
from domain.ports.world import Clock, Ids, Journal
from domain.use_cases.driven import Driven

EVERY = timedelta(hours=24)
SECRET_LASTS = timedelta(days=30)
SECRET_IS_NEW = timedelta(hours=1)
"""A set-up that is tried again in this time takes the secret that it made."""
WEBHOOK_USER = "vixiees"
OF_THE_CATALOG = (Entity.USER, Entity.PIPELINE, Entity.STAGE)
SUBSCRIBED = (Entity.CONTACT, Entity.DEAL, Entity.COMPANY, *OF_THE_CATALOG)
LIMIT = "WEBHOOK_LIMIT"
"""The reason of the refusal that there are too many webhooks."""
_NOT_ALLOWED = "SCOPE_MISSING"
_PLACE = "/webhooks/pipedrive/"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepWebhooks:
    """Compares what Pipedrive lists with what should be there, and makes it so."""

    clock: Clock
    ids: Ids
    journal: Journal
    public_url: str

    async def run(self, driven: Driven, _subject: str) -> datetime | None:
        """Put the subscriptions right; return when to look again. Raises CrmError."""
        await self.reconcile(driven)
        return self.clock() + EVERY

    async def reconcile(self, driven: Driven, *, anew: bool = False) -> None:
        """Put the subscriptions right, with a new secret if it is time, or sooner if *anew*.

        The secret before stays valid until the next one, so that no delivery is refused meanwhile.
        Where Pipedrive refuses them, for there being too many or for our address, this is shown on
        the connection: the sweep does without. One does so at a time. Raises CrmError.
        """
        async with driven.turns["webhooks"]:
            await self._reconcile(driven, anew=anew)

    async def _reconcile(self, driven: Driven, *, anew: bool) -> None:
        connection, password = await driven.transact(
            lambda tx: self._prepared(tx, driven, anew=anew)
        )
        address = f"{self.public_url}{_PLACE}{connection.webhook_token}"
        problem: CrmRefused | None = None
        try:
            listed = await driven.crm.subscriptions()
            ours = [one for one in listed if self._is_ours(one, connection)]
            await _put_right(driven, ours, address, password)
        except CrmRefused as refusal:
            if refusal.reason == _NOT_ALLOWED:
                raise
            problem = refusal
            self.journal("webhooks_refused", {"reason": refusal.reason})
        await driven.transact(lambda tx: self._checked(tx, driven, problem))

    def _prepared(self, tx: Tx, driven: Driven, *, anew: bool) -> tuple[Connection, str]:
        """Return the connection and its password; a new one if there is none or it is old."""
        connection = tx.connections.hold(driven.connection_id)
        webhooks, now = connection.webhooks, self.clock()
        password = tx.secrets.webhook_password(connection.connection_id, webhooks.secret)
        made_at, lasts = webhooks.secret_made_at, SECRET_IS_NEW if anew else SECRET_LASTS
        if password is not None and made_at is not None and now < made_at + lasts:
            return connection, password
        password = self.ids()
        renewed = replace(
            connection,
            webhook_path=connection.webhook_path or self.ids(),
            webhooks=replace(webhooks, secret=webhooks.secret + 1, secret_made_at=now),
        )
        tx.connections.put(renewed)
        number = renewed.webhooks.secret
        tx.secrets.put_webhook_password(connection.connection_id, password, number)
        return renewed, password

    def _is_ours(self, subscription: Subscription, connection: Connection) -> bool:
        """Tell whether this service made it, maybe when it had another address."""
        at_our_place = subscription.url.startswith(f"{self.public_url}{_PLACE}")
        return at_our_place or f"{_PLACE}{connection.webhook_path}" in subscription.url

    def _checked(self, tx: Tx, driven: Driven, problem: CrmRefused | None) -> None:
        connection = tx.connections.hold(driven.connection_id)
        checked = replace(
            connection.webhooks,
            checked_at=self.clock(),
            reason=problem.reason if problem is not None else "",
            message=_told(problem) if problem is not None else "",
        )
        tx.connections.put(replace(connection, webhooks=checked))


async def _put_right(
    driven: Driven, ours: Sequence[Subscription], address: str, password: str
) -> None:
    """Subscribe where nothing is right, then end what is not; the other way round at the limit."""
    good = _good(ours, address)
    strays = [one for one in ours if one not in good]
    missing = [one for one in SUBSCRIBED if one not in {each.entity for each in good}]
    try:
        await _subscribe(driven, missing, address, password)
    except CrmRefused as refusal:
        if refusal.reason != LIMIT or not strays:
            raise
        await _unsubscribe(driven, strays)
        await _subscribe(driven, missing, address, password)
    await _unsubscribe(driven, strays)


async def _subscribe(driven: Driven, missing: list[Entity], address: str, password: str) -> None:
    """Subscribe to the entities, and take from the list what is done."""
    while missing:
        await driven.crm.subscribe(missing[0], address, WEBHOOK_USER, password)
        missing.pop(0)


async def _unsubscribe(driven: Driven, strays: list[Subscription]) -> None:
    """End the subscriptions, and take from the list what is done."""
    while strays:
        await driven.crm.unsubscribe(strays[0].subscription_id)
        strays.pop(0)


def _good(ours: Sequence[Subscription], address: str) -> Sequence[Subscription]:
    """Return the first subscription of each entity that is as it should be."""
    fitting = {
        one.entity: one
        for one in reversed(ours)
        if one.is_active and one.url == address and one.entity in SUBSCRIBED
    }
    return list(fitting.values())


def _told(problem: CrmRefused) -> str:
    if problem.reason == LIMIT:
        return problem.message
    return f"{problem.message} Until this is mended, Pipedrive's changes arrive every 15 minutes."


def silent(webhooks: Webhooks, since: datetime, now: datetime) -> Webhooks:
    """Take that changes were found of which no webhook has told since then."""
    is_quiet = webhooks.last_event_at is None or webhooks.last_event_at < since
    if not is_quiet or webhooks.silent_since is not None:
        return webhooks
    return replace(webhooks, silent_since=now)
