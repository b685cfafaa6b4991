"""The contacts or the deals of a company in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.errors import CrmDeleted, CrmGone, CrmRefused, MarkerGone, PropertyRefused
from domain.model.catalog import Property, StageId, UserId
from domain.model.property_values import canonical_value
from domain.model.remote import COMPANY_ID, Page, RemoteRecord
from domain.model.values import (
    ARCHIVED,
    COMPANY,
    CONTACT,
    OWNER,
    STAGE,
    Kind,
    RecordId,
    RemoteId,
    property_code,
)
from domain.ports.crm import Patch
from domain.use_cases.keep_markers import MARKER_FIELD
from tests.fakes.company_shapes import ADMINISTRATOR
from tests.fakes.crm_requests import Requests, after, paged


class FakeRecords:
    """The records of one kind, as ports.crm.RemoteRecords."""

    def __init__(self, crm: Requests, kind: Kind) -> None:
        self._crm = crm
        self._kind = kind
        self._shelf = crm.company.shelf(kind)

    async def one(self, remote_id: RemoteId) -> RemoteRecord:
        return await self._crm.do(self._kind, lambda: self._one(remote_id))

    async def many(self, remote_ids: Sequence[RemoteId]) -> Sequence[RemoteRecord]:
        found = (self._one(one) for one in remote_ids if one in self._listed())
        return await self._crm.do(f"{self._kind}s", lambda: list(found))

    async def page(
        self,
        *,
        cursor: str | None = None,
        updated_since: datetime | None = None,
        newest_first: bool = False,
    ) -> Page[RemoteRecord]:
        method = f"list_{self._kind}s"

        def page() -> Page[RemoteRecord]:
            ids = [
                one.remote_id
                for one in self._listed().values()
                if updated_since is None or one.update_time >= updated_since
            ]
            recent = [self._one(one) for one in after(ids, cursor, newest_first=newest_first)]
            return self._crm.turned(method, paged(recent, self._crm.page_size))

        return await self._crm.do(method, page)

    async def newest(self, since: datetime) -> Sequence[RemoteRecord]:
        def newest() -> Sequence[RemoteRecord]:
            made = self._crm.company.created
            known = sorted(self._listed(), reverse=True)
            return [self._one(one) for one in known if made[one] >= since]

        return await self._crm.do(f"newest_{self._kind}s", newest)

    async def create(self, marker: RecordId, patch: Patch) -> RemoteRecord:
        def create() -> RemoteRecord:
            if MARKER_FIELD not in [one.name for one in self._properties()]:
                raise MarkerGone
            self._check(patch)
            given = {
                name: value
                for name, value in patch.fields.items()
                if value is not None and name != COMPANY
            }
            self._check_links(patch)
            return self._one(
                self._crm.company.create(
                    given,
                    kind=self._kind,
                    company_id=patch.company_id,
                    marker=marker,
                    by=ADMINISTRATOR,
                )
            )

        return await self._crm.do(f"create_{self._kind}", create)

    async def update(self, remote_id: RemoteId, patch: Patch) -> RemoteRecord:
        def update() -> RemoteRecord:
            self._one(remote_id)
            self._check(patch)
            self._check_links(patch)
            changes = {name: value for name, value in patch.fields.items() if name != COMPANY}
            if COMPANY in patch.fields:
                moved = patch.company_id
                changes[COMPANY_ID] = str(moved) if moved is not None else None
            self._crm.company.edit(remote_id, changes, kind=self._kind, by=ADMINISTRATOR)
            return self._one(remote_id)

        return await self._crm.do(f"update_{self._kind}", update)

    async def delete(self, remote_id: RemoteId) -> None:
        def delete() -> None:
            self._one(remote_id)
            self._crm.company.delete(remote_id, kind=self._kind, by=ADMINISTRATOR)

        await self._crm.do(f"delete_{self._kind}", delete)

    async def merge(self, loser: RemoteId, winner: RemoteId) -> None:
        def merge() -> None:
            self._one(loser)
            self._crm.company.merge(loser, winner, kind=self._kind, by=ADMINISTRATOR)

        await self._crm.do(f"merge_{self._kind}s", merge)

    def _listed(self) -> Mapping[RemoteId, RemoteRecord]:
        """Return the records that lists show: archived deals are in none."""
        shelf = self._shelf.items()
        return {one: record for one, record in shelf if record.fields.get(ARCHIVED) is None}

    def _one(self, remote_id: RemoteId) -> RemoteRecord:
        if remote_id not in self._shelf:
            error = CrmDeleted if remote_id in self._crm.company.created else CrmGone
            raise error("GONE", "There is no such record.")
        return replace(self._shelf[remote_id], served_at=self._crm.company.clock())

    def _check_links(self, patch: Patch) -> None:
        """Refuse a contact, a company, a stage or an owner that is not there."""
        if patch.company_id is not None and patch.company_id not in self._crm.company.names:
            raise CrmRefused("REFUSED", f"There is no organization {patch.company_id}.")
        contact = patch.fields.get(CONTACT)
        if contact is not None and RemoteId(int(contact)) not in self._crm.company.contacts:
            raise CrmRefused("REFUSED", f"There is no person {contact}.")
        stage, owner = patch.fields.get(STAGE), patch.fields.get(OWNER)
        if stage is not None and StageId(int(stage)) not in self._crm.company.stages:
            raise CrmRefused("REFUSED", f"There is no stage {stage}.")
        if owner is not None and UserId(int(owner)) not in self._crm.company.users:
            raise CrmRefused("REFUSED", f"There is no user {owner}.")

    def _check(self, patch: Patch) -> None:
        """Refuse a custom field that the company does not have, or a value of no type of it."""
        known = {one.code: one for one in self._properties()}
        for name, value in patch.fields.items():
            code = property_code(name)
            definition = known.get(code or "")
            if code is not None and definition is None:
                raise PropertyRefused(code, f"{code}: unknown field")
            if definition and patch.types.get(name) != definition.type:
                raise PropertyRefused(definition.code, f"{code}: nobody told its type")
            if definition and value is not None and canonical_value(definition, value) is None:
                raise PropertyRefused(definition.code, f"{code}: no such value")

    def _properties(self) -> Sequence[Property]:
        return [one for one in self._crm.company.properties if one.kind is self._kind]
