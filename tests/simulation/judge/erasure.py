"""Nothing is left of whoever was erased (I19)."""

from collections.abc import Iterator

from domain.model.values import FieldName, Kind, RecordId, Side, Value
from tests.simulation.story.stage import Stage, Thing
from tests.simulation.world.account import Account

_PERSONAL = ("first_name", "last_name", "phone")


def remembered(stage: Stage) -> list[str]:
    """Return what a database still knows of erased contacts."""
    ended = stage.diary.ended.items()
    erased = [thing for thing, end in ended if end == "erased" and not _has_twin(stage, thing)]
    if not erased or stage.story.few_values:
        return []
    known = stage.world.database.everything().replace('"', "'")
    return [
        f"I19 {name} {value!r} of {thing[3]} is still there"
        for thing in erased
        for name, value in dict.fromkeys((*_written(stage, thing), *_told(stage, thing)))
        if value is not None and f"{value}'" in known
    ]


def _has_twin(stage: Stage, thing: Thing) -> bool:
    """Tell whether it never met its other half: that is another contact, which says the same."""
    halves = (_halves(stage, *meeting) for meeting in stage.diary.met.items())
    others = {_heir(stage, one) for both in halves if thing in both for one in both}
    others.discard(_heir(stage, thing))
    return any(stage.diary.ended.get(one) != "erased" for one in others)


def _halves(stage: Stage, made: Thing, phone: Value) -> set[Thing]:
    """Give who was *made* in Vixiees, and who came there from Pipedrive with the same phone."""
    account = _account_of(stage, made)
    came = {one.record_id for one in account.reader.read if one.fields.get("phone") == phone}
    return {made, *(stage.here(account, Kind.CONTACT, one) for one in came)}


def _heir(stage: Stage, thing: Thing) -> Thing:
    """Return who lives on where it was merged away, as Vixiees was told; else itself."""
    account = _account_of(stage, thing)
    heir = account.vixiees.side.merged.get((thing[2], RecordId(thing[3])))
    return thing if heir is None else _heir(stage, stage.here(account, thing[2], heir))


def _account_of(stage: Stage, thing: Thing) -> Account:
    return next(one for one in stage.world.accounts if one.account_id == thing[0])


def _written(stage: Stage, thing: Thing) -> Iterator[tuple[FieldName, Value]]:
    """Give what people wrote in Vixiees."""
    history = stage.diary.edits.get(thing)
    if history is not None and thing[1] is Side.VIXIEES:
        yield from ((name, one.value) for name in _PERSONAL for one in history.edits.get(name, []))


def _told(stage: Stage, thing: Thing) -> Iterator[tuple[FieldName, Value]]:
    """Give what Vixiees was told, unless a merge or a copy may have made it another's as well."""
    is_own = "merged" not in stage.diary.ended.values() and not stage.world.watcher.copied
    if is_own:
        read = _account_of(stage, thing).reader.read
        mine = (one for one in read if one.record_id == thing[3])
        yield from ((name, one.fields.get(name)) for one in mine for name in _PERSONAL)
