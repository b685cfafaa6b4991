"""What the client tells its meter, on the sandbox, whose ledger knows what was really spent."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from adapters.pipedrive.costs import charge_of, gauge_of
from domain.errors import CrmLimit
from domain.model.budget import Charge, Gauge
from domain.model.remote import Entity
from domain.model.values import Kind, RecordId, RemoteId
from domain.ports.crm import Patch
from tests.adapters.pipedrive.opened_sandbox import Company
from tests.openapi.spec import ABSENT, find_operation, spec_present

_URL = "http://127.0.0.1:9/webhooks/pipedrive/secret"


@dataclass(slots=True)
class _Notes:
    """Admits everything, as ports.crm.Meter, and keeps what it is told."""

    charges: list[Charge] = field(default_factory=list)
    gauges: list[Gauge] = field(default_factory=list)
    refusals: list[CrmLimit] = field(default_factory=list)
    let_in: list[bool] = field(default_factory=list)

    async def admit(self, charge: Charge) -> None:
        self.charges.append(charge)

    def answered(self, charge: Charge, gauge: Gauge, *, let_in: bool) -> None:
        assert charge in self.charges
        self.gauges.append(gauge)
        self.let_in.append(let_in)

    def refused(self, charge: Charge, limit: CrmLimit) -> CrmLimit:
        assert charge in self.charges
        self.refusals.append(limit)
        return limit

    @property
    def tokens(self) -> int:
        return sum(one.tokens for one in self.charges)


async def test_the_prediction_is_what_is_spent(acme: Company) -> None:
    notes = _Notes()
    crm = acme.pipedrive.crms.open(acme.tokens, {}, notes)
    before = acme.sandbox.ledger.tokens()
    await crm.identity()
    for kind in (Kind.CONTACT, Kind.DEAL):
        await crm.properties(kind)
    await crm.users()
    await crm.pipelines()
    await crm.stages()
    await crm.create_property(Kind.CONTACT, "Vixiees ID")
    contacts = crm.records(Kind.CONTACT)
    made = await contacts.create(RecordId("one"), Patch(fields={"first_name": "Ana"}))
    await contacts.update(made.remote_id, Patch(fields={"first_name": "A"}))
    await contacts.one(made.remote_id)
    await contacts.page()
    deals = crm.records(Kind.DEAL)
    await deals.update((await deals.page()).items[0].remote_id, Patch(fields={"title": "A"}))
    await crm.find_companies("Neu")
    await crm.create_company("Neu")
    await contacts.merge(RemoteId(1), made.remote_id)
    await contacts.delete(made.remote_id)
    await crm.unsubscribe(await crm.subscribe(Entity.CONTACT, _URL, "user", "password"))
    await crm.subscriptions()
    assert notes.tokens == acme.sandbox.ledger.tokens() - before
    last = notes.gauges[-1]
    assert (last.day_limit, last.burst_limit) == (300_000, 80)
    assert last.day_left == 300_000 - acme.sandbox.ledger.tokens()


async def test_a_company_that_tells_nothing_is_no_trouble(acme: Company) -> None:
    await acme.switch(daily_headers=False, burst_headers=False)
    notes = _Notes()
    await acme.pipedrive.crms.open(acme.tokens, {}, notes).records(Kind.CONTACT).page()
    assert [replace(one, served_at=None) for one in notes.gauges] == [Gauge()]


async def test_a_refusal_for_the_limit_is_told(acme: Company) -> None:
    await acme.switch(daily_budget=0)
    notes = _Notes()
    with pytest.raises(CrmLimit):
        await acme.pipedrive.crms.open(acme.tokens, {}, notes).records(Kind.CONTACT).page()
    assert [one.daily for one in notes.refusals] == [True]
    assert (len(notes.gauges), notes.let_in) == (1, [False])


@pytest.mark.skipif(not spec_present(), reason=ABSENT)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v2/persons"),
        ("GET", "/api/v2/persons/1"),
        ("POST", "/api/v2/persons"),
        ("PATCH", "/api/v2/persons/1"),
        ("DELETE", "/api/v2/persons/1"),
        ("GET", "/api/v2/organizations/search"),
        ("GET", "/api/v2/deals"),
        ("PATCH", "/api/v2/deals/1"),
        ("DELETE", "/api/v2/deals/1"),
        ("GET", "/api/v2/pipelines"),
        ("GET", "/api/v2/stages"),
        ("GET", "/api/v2/personFields"),
        ("POST", "/api/v2/dealFields"),
        ("POST", "/api/v2/activities"),
        ("PATCH", "/api/v2/activities/1"),
        ("POST", "/api/v1/notes"),
        ("PUT", "/api/v1/notes/1"),
        ("PUT", "/api/v1/persons/1/merge"),
        ("GET", "/api/v1/users"),
        ("GET", "/api/v1/users/me"),
        ("GET", "/api/v1/webhooks"),
        ("POST", "/api/v1/webhooks"),
        ("DELETE", "/api/v1/webhooks/1"),
        ("GET", "/api/v1/activityTypes"),
    ],
)
def test_the_costs_are_the_published_ones(method: str, path: str) -> None:
    operation = find_operation(method, path)
    assert operation is not None
    assert charge_of(method, path).tokens == operation.published["x-token-cost"]


def test_an_answer_tells_what_time_it_is_in_pipedrive() -> None:
    gauge = gauge_of({"date": "Mon, 04 May 2026 12:00:07 GMT"})
    assert gauge == Gauge(served_at=datetime(2026, 5, 4, 12, 0, 7, tzinfo=UTC))


@pytest.mark.parametrize("text", ["-1", "soon", "", "1e9", "9" * 400, "٣", "1.5"])
def test_an_absurd_header_tells_nothing(text: str) -> None:
    names = (
        "x-ratelimit-reset",
        "x-ratelimit-limit",
        "x-daily-ratelimit-token-remaining",
        "date",
    )
    assert gauge_of(dict.fromkeys(names, text)) == Gauge()
