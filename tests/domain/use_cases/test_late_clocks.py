"""Pipedrive's clock may be behind ours; its answers tell by how much."""

from dataclasses import replace
from datetime import timedelta

from domain.errors import OutcomeUnknown
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble

_BEHIND = timedelta(seconds=40)
_LOST = OutcomeUnknown("OUTCOME_UNKNOWN", "No answer.")


async def test_an_edit_on_a_write_whose_answer_was_lost_stands(firm: Firm) -> None:
    firm.crm.allowance.behind = _BEHIND
    remote_id = await firm.in_step("ana", {"first_name": "Ana"})
    firm.crm.troubles["update_contact"] = [Trouble(error=_LOST, after_effect=True)]
    await firm.call("ana", {"first_name": "Anna"})
    await firm.work()
    firm.later(seconds=15)
    firm.company.edit(remote_id, {"first_name": "Hanna"})
    await firm.deliver(*[replace(one, at=one.at - _BEHIND) for one in firm.company.outbox])
    await firm.work()
    firm.later(minutes=5)
    await firm.work()
    assert firm.shown(remote_id) == {"first_name": "Hanna"}
    assert [one.fields for one in await firm.news()] == [{"first_name": "Hanna"}]
