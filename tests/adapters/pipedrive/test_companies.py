"""Organizations as companies."""

from adapters.pipedrive.crm import PipedriveCrm
from domain.model.values import CompanyId
from tests.adapters.pipedrive.opened_sandbox import Company


async def test_a_created_company_is_found_by_its_exact_name(crm: PipedriveCrm) -> None:
    made = await crm.create_company("Talleres Ñandú")
    assert await crm.find_companies("Talleres Ñandú") == [made]
    assert await crm.companies([made.company_id]) == (made,)


async def test_another_spelling_is_another_company(crm: PipedriveCrm) -> None:
    await crm.create_company("ACME")
    assert await crm.find_companies("Acme") == []


async def test_of_several_with_one_name_the_lowest_id_comes_first(crm: PipedriveCrm) -> None:
    first, second = await crm.create_company("Doppelt"), await crm.create_company("Doppelt")
    assert await crm.find_companies("Doppelt") == [first, second]


async def test_a_name_of_one_character_is_found(crm: PipedriveCrm) -> None:
    made = await crm.create_company("X")
    assert await crm.find_companies("X") == [made]


async def test_all_companies_are_listed(acme: Company, crm: PipedriveCrm) -> None:
    page = await crm.list_companies(None)
    assert page.next_cursor is None
    known = acme.sandbox.company.tables["organization"].living()
    assert {one.company_id: one.name for one in page.items} == {
        one.id: one.name.strip() for one in known
    }


async def test_companies_that_do_not_exist_are_left_out(crm: PipedriveCrm) -> None:
    made = await crm.create_company("Da")
    assert await crm.companies([CompanyId(999_999)]) == ()
    assert await crm.companies([made.company_id, CompanyId(999_999)]) == (made,)
