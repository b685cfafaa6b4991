"""What people in Pipedrive do."""

from domain.model.values import Kind
from tests.simulation.story.deed import Deed
from tests.simulation.story.stage import NOTHING, Stage
from tests.simulation.story.values import value_of
from tests.simulation.world.words import FIELDS, patch, shown


def create(stage: Stage, deed: Deed, kind: Kind) -> None:
    """Make a person, or a deal with one of the persons."""
    which, other, *_ = deed.numbers
    account = stage.account(which)
    people = account.people
    values = {name: value_of(stage.story, deed, name) for name in FIELDS[kind]}
    body: dict[str, object] = {}
    for name, value in values.items():
        if value is not None:
            body |= patch(people, None, name, value)
    if kind is Kind.DEAL:
        persons = people.living(Kind.CONTACT)
        body["person_id"] = persons[other % len(persons)].id if persons else None
    remote_id = people.create(kind, body)
    if remote_id is None:
        return
    stage.world.ring()
    thing, at = stage.there(account, kind, remote_id), stage.pipedrive_now()
    for name, value in values.items():
        stage.diary.wrote(thing, name, value, NOTHING, at)


def edit(stage: Stage, deed: Deed, kind: Kind) -> None:
    """Edit a field or two of a record."""
    which, other, field, second = deed.numbers
    account = stage.account(which)
    people = account.people
    living = people.living(kind)
    if not living:
        return
    record = living[other % len(living)]
    names = FIELDS[kind]
    chosen = {names[field % len(names)]} | (
        {names[second % len(names)]} if second % 4 == 0 else set()
    )
    before = shown(people, kind, record)
    after = {name: value_of(stage.story, deed, name) for name in sorted(chosen)}
    body: dict[str, object] = {}
    for name, value in after.items():
        body |= patch(people, record, name, value)
    if people.edit(kind, record.id, body):
        stage.world.ring()
        thing, at = stage.there(account, kind, record.id), stage.pipedrive_now()
        if not people.was_announced:
            stage.diary.doubtful.add(thing)
        marker = people.marker(kind, record)
        if marker is not None:
            stage.diary.markers[thing] = marker
        for name, value in after.items():
            stage.diary.wrote(thing, name, value, before[name], at)


def delete(stage: Stage, deed: Deed, kind: Kind) -> None:
    """Delete a record."""
    which, other, *_ = deed.numbers
    account = stage.account(which)
    living = account.people.living(kind)
    if living:
        record = living[other % len(living)]
        if account.people.delete(kind, record.id):
            stage.world.ring()
            stage.diary.ended[stage.there(account, kind, record.id)] = "deleted"


def merge(stage: Stage, deed: Deed, kind: Kind) -> None:
    """Merge a record into another one."""
    which, first, second, _ = deed.numbers
    account = stage.account(which)
    living = account.people.living(kind)
    if len(living) < 2:
        return
    loser = living.pop(first % len(living))
    winner = living[second % len(living)]
    if account.people.merge(kind, loser.id, winner.id):
        stage.world.ring()
        is_traced = account.people.was_announced or account.people.marker(kind, winner) is None
        end = "merged" if is_traced else "merged without a trace"
        stage.diary.ended[stage.there(account, kind, loser.id)] = end
        stage.diary.doubtful |= {
            stage.there(account, kind, loser.id),
            stage.there(account, kind, winner.id),
        }


def rename_company(stage: Stage, deed: Deed) -> None:
    """Rename an organization, and with it the company of all its persons."""
    which, other, *_ = deed.numbers
    account = stage.account(which)
    organizations = list(account.sandbox.company.tables["organization"].living())
    if not organizations:
        return
    organization = organizations[other % len(organizations)]
    name = value_of(stage.story, deed, "company") or f"company {deed.place}"
    if account.people.rename_company(organization.id, name):
        stage.world.ring()
        stage.diary.renames += 1
        for record in account.people.living(Kind.CONTACT):
            if record.fields["org_id"] != organization.id:
                continue
            thing = stage.there(account, Kind.CONTACT, record.id)
            stage.diary.wrote(thing, "company", name, organization.name, stage.pipedrive_now())
