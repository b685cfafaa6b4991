"""Companies: Pipedrive knows a contact's company by id, Vixiees by its name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from domain.model.remote import RemoteCompany, RemoteRecord
from domain.model.values import COMPANY, CompanyId, FieldName, Value
from domain.sync.record import Record
from domain.use_cases.driven import Driven

_MOST_AT_ONCE = 100


async def learn_companies(driven: Driven, company_ids: Iterable[CompanyId | None]) -> None:
    """Ask Pipedrive for the names of the companies that the local index does not know."""
    wanted = sorted({one for one in company_ids if one is not None})
    if not wanted:
        return
    known = await driven.transact(lambda tx: tx.memory(driven.connection_id).companies(wanted))
    unknown = [one for one in wanted if one not in known]
    for start in range(0, len(unknown), _MOST_AT_ONCE):
        found = await driven.crm.companies(unknown[start : start + _MOST_AT_ONCE])
        await _remember(driven, found)


async def company_for(driven: Driven, name: str) -> CompanyId:
    """Return the company of exactly this name: from the index, from Pipedrive, or a new one."""
    async with driven.turns[name]:
        indexed = await driven.transact(
            lambda tx: tx.memory(driven.connection_id).company_named(name)
        )
        return indexed if indexed is not None else await _found(driven, name)


async def company_instead(driven: Driven, name: str, refused: CompanyId) -> CompanyId | None:
    """Return another company of this name if the one that was refused is no more, else None."""
    if await driven.crm.companies([refused]):
        return None
    async with driven.turns[name]:
        found = await _found(driven, name)
    return found if found != refused else None


async def _found(driven: Driven, name: str) -> CompanyId:
    found = await driven.crm.find_companies(name)
    company = found[0] if found else await driven.crm.create_company(name)
    await _remember(driven, [company])
    return company.company_id


async def _remember(driven: Driven, companies: Sequence[RemoteCompany]) -> None:
    await driven.transact(lambda tx: tx.memory(driven.connection_id).put_companies(companies))


def with_company(
    names: Mapping[CompanyId, str], contact: RemoteRecord
) -> Mapping[FieldName, Value]:
    """Return the contact's fields with the name of its company."""
    company_id = contact.company_id
    return {**contact.fields, COMPANY: names.get(company_id) if company_id is not None else None}


def placed(record: Record, company_id: CompanyId | None, name: Value) -> Record:
    """Remember in which company Pipedrive shows the contact, if this is the newest evidence."""
    state = record.fields.get(COMPANY)
    is_newest = state is not None and state.remote is not None and state.remote.value == name
    return replace(record, company_id=company_id) if is_newest else record
