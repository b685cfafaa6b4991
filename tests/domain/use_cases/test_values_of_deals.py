"""What deals are worth: rounded to the currency, in one that the company uses."""

import pytest

from domain.errors import InvalidInput
from domain.model.values import Kind
from tests.domain.use_cases.office import A_DEAL, Office, step


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("12.345 JPY", "12 JPY"),
        ("12.345 EUR", "12.35 EUR"),
        ("0.1000000000000000055 EUR", "0.1 EUR"),
        ("7.25 PTS", "7.3 PTS"),
    ],
)
async def test_a_value_is_rounded_to_its_currency_and_says_so(
    office: Office, value: str, held: str
) -> None:
    receipt = await office.sync("roof", {**A_DEAL, "stage": step("s1"), "value": value})
    await office.work()
    assert [one.reason for one in receipt.notices] == ["VALUE_ROUNDED"]
    (made,) = office.company.deals.values()
    assert made.fields["value"] == held


@pytest.mark.parametrize(
    ("value", "reason"), [("1 HRK", "CURRENCY_NOT_ACTIVE"), ("1 ZMW", "UNKNOWN_CURRENCY")]
)
async def test_a_currency_that_the_company_does_not_use_is_refused_and_the_others_are_told(
    office: Office, value: str, reason: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await office.sync("roof", {**A_DEAL, "value": value})
    (wrong,) = refusal.value.violations
    assert (wrong.field, wrong.reason) == ("fields.value.currency", reason)
    assert "EUR, JPY, PTS, USD" in wrong.message


async def test_before_the_company_is_known_any_currency_of_iso_4217_will_do() -> None:
    office = Office()
    await office.start()
    await office.sync("roof", {**A_DEAL, "value": "1 ZMW"})
    with pytest.raises(InvalidInput):
        await office.sync("door", {**A_DEAL, "value": "1 PTS"})


@pytest.mark.parametrize("value", ["-5 EUR", "1.005 EUR", "7 HRK"])
async def test_a_value_that_only_pipedrive_may_set_can_be_repeated_by_vixiees(
    office: Office, value: str
) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    office.company.edit(remote_id, {"value": value}, kind=Kind.DEAL)
    await office.settle()
    office.crm.asked.clear()
    receipt = await office.sync("roof", {"title": "Roofs", "value": value})
    await office.settle()
    assert receipt.notices == ()
    assert (office.held(remote_id)["value"], office.held(remote_id)["title"]) == (value, "Roofs")
    assert office.crm.asked["update_deal"] == 1
