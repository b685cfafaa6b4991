"""What ports.store.Secrets promises."""

from dataclasses import replace
from datetime import timedelta

from domain.model.connection import Grant, Login
from domain.ports.store import Store, Tx
from tests.contracts.store.builders import ACME, LATER, NOW, OTHER

GRANT = Grant(
    access_token="access ü",
    refresh_token="refresh",
    api_domain="https://acme.pipedrive.com",
    expires_at=LATER,
    scopes=frozenset({"contacts:full", "base"}),
    generation=3,
)
LOGIN = Login(state="state", connection_id=ACME, expires_at=LATER, session="browser")


async def test_tokens_come_back_as_they_were_put(store: Store) -> None:
    await store.transact(lambda tx: tx.secrets.put_grant(ACME, GRANT))

    assert await store.transact(lambda tx: tx.secrets.grant(ACME)) == GRANT
    assert await store.transact(lambda tx: tx.secrets.grant(OTHER)) is None


async def test_newer_tokens_replace_the_old_ones(store: Store) -> None:
    newer = replace(GRANT, access_token="newer", generation=4)

    await store.transact(lambda tx: tx.secrets.put_grant(ACME, GRANT))
    await store.transact(lambda tx: tx.secrets.put_grant(ACME, newer))

    assert await store.transact(lambda tx: tx.secrets.grant(ACME)) == newer


async def test_tokens_can_be_forgotten_without_the_webhook_password(store: Store) -> None:
    await store.transact(lambda tx: tx.secrets.put_grant(ACME, GRANT))
    await store.transact(lambda tx: tx.secrets.put_webhook_password(ACME, "open sesame", 0))

    await store.transact(lambda tx: tx.secrets.put_grant(ACME, None))

    assert await store.transact(lambda tx: tx.secrets.grant(ACME)) is None
    assert await store.transact(lambda tx: tx.secrets.webhook_password(ACME, 0)) == "open sesame"


async def test_a_webhook_password_belongs_to_one_connection_and_the_last_two_are_kept(
    store: Store,
) -> None:
    def passwords(tx: Tx) -> list[str | None]:
        return [tx.secrets.webhook_password(ACME, number) for number in range(1, 5)]

    for number, password in enumerate(("first", "second one", "third"), 1):
        await store.transact(
            lambda tx, password=password, number=number: tx.secrets.put_webhook_password(  # type: ignore[misc]  # bound at once
                ACME, password, number
            )
        )

    assert await store.transact(passwords) == [None, "second one", "third", None]
    assert await store.transact(lambda tx: tx.secrets.webhook_password(OTHER, 3)) is None


async def test_a_login_is_taken_once(store: Store) -> None:
    await store.transact(lambda tx: tx.secrets.put_login(LOGIN))

    first = await store.transact(lambda tx: tx.secrets.take_login("state"))
    second = await store.transact(lambda tx: tx.secrets.take_login("state"))

    assert first == LOGIN
    assert second is None


async def test_putting_a_login_keeps_the_others_under_way(store: Store) -> None:
    await store.transact(lambda tx: tx.secrets.put_login(LOGIN))
    later = replace(LOGIN, state="other", expires_at=NOW + timedelta(hours=2))

    await store.transact(lambda tx: tx.secrets.put_login(later))

    assert await store.transact(lambda tx: tx.secrets.take_login("state")) == LOGIN
    assert await store.transact(lambda tx: tx.secrets.take_login("other")) == later
