"""Secrets at rest: AES-GCM by the module cryptography, bound to what they are the secret of."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.errors import SyncError

SETTING = "VIXIEES_PIPEDRIVE_ENCRYPTION_KEYS"
_NONCE_BYTES = 12
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A secret that only the key of *key_id* opens."""

    key_id: str
    nonce: bytes
    sealed: bytes


class Sealer:
    """Seals with the first of its keys, opens with any: so that a key can be replaced."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != _KEY_BYTES for key in keys):
            raise SyncError(
                "ENCRYPTION_KEY_INVALID",
                f"{SETTING} has to hold at least one key, each {_KEY_BYTES} bytes in base64.",
            )
        self._first = _key_id(keys[0])
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}

    def seal(self, text: str, context: str) -> Sealed:
        """Return the text sealed; it opens with the same *context* only."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._first].encrypt(nonce, text.encode(), context.encode())
        return Sealed(key_id=self._first, nonce=nonce, sealed=sealed)

    def check(self, key_id: str) -> None:
        """Make sure that the key is there. Raises SyncError."""
        if key_id not in self._ciphers:
            raise SyncError(
                "ENCRYPTION_KEY_MISSING",
                f"Stored secrets were sealed with the key {key_id}, which {SETTING} does not hold: "
                "add it behind the first. If it is lost, delete the rows with this key_id from the "
                "table secrets; those accounts then have to connect again.",
                key_id=key_id,
            )

    def open(self, secret: Sealed, context: str) -> str:
        """Return the text. Raises SyncError when the key is missing or the secret was changed."""
        self.check(secret.key_id)
        cipher = self._ciphers[secret.key_id]
        try:
            return cipher.decrypt(secret.nonce, secret.sealed, context.encode()).decode()
        except InvalidTag as error:
            raise SyncError(
                "SECRET_DAMAGED",
                "A stored secret was changed outside the service: disconnect and connect again.",
            ) from error


def _key_id(key: bytes) -> str:
    return sha256(b"key id" + key).hexdigest()[:8]
