"""Merges in Pipedrive, with their webhooks in every order: links follow, nothing is deleted."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from domain.model.catalog import (
    PipelineId,
    PipelineMapping,
    Playbook,
    PlaybookId,
    StageId,
    StageStep,
    StepId,
)
from domain.model.catalog import Step as FlowStep
from domain.model.change import Change, ChangeType
from domain.model.values import Kind
from domain.model.views import Bookmark, RecordView, SyncState
from tests.journeys.days import Days, days
from tests.journeys.wiring import ACME

_BRAIN = PlaybookId("brain")
_STEP = StepId("first")


@pytest.fixture
async def acme() -> AsyncIterator[Days]:
    """Connect a small company whose first stage is mapped to a step."""
    async with days(persons=4) as built:
        built.switch(burst_api_token=1000)
        await built.log_in()
        await built.settle()
        catalog = built.service.catalog()
        steps = (FlowStep(step_id=_STEP, name="First"),)
        await catalog.put_playbook(ACME, Playbook(playbook_id=_BRAIN, name="Brain", steps=steps))
        pairs = (StageStep(stage_id=StageId(1), step_id=_STEP),)
        mapping = PipelineMapping(pipeline_id=PipelineId(1), playbook_id=_BRAIN, stages=pairs)
        await catalog.set_mapping(ACME, mapping)
        await built.pass_(timedelta(minutes=10))
        yield built


def _made(acme: Days, kind: str, **fields: object) -> int:
    answer = acme.ask("POST", f"/api/v2/{kind}", fields)
    number: int = json.loads(answer.body)["data"]["id"]
    return number


def _two(acme: Days, kind: str) -> tuple[int, int]:
    """Make two of a kind, and what names the first of them."""
    match kind:
        case "persons":
            loser = _made(acme, kind, name="Ana Eins", phones=[{"value": "+49 30 1"}])
            winner = _made(acme, kind, name="Bea Zwei", org_id=1)
            _made(acme, "deals", title="Roof", person_id=loser, stage_id=1)
        case "deals":
            loser = _made(acme, kind, title="Roof", person_id=1, value=5, stage_id=1)
            winner = _made(acme, kind, title="Door", stage_id=1)
        case _:
            loser, winner = (_made(acme, kind, name=name) for name in ("Haus Eins", "Haus Zwei"))
            _made(acme, "persons", name="Ana Eins", org_id=loser)
            _made(acme, "deals", title="Roof", org_id=loser, stage_id=1)
    return loser, winner


async def _merge(acme: Days, kind: str, order: int, gap: float) -> Sequence[Change]:
    """Merge two and deliver the webhooks in that order; return what Vixiees is told."""
    loser, winner = _two(acme, kind)
    await acme.pass_(timedelta(minutes=10))
    known, asked = acme.applied, len(acme.wire.asked)
    deliveries = acme.sandbox.company.deliveries
    acme.ask("PUT", f"/api/v1/{kind}/{loser}/merge", {"merge_with_id": winner})
    waiting, deliveries.pending = deliveries.pending, []
    orders = list(permutations(waiting))
    for one in orders[order % len(orders)]:
        deliveries.pending = [one]
        await acme.settle()
        acme.clock.pass_(timedelta(seconds=gap))
    await acme.pass_(timedelta(minutes=40))
    written = [path for path, _ in acme.wire.asked[asked:] if not path.startswith("GET")]
    assert [path for path in written if "oauth" not in path] == []
    told = list[Change]()
    async for item in acme.service.changes().watch(ACME, known):
        if isinstance(item, Bookmark):
            break
        told.append(item)
    return told


async def _shown(acme: Days) -> Mapping[Kind, Mapping[int, RecordView]]:
    """Return what the service holds, by Pipedrive's ids; all of it is synchronized."""
    found = dict[Kind, Mapping[int, RecordView]]()
    for kind, records in (
        (Kind.CONTACT, acme.service.contacts()),
        (Kind.DEAL, acme.service.deals()),
    ):
        page, _ = await records.list(ACME, 500, "")
        found[kind] = {one.remote_id or 0: one for one in page}
        own = [one for one in page if one.reason != "STAGE_NOT_MAPPED"]
        assert {one.state for one in own} <= {SyncState.SYNCED}
    return found


def _living(acme: Days, entity: str) -> Mapping[int, Mapping[str, Any]]:
    return {one.id: one.fields for one in acme.sandbox.company.tables[entity].living()}


async def _is_alike(acme: Days) -> bool:
    """Tell whether every person and deal is shown by the record that is linked to it."""
    shown = await _shown(acme)
    persons, deals = _living(acme, "person"), _living(acme, "deal")
    companies = {number: one["name"] for number, one in _living(acme, "organization").items()}
    contacts = shown[Kind.CONTACT]
    listed = {number for number, one in deals.items() if not one["is_archived"]}
    return (
        contacts.keys() == persons.keys()
        and shown[Kind.DEAL].keys() == listed
        and all(
            contacts[number].fields["company"] == companies.get(one["org_id"])
            for number, one in persons.items()
        )
        and all(
            one.fields["contact"]
            == (
                contacts[deals[number]["person_id"]].record_id
                if deals[number]["person_id"]
                else None
            )
            and one.fields["company"] == companies.get(deals[number]["org_id"])
            for number, one in shown[Kind.DEAL].items()
        )
    )


@pytest.mark.parametrize("gap", [0, 100])
@pytest.mark.parametrize(
    ("kind", "order"),
    [
        *(("persons", order) for order in range(6)),
        *(("deals", order) for order in range(2)),
    ],
)
async def test_of_two_that_are_merged_one_is_left_and_the_other_is_told_as_merged(
    acme: Days, kind: str, order: int, gap: float
) -> None:
    told = await _merge(acme, kind, order, gap)
    types = [one.type for one in told]
    assert types.count(ChangeType.MERGED) == 1
    assert ChangeType.DELETED not in types
    assert await _is_alike(acme)


@pytest.mark.parametrize("gap", [0, 100])
@pytest.mark.parametrize("order", range(0, 24, 5))
async def test_what_belongs_to_a_merged_company_belongs_to_the_other(
    acme: Days, order: int, gap: float
) -> None:
    told = await _merge(acme, "organizations", order, gap)
    assert {one.type for one in told} == {ChangeType.UPSERTED}
    assert [one.fields for one in told] == [{"company": "Haus Zwei"}] * 2
    assert await _is_alike(acme)
