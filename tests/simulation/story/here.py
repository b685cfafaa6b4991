"""What people in Vixiees do."""

from domain.model.values import FieldName, Kind, RecordId, Value
from tests.simulation.judge.links import parked
from tests.simulation.story.deed import Deed
from tests.simulation.story.stage import NOTHING, Stage
from tests.simulation.story.values import value_of
from tests.simulation.world.account import Account
from tests.simulation.world.vixiees import Key
from tests.simulation.world.words import FIELDS


def create(stage: Stage, deed: Deed, kind: Kind) -> None:
    """Make a contact, or a deal with one of the contacts."""
    which, other, *_ = deed.numbers
    account = stage.account(which)
    record_id = RecordId(f"{kind[0]}{deed.place}")
    fields: dict[FieldName, Value] = {
        name: value_of(stage.story, deed, name) for name in FIELDS[kind]
    }
    if kind is Kind.DEAL:
        contacts = account.vixiees.keys(Kind.CONTACT)
        fields["contact"] = contacts[other % len(contacts)][1] if contacts else None
    account.vixiees.create(kind, record_id, fields)
    thing = stage.here(account, kind, record_id)
    at = account.vixiees.side.rows[kind, record_id].update_time
    for name in FIELDS[kind]:
        stage.diary.wrote(thing, name, fields[name], NOTHING, at)


def edit(stage: Stage, deed: Deed, kind: Kind) -> None:
    """Edit a field or two of a row."""
    which, other, field, second = deed.numbers
    account = stage.account(which)
    rows = account.vixiees.keys(kind)
    if not rows:
        return
    key = rows[other % len(rows)]
    names = FIELDS[kind]
    chosen = (
        {names[field % len(names)], names[second % len(names)]}
        if second % 4 == 0
        else {names[field % len(names)]}
    )
    write(stage, account, key, {name: value_of(stage.story, deed, name) for name in sorted(chosen)})


def write(stage: Stage, account: Account, key: Key, after: dict[FieldName, Value]) -> None:
    """Let somebody write these values into a row, with what they replace in view."""
    before = dict(account.vixiees.side.rows[key].fields)
    account.vixiees.edit(key, {**after, **_what_follows(after)})
    at = account.vixiees.side.rows[key].update_time
    for name, value in after.items():
        stage.diary.wrote(stage.here(account, *key), name, value, before.get(name), at)


def _what_follows(edited: dict[FieldName, Value]) -> dict[FieldName, Value]:
    """Return what Vixiees clears with a deal that is open again."""
    if "status" not in edited:
        return {}
    closed = {"lost_reason"} if edited["status"] == "won" else {"lost_reason", "close_time"}
    return dict.fromkeys(closed if edited["status"] != "lost" else set(), None)


def touch_parked(stage: Stage, account: Account) -> bool:
    """Let somebody edit what waits for a person; tell whether there was something."""
    is_some = False
    for kind, record_id in parked(stage.world.database, account.account_id):
        key = (kind, record_id)
        if key not in account.vixiees.side.rows or stage.diary.touched.count(record_id) > 1:
            continue
        is_some = True
        name = FIELDS[kind][0]
        after = f"{name} touched {len(stage.diary.touched)}"
        stage.diary.touched.append(record_id)
        write(stage, account, key, {name: after})
    return is_some


def delete_parked(stage: Stage, account: Account) -> bool:
    """Let somebody delete again what Pipedrive refused to delete; tell whether there was some."""
    is_some = False
    for key in parked(stage.world.database, account.account_id, gone=True):
        if stage.diary.touched.count(key[1]) > 1:
            continue
        is_some = True
        stage.diary.touched.append(key[1])
        account.vixiees.delete_again(key)
    return is_some


def delete(stage: Stage, deed: Deed, kind: Kind) -> None:
    """Delete a row."""
    which, other, *_ = deed.numbers
    account = stage.account(which)
    rows = account.vixiees.keys(kind)
    if rows:
        key = rows[other % len(rows)]
        account.vixiees.delete(key)
        stage.diary.ended[stage.here(account, *key)] = "deleted"
