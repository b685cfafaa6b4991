"""Both sides show the same."""

from adapters.sandbox.company.records import Record
from domain.model.values import FieldName, Kind, RecordId, Value
from tests.simulation.judge.links import KINDS, Link
from tests.simulation.world.account import Account
from tests.simulation.world.words import COMPARED, shown


def unequal(account: Account, linked: Link) -> list[str]:
    """Return what differs between the two sides of each pair, and edits that should stand."""
    found = list[str]()
    for kind in KINDS:
        records = {one.id: one for one in account.people.living(kind)}
        for key, row in sorted(account.vixiees.side.rows.items()):
            remote_id = linked.remote.get(key)
            if key[0] is not kind or remote_id not in records:
                continue
            theirs = shown(account.people, kind, records[remote_id])
            theirs = _in_words(theirs, linked)
            for name in COMPARED[kind]:
                ours = row.fields.get(name)
                if name == "contact" and _is_of_the_dead(account, ours, theirs[name]):
                    continue
                if name == "company" and _is_of_no_company(account, ours, records[remote_id]):
                    continue
                if ours != theirs[name]:
                    found.append(f"I1 {key[1]}.{name} is {ours!r} here and {theirs[name]!r} there")
    return found


def _in_words(fields: dict[FieldName, Value], linked: Link) -> dict[FieldName, Value]:
    """Name a deal's contact as Vixiees does."""
    if fields.get("contact") is None:
        return fields
    contacts: dict[str, RecordId] = {
        str(remote): key[1] for key, remote in linked.remote.items() if key[0] is Kind.CONTACT
    }
    person = str(fields["contact"])
    return {**fields, "contact": contacts.get(person, f"person {person}")}


def _is_of_no_company(account: Account, ours: Value, person: Record) -> bool:
    """Tell whether the person's organization is no more, and ours is a name that it once had.

    Its name can be read nowhere: what was heard last stays.
    """
    living = {one.id for one in account.sandbox.company.tables["organization"].living()}
    company_id = person.fields["org_id"]
    was_so = ours is None or (company_id, ours) in account.people.former_names
    return was_so and company_id not in living


def _is_of_the_dead(account: Account, ours: Value, theirs: Value) -> bool:
    """Tell whether both sides name a contact that is no more: Pipedrive keeps the person's id."""
    if theirs is not None and not theirs.startswith("person "):
        return False
    people = account.people
    there = {one.id for one in people.living(Kind.CONTACT)} - people.vanished
    living = {f"person {one}" for one in there}
    is_gone_here = ours is None or (Kind.CONTACT, ours) in account.vixiees.side.deleted
    return is_gone_here and theirs not in living
