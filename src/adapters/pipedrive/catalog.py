"""Users, pipelines, stages and fields: how a company is set up."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel, Field

from adapters.pipedrive.client import Client
from adapters.pipedrive.envelopes import Many, ManyOfV1, One
from adapters.pipedrive.paging import pages
from adapters.pipedrive.scalars import Id, Place, Text
from domain.model.catalog import (
    Currency,
    Option,
    Pipeline,
    PipelineId,
    Property,
    Stage,
    StageId,
    User,
    UserId,
)
from domain.model.money import digits_of
from domain.model.values import Kind

_USERS = "/api/v1/users"
_PIPELINES = "/api/v2/pipelines"
_STAGES = "/api/v2/stages"
_FIELDS = {Kind.CONTACT: "/api/v2/personFields", Kind.DEAL: "/api/v2/dealFields"}
_CURRENCIES = "/api/v1/currencies"
_PAGE = {"limit": "500"}
_MOST_DIGITS = 8

Data = TypeVar("Data", bound=BaseModel)


class _User(BaseModel):
    """A user; one that was removed stays listed as inactive."""

    id: Id
    name: Text | None = None
    email: Text | None = None
    active_flag: bool | None = None


class _Pipeline(BaseModel):
    id: Id
    name: Text | None = None
    order_nr: Place | None = None
    is_deleted: bool | None = None


class _Stage(BaseModel):
    id: Id
    pipeline_id: Id
    name: Text | None = None
    order_nr: Place | None = None
    is_deleted: bool | None = None


class _Currency(BaseModel):
    code: Text
    decimal_points: int | None = Field(default=None, ge=0, le=_MOST_DIGITS)
    active_flag: bool | None = None


class _Option(BaseModel):
    """A choice; those of system fields may have words for ids."""

    id: int | Text
    label: Text | None = None


class _Field(BaseModel):
    field_code: Text
    field_name: Text | None = None
    field_type: Text | None = None
    options: list[_Option] | None = None
    is_custom_field: bool | None = None


class PipedriveCatalog:
    """Reads the part of ports.crm.Crm that tells how a company is set up."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def users(self) -> Sequence[User]:
        users, _ = await self._client.get(_USERS, ManyOfV1[_User])
        return [
            User(
                user_id=UserId(one.id),
                name=one.name or "",
                email=one.email or "",
                is_active=one.active_flag is not False,
            )
            for one in users.items
        ]

    async def pipelines(self) -> Sequence[Pipeline]:
        return [
            Pipeline(
                pipeline_id=PipelineId(one.id), name=one.name or "", position=one.order_nr or 0
            )
            for one in await self._all(_PIPELINES, Many[_Pipeline])
            if not one.is_deleted
        ]

    async def stages(self) -> Sequence[Stage]:
        return [
            Stage(
                stage_id=StageId(one.id),
                pipeline_id=PipelineId(one.pipeline_id),
                name=one.name or "",
                position=one.order_nr or 0,
            )
            for one in await self._all(_STAGES, Many[_Stage])
            if not one.is_deleted
        ]

    async def properties(self, kind: Kind) -> Sequence[Property]:
        return [_property(kind, one) for one in await self._all(_FIELDS[kind], Many[_Field])]

    async def currencies(self) -> Sequence[Currency]:
        found, _ = await self._client.get(_CURRENCIES, ManyOfV1[_Currency])
        return [
            Currency(
                code=one.code,
                digits=digits_of(one.code) if one.decimal_points is None else one.decimal_points,
                is_active=one.active_flag is not False,
            )
            for one in found.items
        ]

    async def create_property(self, kind: Kind, name: str) -> str:
        body = {"field_name": name, "field_type": "varchar"}
        made, _ = await self._client.write("POST", _FIELDS[kind], One[_Field], body)
        return made.data.field_code

    async def _all(self, path: str, shape: type[Many[Data]]) -> list[Data]:
        return [
            one async for page, _ in pages(self._client, path, shape, _PAGE) for one in page.items
        ]


def _property(kind: Kind, field: _Field) -> Property:
    options = (Option(option_id=str(one.id), label=one.label or "") for one in field.options or ())
    return Property(
        kind=kind,
        code=field.field_code,
        name=field.field_name or field.field_code,
        type=field.field_type or "",
        options=tuple(options),
        is_custom=bool(field.is_custom_field),
    )
