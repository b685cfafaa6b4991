"""What ports.store.Catalog promises."""

from collections.abc import Sequence

from domain.model.catalog import (
    Currency,
    Entry,
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
from domain.model.values import Kind
from domain.ports.store import Store
from tests.contracts.store.builders import ACME, OTHER

_ANA = User(user_id=UserId(1), name="Ana Ñ", email="ana@acme.test")
_BEA = User(user_id=UserId(2), name="Bea", email="", is_active=False)
_SALES = Pipeline(pipeline_id=PipelineId(1), name="Sales", position=1)
_EVERYTHING: tuple[Entry, ...] = (
    _ANA,
    _SALES,
    Stage(stage_id=StageId(1), pipeline_id=PipelineId(1), name="New", position=3),
    Property(
        kind=Kind.DEAL,
        code="abc",
        name="Colour",
        type="enum",
        options=(Option(option_id="1", label="red"), Option(option_id="2", label="grün")),
        is_custom=True,
    ),
    Currency(code="JPY", digits=0, is_active=False),
    Playbook(playbook_id=PlaybookId("p"), name="P", steps=(Step(step_id=StepId("s"), name="S"),)),
    PipelineMapping(
        pipeline_id=PipelineId(1),
        playbook_id=PlaybookId("p"),
        stages=(StageStep(stage_id=StageId(1), step_id=StepId("s")),),
    ),
)


async def _all(store: Store, kind: type[Entry]) -> Sequence[Entry]:
    return await store.transact(lambda tx: tx.catalog(ACME).all(kind))


async def _put(store: Store, *entries: Entry) -> None:
    await store.transact(lambda tx: tx.catalog(ACME).put(entries))


async def test_every_entry_reads_back_the_same(store: Store) -> None:
    await _put(store, *_EVERYTHING)
    for entry in _EVERYTHING:
        assert await _all(store, type(entry)) == [entry]


async def test_an_entry_takes_the_place_of_the_one_of_its_key(store: Store) -> None:
    await _put(store, _ANA, _BEA)
    renamed = User(user_id=UserId(1), name="Anna", email="anna@acme.test")
    await _put(store, renamed)
    users = await store.transact(lambda tx: tx.catalog(ACME).all(User))
    assert sorted(users, key=lambda one: one.user_id) == [renamed, _BEA]


async def test_what_is_no_longer_there_is_forgotten(store: Store) -> None:
    await _put(store, _ANA, _BEA, _SALES)
    await store.transact(lambda tx: tx.catalog(ACME).replace(User, [_BEA]))
    assert await store.transact(lambda tx: tx.catalog(ACME).all(User)) == [_BEA]
    assert await store.transact(lambda tx: tx.catalog(ACME).all(Pipeline)) == [_SALES]
    await store.transact(lambda tx: tx.catalog(ACME).replace(User, []))
    assert await store.transact(lambda tx: tx.catalog(ACME).all(User)) == []


async def test_a_connection_has_its_own_catalog(store: Store) -> None:
    await _put(store, _ANA)
    assert await store.transact(lambda tx: tx.catalog(OTHER).all(User)) == []
    await store.transact(lambda tx: tx.catalog(OTHER).replace(User, []))
    assert await store.transact(lambda tx: tx.catalog(ACME).all(User)) == [_ANA]
