"""Settings, read from the environment: every fault is said at once, no value is repeated."""

import base64
import binascii
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from adapters.phones.phones import LibPhones

_KEY_BYTES = 32
Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(BaseSettings):
    """All settings, each as VIXIEES_PIPEDRIVE_<NAME> in the environment.

    Without *client_id* the service works against the sandbox at *sandbox_url*.
    """

    model_config = SettingsConfigDict(
        env_prefix="VIXIEES_PIPEDRIVE_", extra="forbid", hide_input_in_errors=True
    )

    database_url: str = "sqlite:///.run/service.db"
    encryption_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    oauth_url: str = "https://oauth.pipedrive.com"
    sandbox_url: str = "http://127.0.0.1:8200"
    public_url: str = "http://127.0.0.1:8080"
    return_url: str = ""
    app_url: str = "https://app.vixiees.com"
    http_host: str = "127.0.0.1"
    http_port: Port = 8080
    grpc_host: str = "127.0.0.1"
    grpc_port: Port = 50051
    service_tokens: dict[str, frozenset[str] | None] = Field(default_factory=dict, repr=False)
    reflection: bool = True
    phone_region: str = ""
    log_json: bool = False
    state_folder: Path = Path(".run")

    @property
    def is_sandboxed(self) -> bool:
        """Tell whether the sandbox stands in for Pipedrive."""
        return not self.client_id

    @property
    def keys(self) -> tuple[bytes, ...]:
        """Return the encryption keys, the one that encrypts first."""
        return tuple(_key(one.get_secret_value()) for one in self.encryption_keys)

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(one for one in value.split(",") if one)
        return value

    @field_validator("encryption_keys")
    @classmethod
    def _check_keys(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for one in keys:
            _key(one.get_secret_value())
        return keys

    @field_validator("database_url")
    @classmethod
    def _check_database(cls, url: str) -> str:
        if urlsplit(url).scheme not in {"sqlite", "postgresql"}:
            raise ValueError("use sqlite:///<file> or postgresql://<user>@<host>/<database>")
        return url

    @field_validator("phone_region")
    @classmethod
    def _check_region(cls, region: str) -> str:
        if region and not LibPhones().knows_region(region):
            raise ValueError("there is no such region; use one such as ES")
        return region

    @field_validator("public_url", "oauth_url", "sandbox_url", "app_url")
    @classmethod
    def _check_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("use an address such as https://sync.example.com")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _check_credentials(self) -> Self:
        if self.client_id and not self.client_secret.get_secret_value():
            raise ValueError("client_secret is missing: client_id is set")
        if self.client_id and not self.encryption_keys:
            raise ValueError("encryption_keys is missing: tokens are never kept in clear")
        if self.client_id and not self.service_tokens:
            raise ValueError("service_tokens is missing: without them anybody may call")
        return self


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("a key is 32 bytes in base64") from error
    if len(key) != _KEY_BYTES:
        raise ValueError(f"a key is 32 bytes in base64; this one has {len(key)}")
    return key
