from collections import Counter
from typing import Any

import pytest

from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from adapters.sandbox.snapshot import dump
from tests.adapters.sandbox.driving import Core


@pytest.fixture(scope="module")
def persons() -> list[Any]:
    """Read the persons of the usual company over the API."""
    core = Core(sandbox=Sandbox(seeded_company()))
    core("PUT", "/sandbox/switches", {"burst_api_token": 1000})
    return [
        person
        for start in range(1, 2001, 100)
        for person in core.data(
            "GET", "/api/v2/persons", None, ids=",".join(map(str, range(start, start + 100)))
        )
    ]


def test_the_same_number_gives_the_same_company() -> None:
    first, second = (dump(Sandbox(seeded_company(persons=50, seed=3))) for _ in range(2))

    assert first == second
    assert first != dump(Sandbox(seeded_company(persons=50, seed=4)))


def test_the_usual_company_has_2000_persons_in_400_organizations(persons: list[Any]) -> None:
    organizations = {person["org_id"] for person in persons} - {None}

    assert len(persons) == 2000
    assert organizations <= set(range(1, 401))
    assert len(organizations) > 350


def test_some_persons_are_awkward(persons: list[Any]) -> None:
    names = [person["name"] for person in persons]

    assert any(len(name) == 255 for name in names)
    assert any("🌻" in name for name in names)
    assert any("小明" in name for name in names)
    assert any("ü" in name for name in names)
    assert any(person["last_name"] is None for person in persons)
    assert any(person["phones"] == [] for person in persons)
    assert any(len(person["phones"]) > 2 for person in persons)
    assert any(person["org_id"] is None for person in persons)
    assert all(sum(phone["primary"] for phone in p["phones"]) <= 1 for p in persons)


def test_every_custom_field_has_values(persons: list[Any]) -> None:
    held = Counter(
        code for person in persons for code, value in person["custom_fields"].items() if value
    )

    assert len(held) == 12
    assert min(held.values()) > 100


def test_everything_seeded_could_have_been_written_over_the_api(persons: list[Any]) -> None:
    core = Core(sandbox=Sandbox(seeded_company(persons=0, organizations=400)))
    core("PUT", "/sandbox/switches", {"burst_api_token": 10_000})
    writable = ("name", "owner_id", "org_id", "phones", "emails", "visible_to", "custom_fields")
    for person in persons[:400]:
        body = {name: person[name] for name in writable}
        written = core.data("POST", "/api/v2/persons", body)
        assert (written["phones"], written["emails"]) == (person["phones"], person["emails"])


def test_some_organizations_have_the_same_name() -> None:
    records = seeded_company().tables["organization"].rows.values()
    names = Counter(record.name for record in records)

    assert names["Acme GmbH"] == 2
    assert names["ACME GMBH"] == 1
    assert max(len(name) for name in names) == 255


def test_the_usual_company_has_1500_deals_in_15_stages_of_3_pipelines() -> None:
    company = seeded_company()
    deals = [one.fields for one in company.tables["deal"].rows.values()]
    stages = company.tables["stage"].rows

    assert len(deals) == 1500
    assert len(company.tables["pipeline"].rows) == 3
    assert Counter(one["stage_id"] for one in deals).keys() == stages.keys()
    assert len(stages) == 15
    places = {number: one.fields["pipeline_id"] for number, one in stages.items()}
    assert {(one["stage_id"], one["pipeline_id"]) for one in deals} == set(places.items())
    assert {one["status"] for one in deals} == {"open", "won", "lost"}
    assert [one["is_archived"] for one in deals].count(True) == 30
    assert all((one["close_time"] is None) == (one["status"] == "open") for one in deals)
    assert {one["currency"] for one in deals} == {"EUR", "USD", "JPY", "KWD"}


def test_one_user_is_the_installer_two_are_inactive_two_share_an_address() -> None:
    users = seeded_company(persons=0).users.values()
    addresses = Counter(user.email.lower() for user in users)

    assert len(users) == 12
    assert [user.is_admin for user in users].count(True) == 1
    assert [user.is_active for user in users].count(False) == 2
    assert sorted(addresses.values())[-2:] == [1, 2]
