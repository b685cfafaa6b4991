"""Companies that Pipedrive does not show when their names are asked for."""

import pytest

from domain.model.values import CompanyId
from tests.domain.use_cases.firm import Firm

HIDDEN = CompanyId(4711)


def _show(firm: Firm) -> None:
    firm.company.names[HIDDEN] = "Ein Haus"


async def test_a_contact_of_a_company_that_is_hidden_for_a_moment_comes_with_its_name(
    firm: Firm,
) -> None:
    firm.company.create({"first_name": "Ana"}, company_id=HIDDEN)
    await firm.deliver()
    await firm.work()
    assert await firm.news() == []
    _show(firm)
    firm.later(seconds=10)
    await firm.work()
    (change,) = await firm.news()
    assert dict(change.fields) == {"first_name": "Ana", "company": "Ein Haus"}


async def test_a_contact_of_a_company_that_stays_hidden_comes_a_minute_later_without_one(
    firm: Firm,
) -> None:
    firm.company.create({"first_name": "Ana"}, company_id=HIDDEN)
    await firm.deliver()
    for _ in range(5):
        await firm.work()
        assert await firm.news() == []
        firm.later(seconds=10)
    await firm.work()
    (change,) = await firm.news()
    assert dict(change.fields) == {"first_name": "Ana"}
    assert firm.crm.asked["companies"] == 6


async def test_who_was_known_to_be_of_a_company_that_stays_hidden_is_not_waited_for_again(
    firm: Firm,
) -> None:
    remote_id = firm.company.create({"first_name": "Ana"}, company_id=HIDDEN)
    await firm.deliver()
    firm.later(minutes=2)
    await firm.work()
    await firm.acknowledge()
    firm.company.edit(remote_id, {"first_name": "Anja"})
    await firm.deliver()
    await firm.work()
    (change,) = await firm.news()
    assert dict(change.fields) == {"first_name": "Anja"}


@pytest.mark.parametrize(("later", "company"), [(False, "Ein Haus"), (True, "Zwei Häuser")])
async def test_who_edits_a_company_whose_name_is_not_known_yet_competes_by_the_time_of_the_move(
    firm: Firm, *, later: bool, company: str
) -> None:
    remote_id = await firm.in_step("ana", {"first_name": "Ana"})
    before = firm.clock()
    firm.later(seconds=5)
    firm.company.edit(remote_id, {"company_id": str(HIDDEN)})
    await firm.deliver()
    await firm.work()
    firm.later(seconds=5)
    edited = firm.clock() if later else before
    await firm.call("ana", {"first_name": "Anja", "company": "Zwei Häuser"}, at=edited)
    await firm.work()
    _show(firm)
    firm.later(seconds=20)
    await firm.work()
    firm.later(minutes=10)
    await firm.work()
    assert firm.shown(remote_id) == {"first_name": "Anja", "company": company}


async def test_an_edit_on_top_of_a_company_whose_name_came_late_stands(firm: Firm) -> None:
    firm.company.create({"first_name": "Ana"}, company_id=HIDDEN)
    await firm.deliver()
    firm.later(minutes=2)
    await firm.work()
    (change,) = await firm.news()
    _show(firm)
    await firm.call(change.record_id, {"last_name": "Bell"}, applied=change.number)
    await firm.work()
    firm.later(minutes=1)
    fields = {"first_name": "Anja", "company": "Zwei Häuser"}
    await firm.call(change.record_id, fields, applied=change.number)
    await firm.work()
    firm.later(minutes=10)
    await firm.work()
    (remote_id,) = firm.company.contacts
    assert firm.shown(remote_id)["company"] == "Zwei Häuser"
