"""Creations of activities that take effect late, or twice: one entry is left of each."""

from dataclasses import replace

import pytest

from domain.activity.activity import ActivityState
from domain.errors import CrmGone
from domain.model.activity import Comment, Detail
from domain.model.values import FieldName, RemoteId, Value
from tests.domain.use_cases.firm import Firm
from tests.domain.use_cases.lost_answers import LOST
from tests.domain.use_cases.time_line import A_CALL
from tests.fakes.crm_requests import Trouble

_ANA: dict[FieldName, Value] = {"first_name": "Ana", "last_name": "Pérez", "phone": "+34 612"}
_NOTE = Comment(author="Eva", body="Nice")
_PAGE = "https://app.example/acme/calls/1"


@pytest.mark.parametrize("kind", ["activity", "note"])
async def test_a_creation_that_lands_late_leaves_no_twin(firm: Firm, kind: str) -> None:
    await firm.in_step("ana", _ANA)
    firm.crm.troubles[f"create_{kind}"] = [Trouble(error=LOST)]
    detail: Detail = A_CALL if kind == "activity" else _NOTE
    await firm.timeline.hand_in("1", detail, ["ana"])
    await firm.work()
    firm.later(minutes=2)
    await firm.work()
    held = firm.crm.activities if kind == "activity" else firm.crm.notes
    ((first, entry),) = held.items()
    held[RemoteId(2)] = replace(entry, made_at=firm.clock())
    firm.later(minutes=20)
    await firm.work()
    assert list(held) == [first]
    firm.later(hours=1)
    asked = _asked_of(firm, kind)
    await firm.work()
    assert _asked_of(firm, kind) == asked


def _asked_of(firm: Firm, kind: str) -> dict[str, int]:
    return {method: count for method, count in firm.crm.asked.items() if kind[:-1] in method}


async def test_of_two_lost_creations_one_is_left_and_what_people_made_stays(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    firm.crm.troubles["create_activity"] = [
        Trouble(error=LOST),
        Trouble(error=LOST, after_effect=True),
    ]
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    firm.later(minutes=2)
    await firm.work()
    (twin,) = firm.crm.activities.values()
    follow_up = replace(twin, html=f'<p>Call again: <a href="{_PAGE}#call">this call</a></p>')
    firm.crm.activities.update({RemoteId(2): twin, RemoteId(3): follow_up})
    firm.later(minutes=2)
    await firm.work()
    assert firm.crm.activities == {1: twin, 3: follow_up}
    assert (await firm.timeline.view()).remote_id == 1


async def test_what_people_copy_of_a_lost_creation_stays(firm: Firm) -> None:
    await firm.in_step("ana", _ANA)
    firm.crm.troubles["create_activity"] = [Trouble(error=LOST, after_effect=True)]
    await firm.timeline.call("1", ["ana"])
    await firm.work()
    (made,) = firm.crm.activities.values()
    firm.crm.activities[RemoteId(2)] = made
    firm.later(minutes=2)
    await firm.work()
    assert firm.crm.activities == {1: made, 2: made}
    assert (await firm.timeline.view()).remote_id == 1


@pytest.mark.parametrize("kind", ["activity", "note"])
async def test_a_twin_that_people_delete_first_holds_nothing_up(firm: Firm, kind: str) -> None:
    await firm.in_step("ana", _ANA)
    firm.crm.troubles[f"create_{kind}"] = [Trouble(error=LOST)]
    detail: Detail = A_CALL if kind == "activity" else _NOTE
    receipt = await firm.timeline.hand_in("1", detail, ["ana"])
    await firm.work()
    firm.later(minutes=2)
    await firm.work()
    held = firm.crm.activities if kind == "activity" else firm.crm.notes
    twin = RemoteId(2)
    held[twin] = replace(held[RemoteId(1)], made_at=firm.clock())
    gone = CrmGone("GONE", "There is no such entry.")
    firm.crm.troubles[f"delete_{kind}"] = [Trouble(error=gone, meanwhile=lambda: held.pop(twin))]
    firm.later(minutes=20)
    await firm.work()
    asked = _asked_of(firm, kind)
    firm.later(hours=1)
    await firm.work()
    assert _asked_of(firm, kind) == asked
    view = await firm.timeline.view("1", receipt.activity.kind)
    assert view.state is ActivityState.LOGGED
