"""Whoever was merged in Pipedrive lives on: Vixiees is told into whom, not of a deletion (C15)."""

from domain.model.values import RecordId
from tests.simulation.judge.edits import untold
from tests.simulation.story.stage import Stage
from tests.simulation.world.account import Account
from tests.simulation.world.company import TABLES


def forgotten(stage: Stage, account: Account) -> list[str]:
    """Return the merges that Vixiees took for deletions, where nothing else has ended.

    One without a trace cannot be told from a deletion.
    """
    if len(stage.diary.ended) > 1 or stage.diary.renames:
        return []
    side, missed = account.vixiees.side, untold(stage, account)
    found = list[str]()
    for thing, end in stage.diary.ended.items():
        account_id, _, kind, remote_id = thing
        if end != "merged" or account_id != account.account_id or thing in missed:
            continue
        loser = account.sandbox.company.tables[TABLES[kind]].rows[int(remote_id)]
        marker = account.people.marker(kind, loser)
        key = (kind, RecordId(marker or ""))
        if key in side.deleted and key not in side.merged:
            found.append(f"C15 {marker} was merged, and Vixiees knows of a deletion")
    return found
