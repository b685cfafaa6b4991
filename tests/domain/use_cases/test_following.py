"""The change feed: in order, without gaps, resumable."""

from collections.abc import AsyncIterator

import pytest

from domain.errors import InvalidInput, NotFound, OutOfRange
from domain.model.change import Change
from domain.model.values import AccountId, ChangeNumber
from domain.model.views import Bookmark
from tests.domain.use_cases.firm import ACME, Firm


async def _until_bookmark(items: AsyncIterator[Change | Bookmark]) -> list[int]:
    """Return the numbers up to the next bookmark, which is the last of them once more."""
    numbers = list[int]()
    async for item in items:
        numbers.append(item.number)
        if isinstance(item, Bookmark):
            return numbers
    raise AssertionError("the feed ended")


async def _hire(firm: Firm, count: int) -> None:
    for number in range(count):
        firm.company.create({"first_name": f"Nr {number}"})
    await firm.deliver()
    await firm.work()


async def test_changes_are_numbered_without_gaps(firm: Firm) -> None:
    await _hire(firm, 5)
    assert await _until_bookmark(firm.changes.watch(ACME, ChangeNumber(0))) == [1, 2, 3, 4, 5, 5]


async def test_a_reader_goes_on_where_it_was(firm: Firm) -> None:
    await _hire(firm, 5)
    assert await _until_bookmark(firm.changes.watch(ACME, ChangeNumber(3))) == [4, 5, 5]
    assert await _until_bookmark(firm.changes.watch(ACME, ChangeNumber(5))) == [5]


async def test_a_long_feed_comes_whole(stranger: Firm) -> None:
    for number in range(1201):
        stranger.company.create({"first_name": f"Nr {number}"})
    await stranger.connect()
    numbers = await _until_bookmark(stranger.changes.watch(ACME, ChangeNumber(0)))
    assert numbers == [*range(1, 1202), 1201]


async def test_an_open_stream_gets_what_happens(firm: Firm) -> None:
    watching = firm.changes.watch(ACME, ChangeNumber(0))
    assert await _until_bookmark(watching) == [0]
    await _hire(firm, 1)
    assert await _until_bookmark(watching) == [1, 1]


async def test_a_quiet_stream_is_bookmarked_now_and_then(firm: Firm) -> None:
    watching = firm.changes.watch(ACME, ChangeNumber(0))
    began = firm.clock()
    await _until_bookmark(watching)
    await _until_bookmark(watching)
    assert (firm.clock() - began).total_seconds() == 15


@pytest.mark.parametrize("number", [1, 10**12])
async def test_a_number_of_the_future_is_refused(firm: Firm, number: int) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await anext(firm.changes.watch(ACME, ChangeNumber(number)))
    assert refusal.value.violations[0].field == "after"
    assert "the last one is 0" in refusal.value.violations[0].message
    with pytest.raises(InvalidInput) as refusal:
        await firm.changes.acknowledge(ACME, ChangeNumber(number))
    assert refusal.value.violations[0].field == "number"


async def test_a_cursor_that_is_no_longer_kept_is_told_the_oldest(firm: Firm) -> None:
    await _hire(firm, 5)
    connection_id = await firm.connection_id()
    for number in (1, 2, 3):
        del firm.store.draft_of(connection_id).changes[ChangeNumber(number)]
    with pytest.raises(OutOfRange) as refusal:
        await anext(firm.changes.watch(ACME, ChangeNumber(1)))
    assert refusal.value.metadata == {"oldest": "3"}
    assert "watch from 3" in refusal.value.message
    assert await _until_bookmark(firm.changes.watch(ACME, ChangeNumber(3))) == [4, 5, 5]


async def test_an_acknowledgement_never_goes_back(firm: Firm) -> None:
    await _hire(firm, 5)
    for number in (4, 2):
        await firm.changes.acknowledge(ACME, ChangeNumber(number))
    assert (await firm.connection()).acknowledged == 4


async def test_an_unknown_account_has_no_feed(firm: Firm) -> None:
    with pytest.raises(NotFound):
        await anext(firm.changes.watch(AccountId("nobody"), ChangeNumber(0)))
