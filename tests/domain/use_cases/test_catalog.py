"""The company's set-up stays current, and playbooks are mapped to it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.errors import InvalidInput, NotFound
from domain.model.catalog import (
    Option,
    Pipeline,
    PipelineId,
    PipelineMapping,
    Playbook,
    PlaybookId,
    Property,
    Stage,
    StageId,
    StageStep,
    Step,
    StepId,
    User,
    UserId,
)
from domain.model.change import ChangeType
from domain.model.values import Kind
from tests.domain.use_cases.firm import ACME, Firm
from tests.fakes.company import SELLER
from tests.fakes.crm import IDENTITY

_ANA = User(user_id=UserId(11), name="Ana", email="ana@acme.test")
_BEA = User(user_id=UserId(12), name="Bea", email="bea@acme.test")
_BRAIN = Playbook(
    playbook_id=PlaybookId("brain"),
    name="Brain",
    steps=(Step(step_id=StepId("a"), name="A"), Step(step_id=StepId("b"), name="B")),
)


def _furnished(firm: Firm) -> Firm:
    """Give the company users, pipelines and fields, none of them in order."""
    firm.company.users = {one.user_id: one for one in (_BEA, _ANA)}
    for number, position in ((2, 1), (1, 2)):
        pipeline_id = PipelineId(number)
        firm.company.pipelines[pipeline_id] = Pipeline(
            pipeline_id=pipeline_id, name=f"P{number}", position=position
        )
        for place in (2, 1):
            stage_id = StageId(number * 10 + place)
            firm.company.stages[stage_id] = Stage(
                stage_id=stage_id, pipeline_id=pipeline_id, name=f"S{place}", position=place
            )
    firm.company.properties = [
        Property(kind=Kind.DEAL, code="x", name="Colour", type="enum", options=(_RED,)),
        Property(kind=Kind.CONTACT, code="y", name="Age", type="double", is_custom=True),
    ]
    return firm


_RED = Option(option_id="1", label="red")


def _mapping(*pairs: tuple[int, str]) -> PipelineMapping:
    return PipelineMapping(
        pipeline_id=PipelineId(1),
        playbook_id=PlaybookId("brain"),
        stages=tuple(StageStep(stage_id=StageId(one), step_id=StepId(two)) for one, two in pairs),
    )


def _ids(stages: Sequence[Stage]) -> list[int]:
    return [stage.stage_id for stage in stages]


async def test_everything_is_there_after_connecting(stranger: Firm) -> None:
    await _furnished(stranger).connect()
    assert await stranger.catalog.users(ACME) == [_ANA, _BEA]
    pipelines = await stranger.catalog.pipelines(ACME)
    assert [(one.pipeline_id, _ids(stages)) for one, stages in pipelines] == [
        (2, [21, 22]),
        (1, [11, 12]),
    ]
    properties = await stranger.catalog.properties(ACME)
    assert [(one.kind, one.name) for one in properties] == [
        (Kind.CONTACT, "Age"),
        (Kind.CONTACT, "Vixiees ID"),
        (Kind.DEAL, "Colour"),
        (Kind.DEAL, "Vixiees ID"),
    ]
    assert properties[2].options == (_RED,)


async def test_what_whoever_logged_in_may_see_is_looked_at_daily(firm: Firm) -> None:
    firm.crm.person = replace(IDENTITY, company_name="Südlicht", hidden=frozenset({Kind.DEAL}))
    firm.later(days=1)
    await firm.work()
    assert (await firm.connection()).identity == firm.crm.person
    firm.crm.person = replace(IDENTITY, user_id=SELLER, is_admin=False)
    firm.later(days=1)
    await firm.work()
    known = (await firm.connection()).identity
    assert known is not None
    assert known.user_id == IDENTITY.user_id


async def test_users_are_told_once_and_when_they_change(stranger: Firm) -> None:
    await _furnished(stranger).connect()
    told = {change.record_id: dict(change.fields) for change in await stranger.news()}
    assert told["11"] == {"name": "Ana", "email": "ana@acme.test", "is_active": "true"}  # type: ignore[index]  # an id
    stranger.company.users[_BEA.user_id] = replace(_BEA, is_active=False)
    del stranger.company.users[_ANA.user_id]
    stranger.later(hours=25)
    asked_at = stranger.clock()
    await stranger.work()
    news = {change.record_id: change for change in await stranger.news()}
    assert {key: one.type for key, one in news.items()} == {
        "12": ChangeType.UPSERTED,
        "11": ChangeType.DELETED,
    }
    assert {one.kind for one in news.values()} == {Kind.USER}
    assert all(asked_at < one.at < stranger.clock() for one in news.values())
    stranger.later(hours=25)
    await stranger.work()
    assert await stranger.news() == []


async def test_the_catalog_is_read_again_every_day(stranger: Firm) -> None:
    await _furnished(stranger).connect()
    stranger.company.pipelines.pop(PipelineId(2))
    stranger.later(hours=23)
    await stranger.work()
    assert len(await stranger.catalog.pipelines(ACME)) == 2
    stranger.later(hours=2)
    await stranger.work()
    assert [one.pipeline_id for one, _ in await stranger.catalog.pipelines(ACME)] == [1]


async def test_what_no_company_is_without_is_read_again_soon(stranger: Firm) -> None:
    pipelines = _furnished(stranger).company.pipelines
    stranger.company.pipelines = {}
    await stranger.connect()
    stranger.company.pipelines = pipelines
    stranger.later(minutes=61)
    await stranger.work()
    assert len(await stranger.catalog.pipelines(ACME)) == 2


async def test_playbooks_are_put_before_or_after_connecting(stranger: Firm) -> None:
    await stranger.start()
    await stranger.catalog.put_playbook(ACME, _BRAIN)
    longer = replace(_BRAIN, name="Better", steps=_BRAIN.steps[:1])
    await stranger.catalog.put_playbook(ACME, longer)
    assert await stranger.catalog.playbooks(ACME) == [longer]
    first = replace(_BRAIN, playbook_id=PlaybookId("a"))
    await stranger.catalog.put_playbook(ACME, first)
    assert await stranger.catalog.playbooks(ACME) == [first, longer]


async def test_a_playbook_with_a_step_twice_is_refused(firm: Firm) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await firm.catalog.put_playbook(ACME, replace(_BRAIN, steps=_BRAIN.steps[:1] * 2))
    assert [one.field for one in refusal.value.violations] == [
        "playbook.steps[0].step_id",
        "playbook.steps[1].step_id",
    ]
    assert "'a'" in refusal.value.violations[0].message
    assert await firm.catalog.playbooks(ACME) == []


async def test_a_pipeline_is_mapped_and_shows_how(stranger: Firm) -> None:
    await _furnished(stranger).connect()
    await stranger.catalog.put_playbook(ACME, _BRAIN)
    view = await stranger.catalog.set_mapping(ACME, _mapping((11, "a")))
    assert view == await stranger.catalog.mapping(ACME, PipelineId(1))
    assert view.mapping == _mapping((11, "a"))
    assert _ids(view.unmapped) == [12]


async def test_a_wrong_mapping_changes_nothing(stranger: Firm) -> None:
    await _furnished(stranger).connect()
    await stranger.catalog.put_playbook(ACME, _BRAIN)
    await stranger.catalog.set_mapping(ACME, _mapping((11, "a")))
    with pytest.raises(InvalidInput) as refusal:
        await stranger.catalog.set_mapping(ACME, _mapping((21, "a"), (11, "z")))
    assert len(refusal.value.violations) == 2
    view = await stranger.catalog.mapping(ACME, PipelineId(1))
    assert view.mapping == _mapping((11, "a"))


async def test_a_mapping_outlives_its_stage_as_stale(stranger: Firm) -> None:
    await _furnished(stranger).connect()
    await stranger.catalog.put_playbook(ACME, _BRAIN)
    await stranger.catalog.set_mapping(ACME, _mapping((11, "a"), (12, "b")))
    del stranger.company.stages[StageId(11)]
    stranger.later(hours=25)
    await stranger.work()
    view = await stranger.catalog.mapping(ACME, PipelineId(1))
    assert [one.stage_id for one in view.stale] == [11]


async def test_an_unknown_pipeline_has_no_mapping(firm: Firm) -> None:
    with pytest.raises(NotFound) as refusal:
        await firm.catalog.mapping(ACME, PipelineId(9))
    assert refusal.value.reason == "PIPELINE_NOT_FOUND"


async def test_an_unknown_account_has_no_catalog(stranger: Firm) -> None:
    for asked in (stranger.catalog.users, stranger.catalog.pipelines, stranger.catalog.playbooks):
        with pytest.raises(NotFound):
            await asked(ACME)
