"""A firm that sells: users, a pipeline of three stages, and a playbook of three steps."""

from collections.abc import Mapping
from datetime import datetime

from domain.model.catalog import (
    Pipeline,
    PipelineId,
    PipelineMapping,
    Playbook,
    PlaybookId,
    Stage,
    StageId,
    StageStep,
    Step,
    StepId,
    User,
    UserId,
)
from domain.model.change import Change
from domain.model.values import ChangeNumber, FieldName, Kind, RecordId, RemoteId, Value
from domain.model.views import Receipt, RecordView, SyncCall
from domain.sync.steps import Step as StepName
from tests.domain.sentences import in_sentences, told
from tests.domain.use_cases.firm import ACME, Firm

A_DEAL: Mapping[FieldName, Value] = {"title": "Roof", "value": "1200.5 EUR", "status": "open"}
_SALES = PipelineId(1)
_BRAIN = PlaybookId("brain")


def step(step_id: str) -> str:
    return StepName(_BRAIN, StepId(step_id)).name


def reasons(receipt: Receipt) -> list[str]:
    """Return what the caller of a call was told beside the answer."""
    return [one.reason for one in receipt.notices]


class Office(Firm):
    """A firm with users, a pipeline of three stages, and a playbook of three steps."""

    def __init__(self) -> None:
        super().__init__()
        company = self.company
        for user_id, email, is_active in (
            (11, "boss@acme.test", True),
            (12, "ana@acme.test", True),
            (13, "twin@acme.test", True),
            (14, "Twin@acme.test ", True),
            (15, "gone@acme.test", False),
        ):
            user = User(user_id=UserId(user_id), name=email, email=email, is_active=is_active)
            company.users[user.user_id] = user
        company.pipelines[_SALES] = Pipeline(pipeline_id=_SALES, name="Sales")
        for number in (1, 2, 3):
            stage = Stage(stage_id=StageId(number), pipeline_id=_SALES, name=f"Stage {number}")
            company.stages[stage.stage_id] = stage

    async def open(self) -> None:
        """Connect and map the first two stages."""
        await self.connect()
        steps = tuple(Step(step_id=StepId(f"s{number}"), name=f"S{number}") for number in (1, 2, 3))
        playbook = Playbook(playbook_id=_BRAIN, name="Brain", steps=steps)
        await self.catalog.put_playbook(ACME, playbook)
        await self.map({1: "s1", 2: "s2"})

    async def map(self, stages: Mapping[int, str]) -> None:
        pairs = (
            StageStep(stage_id=StageId(stage), step_id=StepId(name))
            for stage, name in stages.items()
        )
        mapping = PipelineMapping(pipeline_id=_SALES, playbook_id=_BRAIN, stages=tuple(pairs))
        await self.catalog.set_mapping(ACME, mapping)
        await self.work()

    async def sync(
        self,
        deal_id: str,
        fields: Mapping[FieldName, Value],
        *,
        at: datetime | None = None,
        applied: int = 0,
        wait: bool = False,
    ) -> Receipt:
        call = SyncCall(
            record_id=RecordId(deal_id),
            fields=fields,
            update_time=at or self.clock(),
            applied_change=ChangeNumber(applied),
            wait_for_contact=wait,
        )
        with in_sentences():
            receipt = await self.deals.sync(ACME, call)
        told(receipt.notices)
        return receipt

    async def deal(self, deal_id: str) -> RecordView:
        view = await self.deals.get(ACME, RecordId(deal_id))
        assert view.message or not view.reason
        return view

    async def together(self, deal_id: str, fields: Mapping[FieldName, Value]) -> RemoteId:
        """Create a deal on both sides, everything about it settled; return its remote id."""
        await self.sync(deal_id, fields)
        await self.settle()
        remote_id = (await self.deal(deal_id)).remote_id
        assert remote_id is not None
        return remote_id

    async def settle(self) -> None:
        await self.work()
        await self.deliver()
        await self.work()
        self.later(minutes=1)
        await self.acknowledge()

    def held(self, remote_id: RemoteId) -> Mapping[FieldName, Value]:
        """Return what Pipedrive holds of a deal."""
        return self.company.deals[remote_id].fields

    async def deal_news(self) -> list[Change]:
        return [one for one in await self.news() if one.kind is Kind.DEAL]

    def found(self, fields: Mapping[FieldName, Value], **more: Value) -> RemoteId:
        """Let somebody create a deal in Pipedrive."""
        return self.company.create({**A_DEAL, "stage": "1", **fields, **more}, kind=Kind.DEAL)
