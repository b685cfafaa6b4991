"""Pipedrive's authorization server (`/oauth/authorize`, `/oauth/token`, `/oauth/revoke`)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode

import httpx
from pydantic import BaseModel, Field, FiniteFloat, ValidationError

from adapters.pipedrive.addresses import trusted
from adapters.pipedrive.answer_body import object_if_any
from adapters.pipedrive.app import PipedriveApp
from adapters.pipedrive.client import Answer, exchanged
from adapters.pipedrive.json_body import Json
from adapters.pipedrive.scalars import Text
from domain.errors import CrmError, CrmUnavailable, GrantLost, OutcomeUnknown
from domain.model.connection import Grant
from domain.ports.world import Clock

_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=24)
_PATIENCE_SECONDS = 20.0
_LOST = "Pipedrive no longer accepts our authorization. Connect again."
_INCOMPLETE = "Pipedrive's answer to our login lacks what belongs into it. Connect again."
_WORDS = ("error", "error_description", "message")

_Token = Annotated[str, Field(pattern=r"^[!-~]+$")]
"""A token goes into a header: visible ASCII alone."""


class _Tokens(BaseModel):
    """A token answer; its `scope` is split at commas or blanks."""

    access_token: _Token
    refresh_token: _Token
    api_domain: str
    expires_in: FiniteFloat
    scope: Text | None = None


class PipedriveOAuth:
    """Exchanges codes and refresh tokens, as ports.crm.OAuth."""

    def __init__(self, http: httpx.AsyncClient, app: PipedriveApp, clock: Clock) -> None:
        self._http = http
        self._app = app
        self._clock = clock

    def authorize_url(self, state: str) -> str:
        query = {
            "client_id": self._app.client_id,
            "redirect_uri": self._app.redirect_uri,
            "state": state,
        }
        return f"{self._app.oauth_url}/oauth/authorize?{urlencode(query)}"

    async def exchange(self, code: str) -> Grant:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._app.redirect_uri,
        }
        return self._grant(await self._asked("token", form), generation=0)

    async def refresh(self, grant: Grant) -> Grant:
        form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
        return self._grant(await self._asked("token", form), generation=grant.generation + 1)

    async def revoke(self, grant: Grant) -> None:
        form = {"token": grant.refresh_token, "token_type_hint": "refresh_token"}
        try:
            await self._asked("revoke", form)
        except GrantLost:
            return

    async def _asked(self, endpoint: str, form: Mapping[str, str]) -> Answer:
        request = self._http.build_request(
            "POST", f"{self._app.oauth_url}/oauth/{endpoint}", data=form
        )
        signed = next(
            httpx.BasicAuth(self._app.client_id, self._app.client_secret).auth_flow(request)
        )
        try:
            answer = await exchanged(self._http, signed, _PATIENCE_SECONDS)
        except OutcomeUnknown as error:
            raise CrmUnavailable("UNREACHABLE", "Pipedrive's login does not answer.") from error
        if answer.status not in range(200, 300):
            raise _refusal(answer)
        return answer

    def _grant(self, answer: Answer, *, generation: int) -> Grant:
        """Read the tokens. An answer without them counts as no; a page of a proxy as not now."""
        said = object_if_any(answer.body)
        if said is None:
            raise CrmUnavailable("UNREADABLE_ANSWER", "Pipedrive's login answered unreadably.")
        try:
            tokens = _Tokens.model_validate(said)
        except ValidationError:
            raise GrantLost("INCOMPLETE_TOKENS", _INCOMPLETE) from None
        lifetime = min(max(tokens.expires_in, _SHORTEST.total_seconds()), _LONGEST.total_seconds())
        return Grant(
            access_token=tokens.access_token,
            refresh_token=tokens.refresh_token,
            api_domain=trusted(tokens.api_domain, self._app.sandbox_url),
            expires_at=self._clock() + timedelta(seconds=lifetime),
            scopes=frozenset((tokens.scope or "").replace(",", " ").split()),
            generation=generation,
        )


def _refusal(answer: Answer) -> CrmError:
    """Tell a lost authorization from an outage; a wrong setting of ours is one, until set right."""
    said = object_if_any(answer.body)
    if answer.status not in {400, 401} or said is None:
        return CrmUnavailable("UNAVAILABLE", f"Pipedrive's login answered {answer.status}.")
    if _blames_us(said):
        message = "Pipedrive does not know this service's client id and secret: see its settings."
        return CrmUnavailable("INVALID_CLIENT", message)
    return GrantLost("INVALID_GRANT", _LOST)


def _blames_us(said: Json) -> bool:
    """Tell whether the answer is about our client id and secret; its words are not documented."""
    words = " ".join(str(said.get(name, "")) for name in _WORDS).lower()
    return said.get("error") != "invalid_grant" and "client" in words
