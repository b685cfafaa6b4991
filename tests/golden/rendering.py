"""The bodies of the requests that create the cases in Pipedrive."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from adapters.html.sanitizing import NhHtml
from domain.activity.activity import ActivityState
from domain.model.activity import ActivityKind
from domain.model.values import FieldName, Value
from domain.use_cases.log_activities import LogActivities
from tests.adapters.pipedrive.canned import crm_of
from tests.domain.use_cases.firm import Firm
from tests.fakes.crm_timeline import Entry
from tests.golden.cases import CASES, Case

FILE = Path(__file__).parent / "activities.json"
_ANSWER = {"success": True, "data": {"id": 1, "add_time": "2026-01-01T00:00:00Z"}}

Body = Mapping[str, object]


async def rendered() -> Sequence[Body]:
    """Return the body of each case in their order."""
    return [await _body(case) for case in CASES]


async def _body(case: Case) -> Body:
    firm = Firm()
    await firm.connect()
    fields: dict[FieldName, Value] = {
        "first_name": case.first_name,
        "last_name": case.last_name,
        "phone": "+34 655 000 111",
    }
    await firm.in_step("contact", fields)
    await firm.timeline.set_policy(case.policy)
    firm.timeline.log = LogActivities(
        store=firm.store, keeping=firm.timeline.keeping, html=NhHtml()
    )
    receipt = await firm.timeline.hand_in(
        "case", case.detail, ["contact"], agents=case.agents, at=case.at
    )
    await firm.work()
    kind = receipt.activity.kind
    assert (await firm.timeline.view("case", kind)).state is ActivityState.LOGGED
    held = firm.crm.notes if kind is ActivityKind.NOTE else firm.crm.activities
    (entry,) = held.values()
    return await _sent(entry, is_note=kind is ActivityKind.NOTE)


async def _sent(entry: Entry, *, is_note: bool) -> Body:
    """Return what the client sends for it."""
    sent = list[bytes]()

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return httpx.Response(200, json=_ANSWER)

    crm = crm_of(answer)
    await (crm.create_note if is_note else crm.create_activity)(entry.draft, entry.html)
    (content,) = sent
    body: Body = httpx.Response(200, content=content).json()
    return body
