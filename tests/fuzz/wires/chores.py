"""What is done in a house after something came in: the works it caused, a look at everything."""

from contextlib import suppress
from functools import partial

import grpc
from google.protobuf.message_factory import GetMessageClass

from domain.errors import CrmError
from domain.model.values import ConnectionId
from domain.model.work import Task, Work
from domain.ports.store import Tx
from tests.fuzz.wires.answering import answer_of
from tests.fuzz.wires.house import House
from tests.journeys.wiring import ACME
from tests.security.methods import every_method

_CAUSED = frozenset({Task.PUSH, Task.DIGEST, Task.REPLAN, Task.PUSH_ACTIVITY, Task.BACKLOG})
_ROUNDS = 3
_MOST = 20
_LOOKS = sorted(
    (one for one in every_method() if one.descriptor.name.startswith(("List", "Watch"))),
    key=lambda one: one.path,
)


async def attempt(house: House, task: Task, subject: str = "") -> None:
    """Do a work as far as Pipedrive lets us; any other error is one of ours."""
    with suppress(CrmError):
        await house.run(task, subject)


async def work_off(house: House) -> None:
    """Do what is due since the house was furnished, and what that makes due."""
    connection_id = (await house.service.connections().get(ACME)).connection_id
    now = house.pipedrive.clock()
    for _ in range(_ROUNDS):
        works = await house.store.transact(lambda tx: tx.work(connection_id).due(now, _MOST))
        for work in works:
            if work.key.task in _CAUSED:
                await attempt(house, work.key.task, work.key.subject)
                await house.store.transact(partial(_close, connection_id, work))


def _close(connection_id: ConnectionId, work: Work, tx: Tx) -> None:
    tx.work(connection_id).done(work.key, work.version)


async def look_around(house: House) -> None:
    """Read everything that Vixiees can read."""
    for method in _LOOKS:
        request = GetMessageClass(method.descriptor.input_type)()
        if "account_id" in method.descriptor.input_type.fields_by_name:
            request.account_id = ACME  # type: ignore[attr-defined]  # as just looked up
        code, details = await answer_of(house.channel, method, request.SerializeToString())
        assert code is grpc.StatusCode.OK, f"{method.path}: {code.name} {details}"
