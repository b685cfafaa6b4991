"""One Pipedrive company, and what its people see and do there in the app."""

import json
from collections.abc import Mapping
from random import Random

from adapters.sandbox.company.boards import PIPELINE, STAGE
from adapters.sandbox.company.company import Company
from adapters.sandbox.company.records import Record
from adapters.sandbox.company.users import Profile, User
from adapters.sandbox.exchange import Json, Request
from adapters.sandbox.instants import rfc3339, v1_text
from adapters.sandbox.sandbox import Sandbox
from domain.model.values import Kind, Value
from tests.simulation.world.time import START, Time

MARKER = "Vixiees ID"

TABLES = {Kind.CONTACT: "person", Kind.DEAL: "deal"}
PATHS = {Kind.CONTACT: "persons", Kind.DEAL: "deals"}


def small_company(number: int) -> Sandbox:
    """Found a company with three users, two pipelines of two stages, and nobody in it."""
    profile = Profile(
        company_id=7000 + number, company_name=f"Firm {number}", company_domain=f"firm{number}"
    )
    company = Company(profile, Random(number).randbytes)
    for user_id, name in enumerate(("Ada", "Bo", "Cyd"), start=11):
        company.users[user_id] = User(
            id=user_id,
            name=name,
            email=f"{name.lower()}@firm.example",
            api_token=f"{number:02}{user_id:038}",
            created=v1_text(START),
            modified=v1_text(START),
            is_active=True,
            is_admin=user_id == 11,
        )
    founded = rfc3339(START)
    for place in (1, 2):
        fields: Json = {**PIPELINE.blank, "name": f"Pipeline {place}", "order_nr": place}
        pipeline = Record(id=0, add_time=founded, update_time=founded, fields=fields)
        pipeline_id = company.tables["pipeline"].add(pipeline).id
        for step in (1, 2):
            own: Json = {"name": f"Stage {place}{step}", "order_nr": step}
            stage = {**STAGE.blank, **own, "pipeline_id": pipeline_id}
            company.tables["stage"].add(
                Record(id=0, add_time=founded, update_time=founded, fields=stage)
            )
    return Sandbox(company)


class People:
    """A colleague at work in the app. What is refused there happens to nobody.

    *was_announced* tells whether a webhook is to tell of the last thing that was done.
    """

    def __init__(self, sandbox: Sandbox, time: Time) -> None:
        self.sandbox, self._time = sandbox, time
        self.was_announced = True
        self.vanished = set[int]()
        """Persons who were hidden for longer than an absence is waited with."""
        self.former_names = set[tuple[int, Value]]()
        """Organizations, each with a name that it had before it was renamed."""

    def living(self, kind: Kind) -> list[Record]:
        """Return the records that are there, in the order of ids."""
        return list(self.sandbox.company.tables[TABLES[kind]].living())

    def marker(self, kind: Kind, record: Record) -> str | None:
        """Return the id of Vixiees that a record carries."""
        fields = self.sandbox.company.fields[TABLES[kind]].custom()
        codes = [one.field_code for one in fields if one.field_name == MARKER]
        found = [record.custom_fields[one] for one in codes if one in record.custom_fields]
        return str(found[0]) if found else None

    def company_name(self, organization_id: object) -> Value:
        """Return the name of an organization, None if there is none."""
        rows = self.sandbox.company.tables["organization"].rows
        found = rows.get(organization_id) if isinstance(organization_id, int) else None
        return found.name if found is not None else None

    def company_called(self, name: str) -> int:
        """Return the id of the living organization of this name, made if it is missing."""
        for one in self.sandbox.company.tables["organization"].living():
            if one.name == name:
                return one.id
        return self.make_company(name)

    def create(self, kind: Kind, values: Mapping[str, object]) -> int | None:
        """Make a record; return its id."""
        made = self._do("POST", f"/api/v2/{PATHS[kind]}", values)
        return int(str(made["id"])) if made is not None else None

    def edit(self, kind: Kind, remote_id: int, values: Mapping[str, object]) -> bool:
        """Change fields, in Pipedrive's words; tell whether that was possible."""
        return self._do("PATCH", f"/api/v2/{PATHS[kind]}/{remote_id}", values) is not None

    def delete(self, kind: Kind, remote_id: int) -> bool:
        """Delete a record; tell whether that was possible."""
        return self._do("DELETE", f"/api/v2/{PATHS[kind]}/{remote_id}", None) is not None

    def merge(self, kind: Kind, loser: int, winner: int) -> bool:
        """Merge a record away; tell whether that was possible."""
        path = f"/api/v1/{PATHS[kind]}/{loser}/merge"
        return self._do("PUT", path, {"merge_with_id": winner}) is not None

    def add_field(self, kind: Kind, name: str) -> bool:
        """Add a field of short texts to all records; tell whether that was possible."""
        body = {"field_name": name, "field_type": "varchar"}
        return self._do("POST", f"/api/v2/{TABLES[kind]}Fields", body) is not None

    def delete_stage(self, stage_id: int) -> bool:
        """Delete a stage; tell whether that was possible."""
        return self._do("DELETE", f"/api/v2/stages/{stage_id}", None) is not None

    def make_company(self, name: str) -> int:
        """Make an organization; return its id."""
        made = self._do("POST", "/api/v2/organizations", {"name": name})
        assert made is not None
        return int(str(made["id"]))

    def merge_companies(self, loser: int, winner: int) -> bool:
        """Merge an organization away; tell whether that was possible."""
        path = f"/api/v1/organizations/{loser}/merge"
        return self._do("PUT", path, {"merge_with_id": winner}) is not None

    def delete_company(self, organization_id: int) -> bool:
        """Delete an organization; tell whether that was possible."""
        return self._do("DELETE", f"/api/v2/organizations/{organization_id}", None) is not None

    def rename_company(self, organization_id: int, name: str) -> bool:
        """Rename an organization; tell whether that was possible."""
        path = f"/api/v2/organizations/{organization_id}"
        self.former_names.add((organization_id, self.company_name(organization_id)))
        return self._do("PATCH", path, {"name": name}) is not None

    def _do(self, method: str, path: str, body: Mapping[str, object] | None) -> Json | None:
        colleague = self.sandbox.colleagues()[0]
        headers = {"x-api-token": colleague.api_token, "x-sandbox-source": "app"}
        content = json.dumps(body).encode() if body is not None else b""
        # People in the app meet neither the API's limits nor its closed doors.
        switches = self.sandbox.company.switches
        self.sandbox.company.switches = switches.changed(
            {"suspended": False, "maintenance": False, "blocked": False}
            | {"burst_api_token": 10_000, "daily_budget": 10_000_000}
        )
        waiting = len(self.sandbox.company.deliveries.pending)
        try:
            answer = self.sandbox.handle(
                Request(method=method, path=path, headers=headers, body=content),
                self._time.pipedrive(),
            )
        finally:
            self.sandbox.company.switches = switches
        self.was_announced = len(self.sandbox.company.deliveries.pending) > waiting
        if answer.status != 200:
            return None
        data: Json = json.loads(answer.body)["data"]
        return data
