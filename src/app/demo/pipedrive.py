"""A colleague who works in Pipedrive: its public REST API, with a personal token."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
from pydantic import BaseModel

_PAGE = 500
_GONE = 404
_TOO_FAST = 429


class _Phone(BaseModel):
    value: str
    primary: bool = False


class _Shown(BaseModel):
    """What the demonstration reads of a person, an organization or a field definition."""

    id: int = 0
    name: str = ""
    first_name: str | None = None
    last_name: str | None = None
    phones: list[_Phone] = []
    org_id: int | None = None
    custom_fields: dict[str, object] = {}
    is_deleted: bool = False
    field_code: str = ""
    field_name: str = ""
    company_name: str = ""
    is_custom_field: bool = False
    active_flag: bool = True
    order_nr: int = 0
    pipeline_id: int = 0


class _More(BaseModel):
    next_cursor: str | None = None


class _Page(BaseModel):
    data: list[_Shown]
    additional_data: _More = _More()


class _One(BaseModel):
    data: _Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as Pipedrive shows it: *fields* as Vixiees names them, the empty ones left out."""

    person_id: int
    fields: Mapping[str, str]
    other_phones: tuple[str, ...] = ()
    vixiees_id: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Reads and edits persons. What it writes counts as written in Pipedrive's own pages."""

    http: httpx.AsyncClient
    companies: dict[int, str] = field(default_factory=dict)
    marker: list[str] = field(default_factory=list)

    async def company(self) -> str:
        """Return the name of the colleague's company."""
        answer = await self.ask("GET", "/api/v1/users/me")
        return _One.model_validate_json(answer.raise_for_status().content).data.company_name

    async def users(self) -> dict[str, bool]:
        """Return who works there: name to whether still active."""
        answer = await self.ask("GET", "/api/v1/users")
        users = _Page.model_validate_json(answer.raise_for_status().content).data
        return {user.name: user.active_flag for user in users}

    async def let_go(self, name: str) -> None:
        """Deactivate a user; the sandbox's own page for what an administrator does."""
        users = (await self.http.get("/sandbox/users")).json()
        (user_id,) = (user["id"] for user in users if user["name"] == name)
        change = {"id": user_id, "is_active": False}
        (await self.http.patch("/sandbox/users", json=change)).raise_for_status()

    async def boards(self) -> dict[str, list[str]]:
        """Return the names of the pipelines, each with those of its stages, in their order."""
        stages = sorted([one async for one in self._all("stages")], key=lambda one: one.order_nr)
        pipelines = sorted(
            [one async for one in self._all("pipelines")], key=lambda one: one.order_nr
        )
        return {
            one.name: [stage.name for stage in stages if stage.pipeline_id == one.id]
            for one in pipelines
        }

    async def rename_stage(self, stage_id: int, name: str) -> None:
        """Rename a stage."""
        await self._send("PATCH", f"stages/{stage_id}", {"name": name})

    async def custom_fields(self) -> list[str]:
        """Return the names of the fields that the company made itself."""
        kinds = ("personFields", "dealFields")
        fields = [one for kind in kinds async for one in self._all(kind)]
        return sorted(one.field_name for one in fields if one.is_custom_field)

    async def create(self, name: str, phones: Iterable[str] = (), company: str = "") -> int:
        """Create a person; return its id."""
        body: dict[str, object] = {"name": name, "phones": _phones(phones)}
        if company:
            body["org_id"] = await self._company_id(company)
        return (await self._send("POST", "persons", body)).id

    async def edit(self, person_id: int, **values: str | int | None) -> None:
        """Change these values of the person, named as in the API."""
        await self._send("PATCH", f"persons/{person_id}", dict(values))

    async def set_phones(self, person_id: int, *phones: str) -> None:
        """Replace the person's phones; the first one is the primary."""
        await self._send("PATCH", f"persons/{person_id}", {"phones": _phones(phones)})

    async def move(self, person_id: int, company: str) -> None:
        """Let the person work at another company."""
        await self.edit(person_id, org_id=await self._company_id(company))

    async def merge(self, loser: int, winner: int) -> None:
        """Merge a person into another."""
        await self._merge("persons", loser, winner)

    async def merge_companies(self, loser: str, winner: str) -> None:
        """Merge a company into another, both by name."""
        ids = [await self._company_id(name) for name in (loser, winner)]
        await self._merge("organizations", *ids)

    async def delete(self, person_id: int) -> None:
        """Delete the person."""
        answer = await self.ask("DELETE", f"/api/v2/persons/{person_id}")
        answer.raise_for_status()

    async def person(self, person_id: int) -> Person | None:
        """Return the person, None when it is deleted."""
        answer = await self.ask("GET", f"/api/v2/persons/{person_id}")
        if answer.status_code == _GONE:
            return None
        shown = _One.model_validate_json(answer.raise_for_status().content).data
        if shown.org_id and shown.org_id not in self.companies:
            await self._learn()
        return None if shown.is_deleted else self._person(shown)

    async def persons(self) -> list[Person]:
        """Return all persons."""
        await self._learn()
        return [self._person(shown) async for shown in self._all("persons")]

    async def _company_id(self, name: str) -> int:
        await self._learn()
        found = [number for number, known in self.companies.items() if known == name]
        return (
            min(found) if found else (await self._send("POST", "organizations", {"name": name})).id
        )

    async def _learn(self) -> None:
        """Read the companies and our custom field: persons only tell their ids."""
        self.companies.update({one.id: one.name async for one in self._all("organizations")})
        fields = [one async for one in self._all("personFields")]
        self.marker[:] = [one.field_code for one in fields if one.field_name == "Vixiees ID"]

    async def ask(
        self,
        method: str,
        path: str,
        *,
        json: Mapping[str, object] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Ask, and come again when it was too fast: 20 requests in two seconds are allowed."""
        while True:
            answer = await self.http.request(method, path, json=json, params=params)
            if answer.status_code != _TOO_FAST:
                return answer
            await asyncio.sleep(float(answer.headers.get("x-ratelimit-reset", "1")))

    async def _merge(self, kind: str, loser: int, winner: int) -> None:
        body = {"merge_with_id": winner}
        answer = await self.ask("PUT", f"/api/v1/{kind}/{loser}/merge", json=body)
        answer.raise_for_status()

    async def _send(self, method: str, path: str, body: Mapping[str, object]) -> _Shown:
        answer = await self.ask(method, f"/api/v2/{path}", json=body)
        return _One.model_validate_json(answer.raise_for_status().content).data

    async def _all(self, kind: str) -> AsyncIterator[_Shown]:
        query = {"limit": str(_PAGE)}
        while True:
            answer = await self.ask("GET", f"/api/v2/{kind}", params=query)
            page = _Page.model_validate_json(answer.raise_for_status().content)
            for shown in page.data:
                yield shown
            if page.additional_data.next_cursor is None:
                return
            query["cursor"] = page.additional_data.next_cursor

    def _person(self, shown: _Shown) -> Person:
        phones = sorted(shown.phones, key=lambda phone: not phone.primary)
        fields = {
            "first_name": shown.first_name,
            "last_name": shown.last_name,
            "phone": phones[0].value if phones else None,
            "company": self.companies.get(shown.org_id or 0),
        }
        marks = [shown.custom_fields.get(code) for code in self.marker]
        return Person(
            person_id=shown.id,
            fields={name: value for name, value in fields.items() if value},
            other_phones=tuple(phone.value for phone in phones[1:]),
            vixiees_id=str(next(filter(None, marks), "")),
        )


@asynccontextmanager
async def colleague(sandbox_url: str) -> AsyncIterator[Colleague]:
    """Give a colleague a personal token, as Pipedrive's settings page would show it."""
    async with httpx.AsyncClient(base_url=sandbox_url, timeout=30) as http:
        users = (await http.get("/sandbox/users")).json()
        http.headers["x-api-token"] = users[0]["api_token"]
        http.headers["x-sandbox-source"] = "app"
        yield Colleague(http)


def _phones(values: Iterable[str]) -> list[dict[str, object]]:
    return [
        {"value": value, "primary": number == 0, "label": "work" if number == 0 else "mobile"}
        for number, value in enumerate(values)
    ]
