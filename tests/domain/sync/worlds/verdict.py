"""Letting both worlds come to rest, and what must hold then."""

from domain.model.values import FieldName, Value
from tests.domain.sync.worlds.clock import instant
from tests.domain.sync.worlds.pipedrive import FIELDS
from tests.domain.sync.worlds.world import World

_MANY = 300


def come_to_rest(world: World) -> None:
    """Deliver everything, do all that becomes due, then let an audit look once."""
    world.worker.drop(lands=True)
    while world.worker.ghosts:
        world.worker.land_ghost(0)
    has_audited = False
    for _ in range(_MANY):
        if _deliver_one(world) or _work(world):
            continue
        if has_audited:
            return
        has_audited = True
        _audit(world)
    message = "the two worlds never come to rest"
    raise AssertionError(message)


def judge(world: World, *, values_are_unique: bool) -> None:
    """Raise AssertionError for whatever the service must never let happen."""
    if world.service.record.deleted_by is not None:
        assert world.vixiees.is_gone, "Vixiees was not told of the deletion"
        living = set(world.pipedrive.alive()) - world.strangers
        assert not living, f"{len(living)} persons live on"
        return
    _judge_fields(world, values_are_unique=values_are_unique)
    _judge_rest(world)


def _judge_fields(world: World, *, values_are_unique: bool) -> None:
    alive = world.pipedrive.alive()
    assert alive == [world.service.record.remote_id], f"{len(alive)} persons for one contact"
    for name in FIELDS:
        here = world.vixiees.fields.get(name)
        there = world.pipedrive.persons[alive[0]].fields[name]
        assert here == there, f"{name} is {here} here and {there} there"
        if _is_judged(world, name):
            judge_one = _judge_choice if values_are_unique else _judge_last
            judge_one(world, name, here)
    if values_are_unique:
        edits, writes = world.history.count(), world.worker.changed
        assert writes <= edits + world.worker.unknown, f"{writes} writes of {edits} edits"


def _is_judged(world: World, name: FieldName) -> bool:
    """Tell whether it can be known which edit has to stand.

    A clock of Vixiees that is ahead can still beat quick edits on top of a write whose answer was
    lost, when their webhooks come in the wrong order; nothing tells then what they were made on.
    """
    is_known = name in world.history.edits and name not in world.excused
    is_one_person = len(world.pipedrive.persons) == 1
    return is_known and is_one_person and not (world.skew > 0 and world.worker.unknown)


def _judge_choice(world: World, name: FieldName, value: Value) -> None:
    leaves = world.history.leaves(name)
    assert value in leaves, f"{name}: {value} was edited on, by {leaves}"
    if world.skew == 0:
        latest = world.history.latest(name)
        assert value == latest, f"{name}: {value} stands, {latest} is later"


def _judge_last(world: World, name: FieldName, value: Value) -> None:
    last = world.history.clearly_last(name)
    if last is not None and world.skew == 0:
        assert value == last.value, f"{name}: {value} stands, {last.value} was last"


def _judge_rest(world: World) -> None:
    before = len(world.service.feed), world.worker.changed
    world.vixiees.echo()
    come_to_rest(world)
    after = len(world.service.feed), world.worker.changed
    assert before == after, "an echo or an audit has an effect"


def _audit(world: World) -> None:
    """Look at everybody; whoever is linked and not shown may be gone."""
    world.ask_page()
    world.take_page(0)
    remote_id = world.service.record.remote_id
    if remote_id is not None:
        world.worker.look_for(remote_id)


def _deliver_one(world: World) -> bool:
    if world.receive_call() or world.hear(0):
        return True
    if world.apply_change(touches=False):
        world.acknowledge()
        return True
    return world.take_page(0)


def _work(world: World) -> bool:
    due = world.service.due(world.clock.now)
    if due is None:
        return False
    while instant(world.clock.now) < due.at:
        world.wait(1_000)
    if world.worker.begin():
        world.worker.answer()
    return True
