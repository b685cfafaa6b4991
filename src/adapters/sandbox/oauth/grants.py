"""Authorization codes, access tokens and refresh tokens, and how long each is good for.

Pipedrive's documentation, "OAuth authorization": a code lives 5 minutes and is used once, an access
token 60 minutes, a refresh token 60 days from its last use.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.sandbox.company.minting import Mint
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.switches import Switches

CODE_LIFE = timedelta(minutes=5)
REFRESH_LIFE = timedelta(days=60)


class GrantRefused(Exception):
    """A code or token is not (or no longer) good for tokens; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a code or a token stands for. *redirect_uri* belongs to codes only.

    A *consumed* refresh token was replaced by a newer one and is remembered to count its reuse.
    """

    user_id: int
    client_id: str
    expires: datetime
    redirect_uri: str = ""
    consumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    access_token: str
    refresh_token: str
    expires_in: int


class Grants:
    """All codes and tokens in being."""

    def __init__(self, mint: Mint, ledger: Ledger) -> None:
        self._mint = mint
        self._ledger = ledger
        self.codes: dict[str, Grant] = {}
        self.access: dict[str, Grant] = {}
        self.refresh: dict[str, Grant] = {}

    def allow(self, user_id: int, client_id: str, redirect_uri: str, now: datetime) -> str:
        """Note the consent of a user; return the code for it."""
        code = self._mint.hex40()
        self.codes[code] = Grant(
            user_id=user_id, client_id=client_id, redirect_uri=redirect_uri, expires=now + CODE_LIFE
        )
        return code

    def exchange(
        self, code: str, client_id: str, redirect_uri: str, now: datetime, switches: Switches
    ) -> Tokens:
        """Turn a code into tokens. Raises GrantRefused."""
        grant = self.codes.pop(code, None)
        if grant is None or grant.client_id != client_id or now >= grant.expires:
            raise GrantRefused("Invalid or expired authorization code")
        if grant.redirect_uri != redirect_uri:
            raise GrantRefused("Invalid redirect_uri")
        self._ledger.count_oauth("codes_exchanged")
        return self._issue(grant, self._new_refresh_token(grant, now), now, switches)

    def renew(self, token: str, client_id: str, now: datetime, switches: Switches) -> Tokens:
        """Turn a refresh token into new tokens; it is replaced or stays, as switched."""
        grant = self.refresh.get(token)
        if grant is None or grant.client_id != client_id or now >= grant.expires:
            raise GrantRefused("refresh_token is invalid")
        if grant.consumed:
            self._ledger.count_oauth("consumed_tokens_reused")
            raise GrantRefused("refresh_token is invalid: it has already been exchanged")
        self._ledger.count_oauth("refreshes")
        if switches.rotate_refresh_tokens:
            self.refresh[token] = replace(grant, consumed=True)
            return self._issue(grant, self._new_refresh_token(grant, now), now, switches)
        self.refresh[token] = replace(grant, expires=now + REFRESH_LIFE)
        return self._issue(grant, token, now, switches)

    def holder(self, access_token: str, now: datetime) -> Grant | None:
        grant = self.access.get(access_token)
        return grant if grant is not None and now < grant.expires else None

    def forget(self, user_id: int, client_id: str) -> None:
        """Take the app's access for one user away."""
        for table in (self.codes, self.access, self.refresh):
            for token, grant in list(table.items()):
                if (grant.user_id, grant.client_id) == (user_id, client_id):
                    del table[token]

    def _new_refresh_token(self, grant: Grant, now: datetime) -> str:
        token = f"{grant.user_id}:{self._mint.hex40()}"
        self.refresh[token] = replace(grant, expires=now + REFRESH_LIFE, redirect_uri="")
        return token

    def _issue(self, grant: Grant, refresh_token: str, now: datetime, switches: Switches) -> Tokens:
        lives = switches.access_token_seconds
        # Real tokens are several hundred characters long, and grow.
        access_token = "v1u:" + "".join(self._mint.hex40() for _ in range(8))
        self.access[access_token] = replace(
            grant, expires=now + timedelta(seconds=lives), redirect_uri=""
        )
        return Tokens(access_token=access_token, refresh_token=refresh_token, expires_in=lives)
