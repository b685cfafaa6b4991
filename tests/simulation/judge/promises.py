"""What the interface promises: the feed, the answers, and that what ended stays so."""

from collections import Counter
from collections.abc import Set as AbstractSet

import sqlalchemy as sa

from adapters.sql.tables import changes, connections, inbox
from domain.model.values import Kind, RecordId
from tests.simulation.judge.links import KINDS, Link
from tests.simulation.story.stage import Stage
from tests.simulation.world.account import Account

_FEED = (
    sa.select(changes.c.number)
    .join_from(changes, connections, changes.c.connection_id == connections.c.connection_id)
    .where(connections.c.account_id == sa.bindparam("account_id"))
    .order_by(changes.c.number)
)
_TOLD = ("person", "deal", "organization", "user", "pipeline", "stage")
_ENDS_OF_LOGINS = (
    "F07 access revoked",
    "F07 token refused",
    "F08 scope missing",
    "F22 frozen",
    "F23 uninstalled",
    "F25 disconnected",
)
_INBOX = sa.select(inbox.c.entity, inbox.c.entity_id).where(inbox.c.digested_at.is_(None))
_EXPECTED = frozenset({"CONTACT_DELETED", "DEAL_DELETED", "CONTACT_NOT_FOUND", "DEAL_NOT_FOUND"})


def unread(stage: Stage, account: Account) -> list[str]:
    """Return what the reader of the feed missed, met twice, or was told wrongly (I16)."""
    found = [f"I16 {fault}" for fault in account.reader.faults]
    rows = stage.world.database.ask(_FEED, account_id=account.account_id)
    stored = [row.number for row in rows]
    read = [one.number for one in account.reader.read]
    if read and stored[-len(read) :] != read:
        found.append(f"I16 {stored[-len(read) :]} is on the feed, and {read} was read")
    return found


def left(stage: Stage) -> list[str]:
    """Return what is still in the inbox, though everything was done (I17)."""
    rows = stage.world.database.ask(_INBOX)
    return [
        f"I17 what was told of {row.entity} {row.entity_id} is still in the inbox" for row in rows
    ]


def refused(account: Account) -> list[str]:
    """Return the refusals that nothing explains (I21)."""
    reasons = {reason for _, reason in account.vixiees.side.refused} | set(account.logbook.refused)
    return [f"I21 a call was refused: {one}" for one in sorted(reasons - _EXPECTED)]


def reused(stage: Stage) -> list[str]:
    """Return whether a spent refresh token was shown more often than answers were lost (I13)."""
    shown = sum(
        account.sandbox.ledger.oauth("consumed_tokens_reused") for account in stage.world.accounts
    )
    deaths = sum(one.process.is_dead for one in stage.world.instances)
    allowed = stage.world.watcher.lost_renewals + deaths + stage.world.weather.met["F22 frozen"]
    return [f"I13 spent tokens were shown {shown} times"] if shown > allowed else []


def subscribed(account: Account) -> list[str]:
    """Return the entities whose events are not sent, or sent more than once (C12)."""
    webhooks = account.sandbox.company.webhooks.values()
    counts = Counter(one.event_object for one in webhooks)
    return [f"C12 {counts[one]} webhooks tell of each {one}" for one in _TOLD if counts[one] != 1]


def asked_back(stage: Stage, account: Account) -> list[str]:
    """Return whether an administrator was asked to log in again without a cause (I13)."""
    met = stage.world.weather.met
    deaths = sum(one.process.is_dead for one in stage.world.instances)
    causes = sum(met[one] for one in _ENDS_OF_LOGINS) + stage.world.watcher.lost_renewals + deaths
    is_vain = account.asked_back > 0 and not causes
    return ["I13 an administrator was asked to log in again for nothing"] if is_vain else []


def risen(stage: Stage, account: Account, linked: Link) -> list[str]:
    """Return the records that nobody made: copies, or what was deleted and is back (I4, I6)."""
    found, heirs = list[str](), _heirs(account)
    for kind in KINDS:
        made = {
            int(thing[3])
            for thing in stage.diary.edits
            if thing[:3] == stage.there(account, kind, 0)[:3]
        }
        rows = {key[1]: remote_id for key, remote_id in linked.remote.items() if key[0] is kind}
        ours = {rows[one] for one in rows if not one.startswith("id-") or one in heirs}
        known = made | ours | (account.people.vanished if kind is Kind.CONTACT else set())
        found += _strangers(account, kind, known)
    return found


def _heirs(account: Account) -> set[RecordId]:
    """Return into which records those were merged that Vixiees had made."""
    heirs = set[RecordId]()
    for change in account.reader.read:
        is_ours = not change.record_id.startswith("id-") or change.record_id in heirs
        if change.merged_into is not None and is_ours:
            heirs.add(change.merged_into)
    return heirs


def _strangers(account: Account, kind: Kind, known: AbstractSet[int]) -> list[str]:
    return [
        f"I6 {kind} {one.id} ({one.name}) was made by nobody"
        for one in account.people.living(kind)
        if one.id not in known
    ]
