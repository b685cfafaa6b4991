"""The answers of Pipedrive's API, as far as the demonstration reads them."""

from pydantic import BaseModel


class Phone(BaseModel):
    """A phone of a person."""

    value: str
    primary: bool = False


class Shown(BaseModel):
    """What the demonstration reads of a person, an organization or a field definition."""

    id: int = 0
    name: str = ""
    email: str = ""
    first_name: str | None = None
    last_name: str | None = None
    phones: list[Phone] = []
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


class More(BaseModel):
    """Where a list goes on."""

    next_cursor: str | None = None


class Page(BaseModel):
    """A page of a list."""

    data: list[Shown]
    additional_data: More = More()


class One(BaseModel):
    """A single answer."""

    data: Shown
