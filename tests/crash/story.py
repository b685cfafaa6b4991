"""What there is to read when something was lost: both sides, and the service's own record."""

from tests.crash.pipedrive import Lists
from tests.crash.siege import Siege
from tests.crash.wanted import Wanted


async def story_of(siege: Siege, wanted: Wanted, what: str) -> str:
    """Return everything about a contact, a deal or a call, as the verdict named it."""
    kind, _, name = what.partition(" ")
    name = name.partition(":")[0]
    rows = [f"{key}: {row}" for key, row in siege.vixiees.rows.items()]
    rows += [f"{key}: {row}" for key, row in siege.vixiees.deals.rows.items()]
    due = [f"{key}: {one}" for key, one in (wanted.contacts | wanted.deals).items()]
    lists = Lists(siege.colleague)
    there = [str(one) for one in await siege.colleague.persons()]
    there += [str(one) for one in (*await lists.deals(), *await lists.activities())]
    table = "activities" if kind == "call" else "records"
    known = await siege.database.execute(
        f"SELECT body FROM {table} WHERE body LIKE %s",  # noqa: S608 - one of two names
        f"%{name}%",
    )
    return "\n".join(
        (
            f"{what}:",
            *(f"  wanted: {one}" for one in due if name in one),
            *(f"  people: {one}" for one in wanted.diary if name in one),
            *(f"  in Vixiees: {one}" for one in rows if name in one),
            *(f"  in Pipedrive: {one}" for one in there if name in one),
            *(f"  in between: {one}" for (one,) in known),
        )
    )
