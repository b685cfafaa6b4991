"""A list that leads back to where it was does not keep the import busy for ever."""

import pytest

from domain.errors import CrmRefused
from domain.model.connection import ConnectionState
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.crm_requests import Trouble


@pytest.mark.parametrize("method", ["list_contacts", "list_companies"])
async def test_an_import_in_a_circle_stops_and_says_so(stranger: Firm, method: str) -> None:
    for number in range(12):
        stranger.company.create({"first_name": f"Nr {number}"})
        stranger.company.name_company(f"Haus {number}")
    stranger.crm.page_size = 5
    stranger.crm.circles.add(method)
    await stranger.log_in()
    await stranger.work()
    connection = await stranger.connection()
    assert connection.reason == "CURSOR_LOOP"
    assert connection.state is ConnectionState.IMPORTING
    assert stranger.crm.asked[method] < 10
    stranger.crm.circles.clear()
    for _ in range(5):
        stranger.later(hours=1)
        await stranger.work()
    connection = await stranger.connection()
    assert (connection.state, connection.reason) == (ConnectionState.ACTIVE, "")
    contacts, _ = await stranger.contacts.list(ACME, 100, "")
    assert len(contacts) == 12


async def test_a_list_whose_cursor_is_refused_is_read_from_its_beginning(stranger: Firm) -> None:
    for number in range(12):
        stranger.company.create({"first_name": f"Nr {number}"})
    stranger.crm.page_size = 5
    refused = Trouble(error=CrmRefused("BAD_CURSOR", "Your cursor is too old."))
    stranger.crm.troubles["list_contacts"] = [Trouble(), refused]
    await stranger.connect()
    assert (await stranger.connection()).progress.contacts == 12
    assert stranger.crm.asked["list_contacts"] == 2 + 3
