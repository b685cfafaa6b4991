"""What does not go together in a deal, judged by all that it holds with the call."""

import pytest

from domain.errors import InvalidInput
from domain.model.values import FieldName, Kind, Value, property_field
from tests.domain.sentences import is_sentence
from tests.domain.use_cases.firm import ACME
from tests.domain.use_cases.office import A_DEAL, Office, reasons, step

_LOST: dict[FieldName, Value] = {
    **A_DEAL,
    "stage": step("s1"),
    "status": "lost",
    "lost_reason": "Price",
}
_CLOSED = "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"close_time": _CLOSED}, "CLOSE_TIME_OF_OPEN_DEAL"),
        ({"lost_reason": "Price"}, "REASON_OF_DEAL_NOT_LOST"),
        ({"title": None}, "BLANK_TITLE"),
    ],
)
async def test_a_field_that_does_not_fit_to_the_deal_as_it_is_is_refused_by_its_name(
    office: Office, fields: dict[FieldName, Value], reason: str
) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    before = office.held(remote_id)
    with pytest.raises(InvalidInput) as refusal:
        await office.sync("roof", fields)
    (name,) = fields
    found = [(one.field, one.reason) for one in refusal.value.violations]
    assert found == [(f"fields.{name}", reason)]
    await office.settle()
    assert office.held(remote_id) == before


async def test_what_a_call_does_not_name_is_cleared_where_it_does_not_fit(office: Office) -> None:
    remote_id = await office.together("roof", _LOST)
    await office.sync("roof", {"status": "open"})
    await office.settle()
    held = office.held(remote_id)
    assert (held["status"], held["lost_reason"], held["close_time"]) == ("open", None, None)


async def test_a_title_that_pipedrive_left_blank_does_not_hold_other_fields_up(
    office: Office,
) -> None:
    remote_id = await office.together("roof", {**A_DEAL, "stage": step("s1")})
    office.company.edit(remote_id, {"title": None}, kind=Kind.DEAL)
    await office.settle()
    await office.sync("roof", {"status": "won"})
    await office.settle()
    assert office.held(remote_id)["status"] == "won"


async def test_a_property_that_is_not_mapped_is_reported_of_a_deal_too(office: Office) -> None:
    receipt = await office.sync("roof", {**A_DEAL, property_field("colour"): "red"})
    assert reasons(receipt) == ["PROPERTY_NOT_MAPPED"]


async def test_a_deal_of_a_stage_or_an_owner_that_nobody_knows_waits_and_says_for_which(
    office: Office,
) -> None:
    office.found({"stage": "3"})
    office.found({"owner": "99"})
    await office.deliver()
    await office.work()
    views, _ = await office.deals.list(ACME, 10, "")
    waits = sorted((one.reason, one.message) for one in views)
    assert [reason for reason, _ in waits] == ["STAGE_NOT_MAPPED", "WAITS_FOR_OWNER"]
    assert all(is_sentence(message) for _, message in waits)
    assert "Stage 3" in waits[0][1]
    assert "User 99" in waits[1][1]
