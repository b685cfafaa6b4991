"""The company's set-up as Vixiees sees it, and the playbooks that Vixiees maps to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from domain.errors import InvalidInput, NotFound, Violation
from domain.model.catalog import (
    Pipeline,
    PipelineId,
    PipelineMapping,
    Playbook,
    Property,
    Stage,
    User,
)
from domain.model.values import AccountId
from domain.model.views import MappingView
from domain.ports.store import Store, Tx
from domain.sync.pipeline_mapping import Setting, mapping_faults, mapping_view
from domain.use_cases.accounts import connection_of, held_connection_of

Row = TypeVar("Row", User, Pipeline, Stage, Property, Playbook)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageCatalog:
    """Shows users, pipelines and properties; keeps playbooks and mappings."""

    store: Store

    async def users(self, account_id: AccountId) -> Sequence[User]:
        """Return the users by name, inactive ones too. Raises NotFound."""
        users = await self._all(account_id, User)
        return sorted(users, key=lambda one: (one.name, one.user_id))

    async def pipelines(self, account_id: AccountId) -> Sequence[tuple[Pipeline, Sequence[Stage]]]:
        """Return the pipelines in their order, each with its stages in theirs. Raises NotFound."""
        pipelines, stages = await self.store.transact(
            lambda tx: (_all(tx, account_id, Pipeline), _all(tx, account_id, Stage))
        )
        ordered = sorted(stages, key=lambda one: (one.position, one.stage_id))
        return [
            (one, [stage for stage in ordered if stage.pipeline_id == one.pipeline_id])
            for one in sorted(pipelines, key=lambda one: (one.position, one.pipeline_id))
        ]

    async def properties(self, account_id: AccountId) -> Sequence[Property]:
        """Return the fields of contacts and deals by name. Raises NotFound."""
        properties = await self._all(account_id, Property)
        return sorted(properties, key=lambda one: (one.kind, one.name, one.code))

    async def playbooks(self, account_id: AccountId) -> Sequence[Playbook]:
        """Return the playbooks by id. Raises NotFound."""
        playbooks = await self._all(account_id, Playbook)
        return sorted(playbooks, key=lambda one: one.playbook_id)

    async def put_playbook(self, account_id: AccountId, playbook: Playbook) -> Playbook:
        """Store the playbook in place of the one of its id. Raises NotFound, InvalidInput."""
        faults = tuple(_playbook_faults(playbook))
        if faults:
            raise InvalidInput(*faults)

        def put(tx: Tx) -> Playbook:
            connection = connection_of(tx, account_id)
            tx.catalog(connection.connection_id).put([playbook])
            return playbook

        return await self.store.transact(put)

    async def set_mapping(self, account_id: AccountId, mapping: PipelineMapping) -> MappingView:
        """Map a pipeline in place of its earlier mapping. Raises NotFound, InvalidInput."""

        def put(tx: Tx) -> MappingView:
            connection = held_connection_of(tx, account_id)
            faults = mapping_faults(mapping, _setting(tx, account_id))
            if faults:
                raise InvalidInput(*faults)
            tx.catalog(connection.connection_id).put([mapping])
            return _view(tx, account_id, mapping.pipeline_id)

        return await self.store.transact(put)

    async def mapping(self, account_id: AccountId, pipeline_id: PipelineId) -> MappingView:
        """Return a pipeline's mapping. Raises NotFound."""
        return await self.store.transact(lambda tx: _view(tx, account_id, pipeline_id))

    async def _all(self, account_id: AccountId, kind: type[Row]) -> Sequence[Row]:
        return await self.store.transact(lambda tx: _all(tx, account_id, kind))


def _all(tx: Tx, account_id: AccountId, kind: type[Row]) -> Sequence[Row]:
    return tx.catalog(connection_of(tx, account_id).connection_id).all(kind)


def _setting(tx: Tx, account_id: AccountId) -> Setting:
    return Setting(
        pipelines=_all(tx, account_id, Pipeline),
        stages=_all(tx, account_id, Stage),
        playbooks=_all(tx, account_id, Playbook),
    )


def _view(tx: Tx, account_id: AccountId, pipeline_id: PipelineId) -> MappingView:
    setting = _setting(tx, account_id)
    catalog = tx.catalog(connection_of(tx, account_id).connection_id)
    pipeline = next((one for one in setting.pipelines if one.pipeline_id == pipeline_id), None)
    if pipeline is None:
        raise NotFound("pipeline", str(pipeline_id))
    mappings = catalog.all(PipelineMapping)
    mapping = next((one for one in mappings if one.pipeline_id == pipeline_id), None)
    return mapping_view(mapping, setting, pipeline)


def _playbook_faults(playbook: Playbook) -> list[Violation]:
    uses = Counter(step.step_id for step in playbook.steps)
    return [
        Violation(
            field=f"playbook.steps[{index}].step_id",
            reason="STEP_TWICE",
            message=f"the step {step.step_id!r} is there more than once.",
        )
        for index, step in enumerate(playbook.steps)
        if uses[step.step_id] > 1
    ]
