"""Secrets at rest."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.sql.opening import open_store
from adapters.sql.sealing import Sealer
from domain.errors import SyncError
from domain.model.connection import Grant
from tests.contracts.store.builders import ACME, LATER, Digits
from tests.contracts.store.databases import fresh_sqlite

OLD, NEW = bytes(32), bytes(range(32))
GRANT = Grant(
    access_token="the-access-token",
    refresh_token="the-refresh-token",
    api_domain="https://acme.pipedrive.com",
    expires_at=LATER,
)


def _written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_a_secret_opens_with_the_key_and_context_it_was_sealed_with() -> None:
    sealer = Sealer([OLD])

    sealed = sealer.seal("geheim ü", "c-acme grant")

    assert sealer.open(sealed, "c-acme grant") == "geheim ü"
    assert b"geheim" not in sealed.sealed


def test_the_same_secret_never_looks_the_same_twice() -> None:
    sealer = Sealer([OLD])

    assert sealer.seal("secret", "c").sealed != sealer.seal("secret", "c").sealed


def test_a_secret_moved_to_another_connection_does_not_open() -> None:
    sealer = Sealer([OLD])
    sealed = sealer.seal("secret", "c-acme grant")

    with pytest.raises(SyncError, match="changed outside"):
        sealer.open(sealed, "c-other grant")


def test_a_secret_that_was_changed_does_not_open() -> None:
    sealer = Sealer([OLD])
    sealed = sealer.seal("secret", "c")
    flipped = bytes([sealed.sealed[0] ^ 1]) + sealed.sealed[1:]

    with pytest.raises(SyncError, match="changed outside"):
        sealer.open(replace(sealed, sealed=flipped), "c")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before = Sealer([OLD]).seal("secret", "c")
    rotated = Sealer([NEW, OLD])

    after = rotated.seal("secret", "c")

    assert rotated.open(before, "c") == "secret"
    assert Sealer([NEW]).open(after, "c") == "secret"


def test_a_missing_key_is_named_with_the_setting_that_should_hold_it() -> None:
    sealed = Sealer([OLD]).seal("secret", "c")

    with pytest.raises(SyncError, match="VIXIEES_PIPEDRIVE_ENCRYPTION_KEYS") as caught:
        Sealer([NEW]).open(sealed, "c")

    assert caught.value.reason == "ENCRYPTION_KEY_MISSING"
    assert sealed.key_id in caught.value.message


@pytest.mark.parametrize("keys", [[], [b"short"], [OLD, b"short"]])
def test_keys_of_the_wrong_size_are_refused(keys: list[bytes]) -> None:
    with pytest.raises(SyncError, match="VIXIEES_PIPEDRIVE_ENCRYPTION_KEYS"):
        Sealer(keys)


async def test_neither_tokens_nor_passwords_can_be_read_in_the_file(tmp_path: Path) -> None:
    url = fresh_sqlite(tmp_path)
    async with open_store(url, keys=[OLD], phones=Digits()) as store:
        await store.transact(lambda tx: tx.secrets.put_grant(ACME, GRANT))
        await store.transact(lambda tx: tx.secrets.put_webhook_password(ACME, "the-password", 1))

    written = _written(tmp_path)
    assert ACME.encode() in written
    for secret in (b"the-access-token", b"the-refresh-token", b"the-password"):
        assert secret not in written


async def test_a_store_does_not_open_without_the_key_of_its_secrets(url: str) -> None:
    async with open_store(url, keys=[OLD], phones=Digits()) as store:
        await store.transact(lambda tx: tx.secrets.put_grant(ACME, GRANT))

    with pytest.raises(SyncError, match="VIXIEES_PIPEDRIVE_ENCRYPTION_KEYS"):
        async with open_store(url, keys=[NEW], phones=Digits()):
            pytest.fail("it has opened")

    async with open_store(url, keys=[NEW, OLD], phones=Digits()) as store:
        assert await store.transact(lambda tx: tx.secrets.grant(ACME)) == GRANT
