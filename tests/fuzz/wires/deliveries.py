"""Bodies of webhooks through the real listener into both databases, and digested from there."""

import httpx

from domain.use_cases.keep_webhooks import WEBHOOK_USER
from tests.fuzz.parsers.webhooks import MARKERS, SEEDS
from tests.fuzz.target import Target
from tests.fuzz.wires.chores import look_around, work_off
from tests.fuzz.wires.house import House
from tests.fuzz.wires.houses import on_each
from tests.journeys.wiring import ACME

_TAKEN = 200
_REFUSED = frozenset({400, 403, 413, 422})


async def deliver(house: House, body: bytes) -> bool:
    """Deliver the body with the right password; tell whether it was taken."""
    connection = await house.service.connections().get(ACME)
    number = connection.webhooks.secret
    password = await house.store.transact(
        lambda tx: tx.secrets.webhook_password(connection.connection_id, number)
    )
    for kind, code in connection.markers.items():
        body = body.replace(MARKERS[kind].encode(), code.encode())
    answer = await _posted(house, connection.webhook_token, str(password), body)
    if answer.status_code != _TAKEN:
        assert answer.status_code in _REFUSED, answer.text
        assert answer.json().keys() == {"reason", "message"}
        house.rows.check_same()
        return False
    await work_off(house)
    await look_around(house)
    return True


async def _posted(house: House, token: str, password: str, body: bytes) -> httpx.Response:
    path = f"/webhooks/pipedrive/{token}"
    return await house.http.post(path, content=body, auth=(WEBHOOK_USER, password))


_SEEDS = [seed.replace(b'"77"', b'"7000001"') for seed in SEEDS]

DELIVERIES = Target(name="deliveries", opened=on_each(deliver), seeds=lambda: _SEEDS, share=0.05)
