"""The company's set-up as Vixiees sees it, and the playbooks that Vixiees maps to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    UserId,
)
from domain.model.values import AccountId
from domain.model.views import MappingView
from domain.ports.store import Store, Tx
from domain.ports.world import Clock
from domain.sync.pipeline_mapping import mapping_faults, mapping_view, with_names
from domain.use_cases.accounts import connection_of, held_connection_of
from domain.use_cases.pipelines import replan_stages, setting_of

Row = TypeVar("Row", User, Pipeline, Stage, Property, Playbook)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageCatalog:
    """Shows users, pipelines and properties; keeps playbooks and mappings."""

    store: Store
    clock: Clock

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
            connection_id = held_connection_of(tx, account_id).connection_id
            catalog = tx.catalog(connection_id)
            before = setting_of(catalog)
            catalog.put([playbook])
            replan_stages(tx, connection_id, before, self.clock)
            return playbook

        return await self.store.transact(put)

    async def set_mapping(self, account_id: AccountId, mapping: PipelineMapping) -> MappingView:
        """Map a pipeline in place of its earlier mapping. Raises NotFound, InvalidInput."""

        def put(tx: Tx) -> MappingView:
            connection_id = held_connection_of(tx, account_id).connection_id
            catalog = tx.catalog(connection_id)
            before = setting_of(catalog)
            faults = mapping_faults(mapping, before)
            if faults:
                raise InvalidInput(*faults)
            catalog.put([with_names(mapping, before)])
            replan_stages(tx, connection_id, before, self.clock)
            return _view(tx, account_id, mapping.pipeline_id)

        return await self.store.transact(put)

    async def mapping(self, account_id: AccountId, pipeline_id: PipelineId) -> MappingView:
        """Return a pipeline's mapping. Raises NotFound."""
        return await self.store.transact(lambda tx: _view(tx, account_id, pipeline_id))

    async def set_fallback_owner(self, account_id: AccountId, user_id: UserId | None) -> None:
        """Give deals of agents that Pipedrive does not know to this user.

        Raises NotFound, InvalidInput for a user who is not active.
        """

        def put(tx: Tx) -> None:
            connection = held_connection_of(tx, account_id)
            users = {one.user_id: one for one in tx.catalog(connection.connection_id).all(User)}
            if user_id is not None and user_id not in users:
                raise NotFound("user", str(user_id))
            if user_id is not None and not users[user_id].is_active:
                raise InvalidInput(_inactive())
            tx.connections.put(replace(connection, fallback_owner=user_id))

        await self.store.transact(put)

    async def _all(self, account_id: AccountId, kind: type[Row]) -> Sequence[Row]:
        return await self.store.transact(lambda tx: _all(tx, account_id, kind))


def _all(tx: Tx, account_id: AccountId, kind: type[Row]) -> Sequence[Row]:
    return tx.catalog(connection_of(tx, account_id).connection_id).all(kind)


def _view(tx: Tx, account_id: AccountId, pipeline_id: PipelineId) -> MappingView:
    catalog = tx.catalog(connection_of(tx, account_id).connection_id)
    setting = setting_of(catalog)
    pipeline = next((one for one in setting.pipelines if one.pipeline_id == pipeline_id), None)
    if pipeline is None:
        raise NotFound("pipeline", str(pipeline_id))
    mapping = next((one for one in setting.mappings if one.pipeline_id == pipeline_id), None)
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


def _inactive() -> Violation:
    return Violation(
        field="user_id",
        reason="USER_NOT_ACTIVE",
        message="this user is not active in Pipedrive; choose one who is.",
    )
