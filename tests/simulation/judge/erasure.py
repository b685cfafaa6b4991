"""Nothing is left of whoever was erased (I19)."""

from collections.abc import Iterator

from domain.model.values import FieldName, Side, Value
from tests.simulation.story.stage import Stage, Thing

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
    """Tell whether it never met the person that says the same, who came as another contact."""
    phone = stage.diary.met.get(thing)
    return phone is not None and any(
        told.record_id != thing[3] and told.fields.get("phone") == phone
        for account in stage.world.accounts
        if account.account_id == thing[0]
        for told in account.reader.read
    )


def _written(stage: Stage, thing: Thing) -> Iterator[tuple[FieldName, Value]]:
    """Give what people wrote in Vixiees."""
    history = stage.diary.edits.get(thing)
    if history is not None and thing[1] is Side.VIXIEES:
        yield from ((name, one.value) for name in _PERSONAL for one in history.edits.get(name, []))


def _told(stage: Stage, thing: Thing) -> Iterator[tuple[FieldName, Value]]:
    """Give what Vixiees was told, unless a merge or a copy may have made it another's as well."""
    is_own = "merged" not in stage.diary.ended.values() and not stage.world.watcher.copied
    for account in stage.world.accounts:
        if account.account_id == thing[0] and is_own:
            mine = (one for one in account.reader.read if one.record_id == thing[3])
            yield from ((name, one.fields.get(name)) for one in mine for name in _PERSONAL)
