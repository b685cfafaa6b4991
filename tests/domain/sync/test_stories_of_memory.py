"""Stories that need what the service remembers beside a record: ends, and events that wait."""

import pytest

from domain.errors import OutcomeUnknown
from domain.model.values import RecordId, RemoteId
from domain.use_cases.digest_contact import CALL_LIMIT
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_requests import Trouble


@pytest.fixture
async def firm() -> Firm:
    """Build a firm that is connected; its company is empty."""
    built = Firm()
    await built.connect()
    return built


async def ended(firm: Firm, remote_id: RemoteId) -> None:
    """Let the service remember that the person was deleted."""
    connection_id = await firm.connection_id()
    now = firm.clock()
    await firm.store.transact(lambda tx: tx.memory(connection_id).put_end(remote_id, None, now))


async def known(firm: Firm) -> set[RecordId]:
    return set(firm.store.all_records(await firm.connection_id()))


async def test_a_list_does_not_bring_back_a_person_that_ended() -> None:
    firm = Firm()
    remote_id = firm.company.create({"first_name": "Bea"})
    await firm.log_in()
    await ended(firm, remote_id)

    await firm.work()

    assert await known(firm) == set()


async def test_an_event_does_not_bring_back_a_person_that_ended(firm: Firm) -> None:
    remote_id = firm.company.create({"first_name": "Bea"})
    (created,) = firm.company.outbox
    firm.company.delete(remote_id)
    _, deleted = firm.company.outbox

    await firm.deliver(deleted)
    await firm.work()
    await firm.deliver(created)
    await firm.work()

    assert await known(firm) == set()


async def test_an_echo_waits_for_the_answer_that_explains_it(firm: Firm) -> None:
    lost = OutcomeUnknown("OUTCOME_UNKNOWN", "No answer.")
    firm.crm.troubles["create_contact"] = [Trouble(error=lost, after_effect=True)]
    sent_at = firm.clock()
    await firm.call("ana", {"first_name": "Ana"})
    await firm.work()

    await firm.deliver()
    await firm.work()

    linked_at = firm.store.all_records(await firm.connection_id())[RecordId("ana")].linked_at
    assert linked_at is not None
    assert linked_at >= sent_at + CALL_LIMIT
