"""Building of the invented company."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from adapters.sandbox.company.boards import PIPELINE, STAGE
from adapters.sandbox.company.company import Company
from adapters.sandbox.company.kinds import Kind
from adapters.sandbox.company.organizations import ORGANIZATION
from adapters.sandbox.company.persons import PERSON
from adapters.sandbox.company.records import Record
from adapters.sandbox.company.users import Profile, User
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import rfc3339, v1_text
from adapters.sandbox.seed.contacts import organization_values, person_values
from adapters.sandbox.seed.custom import (
    ORGANIZATION_FIELDS,
    PERSON_FIELDS,
    custom_field,
    custom_values,
)
from adapters.sandbox.seed.names import BOARDS, INACTIVE_USERS, USERS
from adapters.sandbox.seed.timeline import add_timeline

FOUNDED = datetime(2025, 1, 6, 8, 0, tzinfo=UTC)
_PERSONS_PER_ORGANIZATION = 5
_FIRST_USER_ID = 11
_MINUTES_OF_GROWTH = 400_000


def seeded_company(
    *,
    persons: int = 2000,
    organizations: int | None = None,
    seed: int = 1,
    randbytes: Callable[[int], bytes] | None = None,
) -> Company:
    """Build a company: the same one for the same numbers.

    There is one organization for five persons unless *organizations* says otherwise. *randbytes*
    makes the ids and tokens given out later; by default they too follow from *seed*.
    """
    random = Random(seed)  # noqa: S311 - invented data, not secrets
    profile = Profile(
        company_id=7_000_000 + seed, company_name="Nordlicht Vertrieb", company_domain="nordlicht"
    )
    company = Company(profile, randbytes or Random(seed + 1).randbytes)  # noqa: S311 - as above
    _add_users(company, seed)
    _add_fields(company, seed)
    _add_boards(company)
    if organizations is None:
        organizations = persons // _PERSONS_PER_ORGANIZATION
    for number in range(organizations):
        _add(company, ORGANIZATION, organization_values(number, random), random)
    organization_ids = list(company.tables[ORGANIZATION.entity].rows)
    for number in range(persons):
        _add(company, PERSON, person_values(number, random, organization_ids), random)
    add_timeline(company, FOUNDED, Random(seed + 2))  # noqa: S311 - as above
    return company


def code_of(seed: int, text: str) -> str:
    """Derive 40 hex digits for something that stands in the seed."""
    return hashlib.sha1(f"{seed} {text}".encode(), usedforsecurity=False).hexdigest()


def _add_users(company: Company, seed: int) -> None:
    for number, (name, email) in enumerate(USERS):
        user = User(
            id=_FIRST_USER_ID + number,
            name=name,
            email=email,
            api_token=code_of(seed, f"token of {name}"),
            created=v1_text(FOUNDED),
            modified=v1_text(FOUNDED),
            is_active=name not in INACTIVE_USERS,
            is_admin=number == 0,
        )
        company.users[user.id] = user


def _add_fields(company: Company, seed: int) -> None:
    for kind, specs in ((PERSON, PERSON_FIELDS), (ORGANIZATION, ORGANIZATION_FIELDS)):
        for spec in specs:
            code = code_of(seed, f"{kind.entity} field {spec[0]}")
            company.fields[kind.entity].put(custom_field(spec, code, company.last_option_id + 1))
            company.last_option_id += len(spec[2])


def _add_boards(company: Company) -> None:
    founded = rfc3339(FOUNDED)
    for position, (name, stages) in enumerate(BOARDS.items(), start=1):
        fields: Json = {**PIPELINE.blank, "name": name, "order_nr": position}
        pipeline = Record(id=0, add_time=founded, update_time=founded, fields=fields)
        pipeline_id = company.tables[PIPELINE.entity].add(pipeline).id
        for place, stage_name in enumerate(stages, start=1):
            own: Json = {"name": stage_name, "order_nr": place, "pipeline_id": pipeline_id}
            stage = replace(pipeline, fields={**STAGE.blank, **own})
            company.tables[STAGE.entity].add(stage)


def _add(company: Company, kind: Kind, values: Json, random: Random) -> None:
    user_ids = [user.id for user in company.users.values() if user.is_active]
    custom = custom_values(company.fields[kind.entity].custom(), random, user_ids)
    owner_id = random.choice(user_ids)
    fields = {**kind.blank, "owner_id": owner_id, **values, "custom_fields": custom}
    added = FOUNDED + timedelta(minutes=random.randrange(_MINUTES_OF_GROWTH))
    record = Record(id=0, add_time=rfc3339(added), update_time=rfc3339(added), fields=fields)
    company.tables[kind.entity].add(record)
