"""Sweep and audit of deals: what no webhook told of is found."""

from domain.model.change import ChangeType
from domain.model.connection import ConnectionState
from domain.model.values import Kind, RemoteId
from tests.domain.use_cases.office import A_DEAL, Office, step


async def _opened() -> Office:
    office = Office()
    await office.open()
    return office


async def _in_step(office: Office, *deal_ids: str) -> list[RemoteId]:
    """Let both sides have these deals, all settled; return their remote ids."""
    ids = [await office.together(one, {**A_DEAL, "stage": step("s1")}) for one in deal_ids]
    await _pass(office, 20)
    return ids


async def _pass(office: Office, *minutes: float) -> None:
    for one in minutes:
        office.later(minutes=one)
        await office.work()


async def test_a_sweep_finds_an_edit_whose_webhook_is_lost() -> None:
    office = await _opened()
    _, door = await _in_step(office, "roof", "door")
    office.company.edit(door, {"title": "Gate"}, kind=Kind.DEAL)
    office.company.outbox.clear()
    await _pass(office, 15, 5)
    (change,) = await office.deal_news()
    assert (change.record_id, change.fields["title"]) == ("door", "Gate")


async def test_an_audit_finds_a_deletion_whose_webhook_is_lost() -> None:
    office = await _opened()
    roof, _ = await _in_step(office, "roof", "door")
    office.company.delete(roof, kind=Kind.DEAL)
    office.company.outbox.clear()
    await _pass(office, 24 * 60, 20)
    (change,) = await office.deal_news()
    assert (change.record_id, change.type) == ("roof", ChangeType.DELETED)


async def test_deals_that_were_archived_are_not_missed_by_an_audit() -> None:
    office = await _opened()
    ids = await _in_step(office, *(f"deal {number:02}" for number in range(24)))
    for one in ids:
        office.company.edit(one, {"archived": "true"}, kind=Kind.DEAL)
    await office.settle()
    office.crm.asked.clear()
    await _pass(office, 24 * 60, 20)
    assert (await office.connection()).state is ConnectionState.ACTIVE
    assert (office.crm.asked["deal"], office.crm.asked["deals"]) == (0, 0)
    office.company.delete(ids[0], kind=Kind.DEAL)
    await office.deliver()
    await office.work()
    assert [one.type for one in await office.deal_news()] == [ChangeType.DELETED]


async def test_many_doubts_are_read_with_one_request_a_kind() -> None:
    office = await _opened()
    ids = await _in_step(office, *(f"deal {number:02}" for number in range(12)))
    for one in ids:
        office.company.edit(one, {"title": "Changed"}, kind=Kind.DEAL)
    office.company.outbox.clear()
    office.crm.asked.clear()
    await _pass(office, 15, 5)
    assert len(await office.deal_news()) == 12
    assert (office.crm.asked["deals"], office.crm.asked["deal"]) == (1, 0)
