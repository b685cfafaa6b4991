"""Creations that take effect although nobody hears of it."""

from domain.errors import OutcomeUnknown
from domain.model.values import RemoteId
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble

LOST = OutcomeUnknown("OUTCOME_UNKNOWN", "No answer.")


async def create_unanswered(firm: Firm) -> RemoteId:
    """Let the next POST have its effect without an answer; return the person's id in Pipedrive."""
    known = set(firm.company.contacts)
    firm.crm.troubles["create_contact"] = [Trouble(error=LOST, after_effect=True)]
    await firm.work()
    (made,) = firm.company.contacts.keys() - known
    return made
