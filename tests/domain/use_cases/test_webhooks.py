"""Who may deliver webhooks, and what becomes of each delivery."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain.errors import Conflict, NotFound, Unauthenticated
from domain.model.catalog import User, UserId
from domain.model.connection import Connection
from domain.model.remote import Action, Delivery, Entity, Event
from domain.model.views import Intake
from domain.ports.crm import Markers
from domain.use_cases.keep_webhooks import WEBHOOK_USER
from domain.use_cases.receive_webhooks import NOTED_EVERY
from tests.domain.use_cases.firm import ACME, Firm


async def _password(firm: Firm) -> str:
    connection_id = await firm.connection_id()
    password = await firm.store.transact(lambda tx: tx.secrets.webhook_password(connection_id, 1))
    assert password is not None
    return password


class _Reader:
    """Reads every body as the same delivery."""

    def __init__(self, **changes: object) -> None:
        known: dict[str, object] = {
            "event_id": "e-1",
            "webhook_id": "1",
            "company_id": "42",
            "entity": Entity.CONTACT,
            "event": None,
            "problem": "INVALID_ID",
        }
        self._delivery = Delivery(**{**known, **changes})  # type: ignore[arg-type]  # as named

    def read(self, body: bytes, markers: Markers) -> Delivery:
        del body, markers
        return self._delivery


async def _receive(firm: Firm, connection: Connection, **changes: object) -> Intake:
    webhooks = replace(firm.webhooks, reader=_Reader(**changes))
    return await webhooks.receive(connection, b"{}")


async def test_the_right_password_opens_its_own_address(firm: Firm) -> None:
    connection = await firm.connection()
    password = await _password(firm)
    admitted = await firm.webhooks.admit(connection.webhook_token, WEBHOOK_USER, password)
    assert admitted.connection_id == connection.connection_id


@pytest.mark.parametrize(
    ("user", "change"), [("vixiees", "x"), ("someone", ""), ("vixiees", "ü"), ("", "")]
)
async def test_no_other_password_does(firm: Firm, user: str, change: str) -> None:
    path = (await firm.connection()).webhook_token
    with pytest.raises(Unauthenticated):
        await firm.webhooks.admit(path, user, await _password(firm) + change)


@pytest.mark.parametrize("path", ["", "guessed", ".1"])
async def test_an_unknown_address_is_not_found(firm: Firm, path: str) -> None:
    with pytest.raises(NotFound):
        await firm.webhooks.admit(path, WEBHOOK_USER, await _password(firm))


async def test_an_event_that_cannot_be_used_is_kept_and_noted(firm: Firm) -> None:
    connection = await firm.connection()
    assert await _receive(firm, connection) is Intake.QUARANTINED
    assert await _receive(firm, connection) is Intake.REPEATED
    assert ("webhook_quarantined", {"problem": "INVALID_ID"}) in firm.notes.kept


async def test_an_entity_that_is_not_mapped_is_ignored(firm: Firm) -> None:
    connection = await firm.connection()
    assert await _receive(firm, connection, entity=None, problem="") is Intake.IGNORED


@pytest.mark.parametrize("entity", [Entity.USER, Entity.PIPELINE, Entity.STAGE])
async def test_an_event_of_the_set_up_has_the_catalog_read_soon(firm: Firm, entity: Entity) -> None:
    user = User(user_id=UserId(1), name="Neu", email="neu@acme.test")
    firm.company.users[user.user_id] = user
    event = Event(
        event_id="e-1",
        entity=entity,
        action=Action.CHANGED,
        entity_id=1,
        at=firm.clock(),
        by_user="12",
        from_app=True,
    )
    for number in range(10):
        intake = await _receive(
            firm,
            await firm.connection(),
            event_id=f"e-{number}",
            event=event,
            entity=entity,
            problem="",
        )
        assert intake is Intake.STORED
    asked = firm.crm.asked["users"]
    firm.later(seconds=5)
    await firm.work()
    assert await firm.catalog.users(ACME) == [user]
    assert firm.crm.asked["users"] == asked + 1


async def test_an_event_of_another_company_is_refused(firm: Firm) -> None:
    with pytest.raises(Conflict) as refusal:
        await _receive(firm, await firm.connection(), company_id="43")
    assert refusal.value.reason == "COMPANY_MISMATCH"


async def test_events_after_the_end_of_a_connection_are_ignored(firm: Firm) -> None:
    await firm.connections.disconnect(ACME)
    assert await _receive(firm, await firm.connection()) is Intake.IGNORED


async def _noted(firm: Firm, number: int) -> datetime | None:
    """Deliver another event; return when the last one is known to have come."""
    await _receive(firm, await firm.connection(), event_id=f"e-{number}")
    return (await firm.connection()).webhooks.last_event_at


async def test_when_the_last_event_came_is_noted_every_five_minutes(firm: Firm) -> None:
    first_at = firm.clock()
    assert await _noted(firm, 1) == first_at
    firm.later(minutes=5, seconds=-1)
    assert await _noted(firm, 2) == first_at
    firm.later(seconds=1)
    assert await _noted(firm, 3) == firm.clock() == first_at + NOTED_EVERY


async def test_an_event_after_a_silence_is_noted_at_once(firm: Firm) -> None:
    await _noted(firm, 1)
    firm.later(minutes=1)
    connection = await firm.connection()
    silence = replace(connection.webhooks, silent_since=firm.clock())
    quiet = replace(connection, webhooks=silence)
    await firm.store.transact(lambda tx: tx.connections.put(quiet))
    assert await _noted(firm, 2) == firm.clock()
    assert (await firm.connection()).webhooks.silent_since is None
