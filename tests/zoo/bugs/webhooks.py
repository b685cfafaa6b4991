"""Bugs in what comes in: webhooks, lists, the change feed, calls."""

from tests.simulation.story.deed import Story
from tests.zoo.bug import Bug
from tests.zoo.stories import both, does, meets


def _two_accounts(story: Story) -> bool:
    return story.accounts > 1


def _deletes_unheard(story: Story) -> bool:
    """Take the stories in which contacts are deleted while webhooks do not come."""
    names = [deed.name for deed in story.deeds]
    starts = [names.index(one) for one in ("ban", "drop webhooks") if one in names]
    return bool(starts) and "delete contact there" in names[min(starts) :]


def _loses(story: Story) -> bool:
    """Take the stories in which webhooks do not come for a while."""
    return any(deed.name in {"ban", "drop webhooks", "spell"} for deed in story.deeds)


WEBHOOKS = (
    Bug(
        name="a webhook is acknowledged before it is stored",
        breaks="I11",
        module="domain.use_cases.receive_webhooks",
        piece="        return await self.store.transact("
        "lambda tx: self._store(tx, connection, delivery, body))\n",
        instead='        __import__("asyncio").ensure_future(self.store.transact('
        "lambda tx: self._store(tx, connection, delivery, body)))\n"
        "        return Intake.STORED\n",
        needs=meets("F20 busy"),
    ),
    Bug(
        name="a webhook with a wrong password is taken",
        breaks="I9",
        module="domain.use_cases.receive_webhooks",
        piece="        if not is_right or not expected:\n",
        instead="        if not expected:\n",
        needs=does("forge"),
    ),
    Bug(
        name="a webhook of another company is taken",
        breaks="I9",
        module="domain.use_cases.receive_webhooks",
        piece='        if identity is None or delivery.company_id not in {"", identity.company_id}:\n',
        instead="        if identity is None:\n",
        needs=does("forge"),
    ),
    Bug(
        name="an edit whose webhook is lost is never seen",
        breaks="I24",
        module="domain.use_cases.import_records",
        piece="            changed.append(kept(record, sighting.again(record)))\n",
        instead="            continue\n",
        needs=both(does("edit contact there"), _loses),
    ),
    Bug(
        name="a deletion whose webhook is lost is never seen",
        breaks="I24",
        module="domain.use_cases.audit",
        piece="            _look_for(keeper, absent)\n",
        instead="            pass\n",
        needs=_deletes_unheard,
    ),
    Bug(
        name="a creation whose webhook is lost is never seen",
        breaks="I24",
        module="domain.use_cases.import_records",
        piece="            strangers.append((remote, sighting))\n",
        instead="            continue\n",
        needs=both(does("create contact there"), _loses),
    ),
    Bug(
        name="webhooks that Pipedrive dropped are not subscribed to again",
        breaks="C12",
        module="domain.use_cases.keep_webhooks",
        piece="        await _subscribe(driven, missing, address, password)\n"
        "    except CrmRefused as refusal:\n",
        instead="        pass\n    except CrmRefused as refusal:\n",
        needs=does("drop webhooks"),
    ),
    Bug(
        name="every look at the subscriptions makes new ones",
        breaks="C12",
        module="domain.use_cases.keep_webhooks",
        piece="missing = [one for one in SUBSCRIBED if one not in {each.entity for each in good}]",
        instead="missing = list(SUBSCRIBED)",
    ),
    Bug(
        name="the feed repeats the change it was left at",
        breaks="I16",
        module="adapters.sql.feed",
        piece='        changes.c.number > sa.bindparam("number"),\n',
        instead='        changes.c.number >= sa.bindparam("number"),\n',
    ),
    Bug(
        name="a bookmark runs ahead of the changes",
        breaks="I16",
        module="domain.use_cases.follow_changes",
        piece="            number = changes[-1].number if changes else number\n",
        instead="            number = changes[0].number if changes else number\n",
    ),
    Bug(
        name="request ids of all accounts are one",
        breaks="I21",
        module="adapters.sql.requests",
        piece="            requests.c.connection_id == self._connection_id, "
        "requests.c.request_id == request_id\n",
        instead="            requests.c.request_id == request_id\n",
        needs=_two_accounts,
    ),
    Bug(
        name="records are found by their number in any company",
        breaks="I9",
        module="adapters.sql.records",
        piece='records.c.connection_id == sa.bindparam("connection_id"), '
        'records.c.kind == sa.bindparam("kind")',
        instead='sa.bindparam("connection_id").is_not(None), '
        'records.c.kind == sa.bindparam("kind")',
        needs=_two_accounts,
    ),
    Bug(
        name="who ended in one company has ended in all",
        breaks="I9",
        module="adapters.sql.records",
        piece='    ends.c.connection_id == sa.bindparam("connection_id"),\n',
        instead='    sa.bindparam("connection_id").is_not(None),\n',
        needs=both(_two_accounts, does("delete contact there", "create contact there")),
    ),
)
