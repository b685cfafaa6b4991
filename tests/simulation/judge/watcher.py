"""What must hold at every moment, looked at as requests pass by (I4, I9, I13, I14)."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from adapters.sandbox.exchange import Request, Response
from adapters.sandbox.sandbox import Sandbox
from tests.simulation.world.company import MARKER

_LONGEST_BURST = 600


class Watcher:
    """Sees every request when it leaves, is carried out, has its answer, and when that is read.

    *faults* are the violations so far. *may_be_late* tells that a creation can take effect after
    any wait, so that two persons can exist for a while, *may_forget* that the database may have
    refused to remember how long a window is closed. *copied* are ids that people have copied.
    """

    def __init__(self, companies: Mapping[str, Sandbox]) -> None:
        self._companies = companies
        self.may_be_late = False
        self.may_forget = False
        self.faults: list[str] = []
        self.lost_renewals = 0
        self.copied = set[str]()
        self._closed: dict[tuple[str, str], datetime] = {}
        self._renewing = Counter[str]()

    def slept(self) -> None:
        """Take that a day has passed: whatever was under way is no more."""
        self._renewing.clear()

    def leaves(self, process: str, request: Request, now: datetime) -> None:
        """Look at a request that a process sends.

        Limits are counted by token: what whoever logs in is told closes nobody else's window.
        """
        closed = self._closed.get((process, _token(request)))
        if closed is not None and now < closed and not self.may_forget:
            self.faults.append(
                f"I14 {request.method} {request.path} leaves {closed - now} before the reset"
            )
        token = _renewed_by(request)
        if token:
            self._renewing[token] += 1
            if self._renewing[token] > 1:
                self.faults.append("I13 two renewals with one token are under way")

    def is_served(self, host: str, request: Request, response: Response) -> None:
        """Look at what Pipedrive has just done."""
        self._check_stranger(host, request)
        if request.method == "POST" and not self.may_be_late:
            self._check_twins(host, request)
        if response.status == 429 and not response.injected:
            company = self._companies[host].company
            if company.switches.burst_oauth >= 60 and company.switches.daily_budget > 10_000:
                self.faults.append(f"I14 {request.path} meets a limit that was told")

    def is_over(self, request: Request) -> None:
        """Take that nothing of a request is under way: a frozen process reads its answer later."""
        token = _renewed_by(request)
        if token:
            self._renewing[token] -= 1

    def is_answered(
        self, process: str, request: Request, said: Response | Exception, now: datetime
    ) -> None:
        """Look at an answer, or at what came instead of one."""
        if _renewed_by(request):
            self.lost_renewals += not (isinstance(said, Response) and said.status == 200)
        if isinstance(said, Response) and said.status == 429:
            seconds = said.headers.get("x-ratelimit-reset", "")
            is_burst = said.headers.get("x-ratelimit-remaining") == "0"
            if is_burst and seconds.isdecimal() and int(seconds) <= _LONGEST_BURST:
                self._closed[process, _token(request)] = now + timedelta(seconds=int(seconds))

    def died(self, process: str) -> None:
        """Take that the process has died: another one may do its part anew."""
        self._renewing.clear()
        self._closed = {key: at for key, at in self._closed.items() if key[0] != process}

    def _check_stranger(self, host: str, request: Request) -> None:
        """Nobody's token is ever shown to another company."""
        token = _token(request)
        for domain, sandbox in self._companies.items():
            if domain != host and token in sandbox.grants.access:
                self.faults.append(f"I9 {host} is shown a token of {domain}")

    def _check_twins(self, host: str, request: Request) -> None:
        """Nobody is there twice, not even for a moment."""
        entity = {"/api/v2/persons": "person", "/api/v2/deals": "deal"}.get(request.path)
        custom = _body(request).get("custom_fields")
        if entity is None or not isinstance(custom, dict):
            return
        for code, marker in custom.items():
            rows = self._companies[host].company.tables[entity].living()
            carrying = [one.id for one in rows if one.custom_fields.get(code) == marker]
            if (
                len(carrying) > 1
                and marker not in self.copied
                and _is_marker(self._companies[host], entity, code)
            ):
                self.faults.append(f"I4 {entity}s {carrying} carry the id {marker}")


def _token(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")


def _renewed_by(request: Request) -> str:
    """Return the refresh token that a request uses, empty for other requests."""
    return _form(request).get("refresh_token", [""])[0]


def _form(request: Request) -> Mapping[str, list[str]]:
    return parse_qs(request.body.decode()) if request.path == "/oauth/token" else {}


def _is_marker(sandbox: Sandbox, entity: str, code: str) -> bool:
    field = sandbox.company.fields[entity].rows.get(code)
    return field is not None and field.field_name == MARKER


def _body(request: Request) -> Mapping[str, object]:
    found = json.loads(request.body or b"{}")
    return found if isinstance(found, dict) else {}
