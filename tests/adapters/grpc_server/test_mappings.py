"""Mappings of properties, of pipelines that changed, and the fallback owner, through the stub."""

import pytest

from domain.model.catalog import PropertyMapping, StageId, StageStep, StepId, UserId
from domain.model.values import Kind
from domain.model.views import MappingView
from tests.adapters.grpc_server.calling import Service, refused
from tests.fakes.use_cases_grpc import A_PIPELINE
from vixiees.pipedrive.v1.catalog_pb2 import PropertyMapping as MappingMessage
from vixiees.pipedrive.v1.catalog_pb2 import PropertyOwner
from vixiees.pipedrive.v1.catalog_service_pb2 import (
    GetPipelineMappingRequest,
    GetPropertyMappingRequest,
    SetFallbackOwnerRequest,
    SetPropertyMappingRequest,
)

_CONTACT, _DEAL = PropertyOwner.PROPERTY_OWNER_CONTACT, PropertyOwner.PROPERTY_OWNER_DEAL
_COLOUR = MappingMessage(owner=_DEAL, property_id="colour", code="abc")


async def test_properties_of_contacts_and_deals_are_mapped_in_one_call(served: Service) -> None:
    size = MappingMessage(owner=_CONTACT, property_id="size", code="def")
    request = SetPropertyMappingRequest(account_id="acme", mappings=[_COLOUR, size])
    answer = await served.catalog.SetPropertyMapping(request)
    ((_, account_id, mappings),) = served.calls
    assert account_id == "acme"
    assert mappings == (
        PropertyMapping(kind=Kind.DEAL, property_id="colour", code="abc"),  # type: ignore[arg-type]  # an id
        PropertyMapping(kind=Kind.CONTACT, property_id="size", code="def"),  # type: ignore[arg-type]  # an id
    )
    assert list(answer.mappings) == [_COLOUR, size]


async def test_a_stale_mapping_of_a_property_is_shown_as_such(served: Service) -> None:
    request = GetPropertyMappingRequest(account_id="acme")
    (shown,) = (await served.catalog.GetPropertyMapping(request)).mappings
    assert (shown.owner, shown.property_id, shown.code, shown.stale) == (
        _DEAL,
        "colour",
        "abc",
        True,
    )


@pytest.mark.parametrize(
    ("mapping", "violations"),
    [
        (
            MappingMessage(),
            {"owner": "UNKNOWN_VALUE", "property_id": "REQUIRED", "code": "REQUIRED"},
        ),
        (MappingMessage(owner=_DEAL, property_id="a\n", code="abc"), {"property_id": "INVALID_ID"}),
        (
            MappingMessage(owner=_DEAL, property_id="a" * 129, code="c"),
            {"property_id": "INVALID_ID"},
        ),
    ],
    ids=["blank", "line break", "long"],
)
async def test_a_mapping_of_a_property_that_cannot_be_read_is_refused(
    served: Service, mapping: MappingMessage, violations: dict[str, str]
) -> None:
    request = SetPropertyMappingRequest(account_id="acme", mappings=[_COLOUR, mapping])
    failure = await refused(served.catalog.SetPropertyMapping(request))
    assert failure.violations == {f"mappings[1].{name}": why for name, why in violations.items()}
    assert served.calls == []


async def test_too_many_mappings_are_refused(served: Service) -> None:
    request = SetPropertyMappingRequest(account_id="acme", mappings=[_COLOUR] * 201)
    failure = await refused(served.catalog.SetPropertyMapping(request))
    assert failure.violations == {"mappings": "TOO_MANY"}


@pytest.mark.parametrize("user_id", [11, None])
async def test_a_fallback_owner_is_named_or_taken_away(
    served: Service, user_id: UserId | None
) -> None:
    await served.catalog.SetFallbackOwner(
        SetFallbackOwnerRequest(account_id="acme", user_id=user_id)
    )
    assert served.calls == [("set_fallback_owner", "acme", user_id)]


async def test_what_is_stale_or_renamed_is_shown_by_its_old_names(served: Service) -> None:
    pairs = [
        StageStep(
            stage_id=StageId(number), step_id=StepId(f"s{number}"), stage_name="A", step_name="B"
        )
        for number in (1, 2)
    ]
    served.in_catalog.view = MappingView(
        pipeline=A_PIPELINE,
        mapping=None,
        mapped=(pairs[1],),
        stale=(pairs[0],),
        renamed=(pairs[1],),
    )
    request = GetPipelineMappingRequest(account_id="acme", pipeline_id=1)
    mapping = (await served.catalog.GetPipelineMapping(request)).mapping
    (stale,), (renamed,), (mapped,) = mapping.stale, mapping.renamed, mapping.mapped
    assert (stale.stage_id, stale.stage_name, stale.step_name) == (1, "A", "B")
    assert (renamed.stage_id, renamed.stage_name, renamed.step_name) == (2, "A", "B")
    assert (mapped.stage_id, mapped.stage_name) == (2, "")
