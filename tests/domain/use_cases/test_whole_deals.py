"""What does not go together in a deal, judged by all that it holds with the call."""

import pytest

from domain.errors import InvalidInput
from domain.model.values import FieldName, Kind, Value
from tests.domain.use_cases.office import A_DEAL, Office, step

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
