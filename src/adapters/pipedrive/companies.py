"""Organizations of the v2 API and the companies that we make of them."""

from collections.abc import Iterable

from pydantic import BaseModel

from adapters.pipedrive.scalars import Id, Text
from domain.model.remote import RemoteCompany
from domain.model.values import CompanyId, canonical


class Organization(BaseModel):
    """What we read of an organization."""

    id: Id
    name: Text | None = None
    is_deleted: bool | None = None


class Hit(BaseModel):
    """One result of a search."""

    item: Organization


class Hits(BaseModel):
    """The results of `/api/v2/organizations/search`."""

    items: list[Hit] | None = None


def companies_of(organizations: Iterable[Organization]) -> tuple[RemoteCompany, ...]:
    """Return those that exist and have a name."""
    named = [(one.id, canonical(one.name)) for one in organizations if not one.is_deleted]
    return tuple(
        RemoteCompany(company_id=CompanyId(number), name=name)
        for number, name in named
        if name is not None
    )
