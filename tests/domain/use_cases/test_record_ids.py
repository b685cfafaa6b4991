"""Whatever Vixiees calls its records and activities, they are found again by it."""

import pytest

from domain.activity.activity import ActivityState
from domain.model.values import Kind
from domain.model.views import SyncState
from tests.domain.use_cases.firm import ACME
from tests.domain.use_cases.office import A_DEAL, Office, step

_ODD = pytest.mark.parametrize("own_id", ["a:b", ":", "a/b:", "contact:12", "ñ ?%"])


@_ODD
async def test_a_contact_of_any_id_is_kept_in_step(office: Office, own_id: str) -> None:
    person = await office.in_step(own_id, {"first_name": "Ana"})
    office.company.edit(person, {"first_name": "Anna"})
    await office.settle()
    assert (await office.view(own_id)).fields["first_name"] == "Anna"
    await office.delete(own_id)
    await office.settle()
    assert (await office.view(own_id)).state is SyncState.DELETED
    assert office.company.contacts == {}


@_ODD
async def test_a_deal_of_any_id_is_kept_in_step(office: Office, own_id: str) -> None:
    await office.in_step(own_id, {"first_name": "Ana"})
    deal = await office.together(own_id, {**A_DEAL, "stage": step("s1"), "contact": own_id})
    office.company.edit(deal, {"title": "Roofs"}, kind=Kind.DEAL)
    await office.settle()
    view = await office.deal(own_id)
    assert (view.fields["title"], view.fields["contact"]) == ("Roofs", own_id)


@_ODD
async def test_an_activity_of_any_id_is_logged_once(office: Office, own_id: str) -> None:
    await office.in_step(own_id, {"first_name": "Ana"})
    for notes in ("Nice", "Nice, but late"):
        await office.timeline.call(own_id, [own_id], notes=notes)
        await office.work()
    assert (await office.timeline.view(own_id)).state is ActivityState.LOGGED
    (entry,) = office.crm.activities.values()
    assert "but late" in entry.html


async def test_contacts_of_any_id_are_listed_page_by_page(office: Office) -> None:
    ids = ["a?>", "b~~", "ÿ?>", "ÿÿ"]
    for one in ids:
        await office.call(one, {"first_name": "Ana"})
    found, token = list[str](), ""
    for _ in ids:
        page, token = await office.contacts.list(ACME, 1, token)
        found += [one.record_id for one in page]
    assert found == ids
