"""Playbooks and mappings into the domain's words; every fault of one request is listed."""

from collections.abc import Iterator, Sequence

from adapters.grpc_server.requests import account_faults, fault, id_faults, raise_any
from domain.errors import Violation
from domain.model.catalog import (
    PipelineId,
    PipelineMapping,
    Playbook,
    PlaybookId,
    PropertyId,
    PropertyMapping,
    StageId,
    StageStep,
    Step,
    StepId,
)
from domain.model.values import AccountId, Kind
from vixiees.pipedrive.v1.catalog_pb2 import Playbook as PlaybookMessage
from vixiees.pipedrive.v1.catalog_pb2 import PropertyMapping as PropertyMappingMessage
from vixiees.pipedrive.v1.catalog_pb2 import PropertyOwner
from vixiees.pipedrive.v1.catalog_service_pb2 import (
    PutPlaybookRequest,
    SetPipelineMappingRequest,
    SetPropertyMappingRequest,
)

_LONGEST_NAME = 255
_MOST_STEPS = 200
_KINDS = {
    PropertyOwner.PROPERTY_OWNER_CONTACT: Kind.CONTACT,
    PropertyOwner.PROPERTY_OWNER_DEAL: Kind.DEAL,
}


def playbook(request: PutPlaybookRequest) -> tuple[AccountId, Playbook]:
    """Read a playbook. Raises InvalidInput."""
    faults = [*account_faults(request.account_id)]
    if request.HasField("playbook"):
        faults += _playbook_faults(request.playbook)
    else:
        faults.append(fault("playbook", "REQUIRED", "send the playbook."))
    raise_any(faults)
    given = request.playbook
    steps = (Step(step_id=StepId(one.step_id), name=one.name.strip()) for one in given.steps)
    read = Playbook(
        playbook_id=PlaybookId(given.playbook_id), name=given.name.strip(), steps=tuple(steps)
    )
    return AccountId(request.account_id), read


def pipeline_mapping(request: SetPipelineMappingRequest) -> tuple[AccountId, PipelineMapping]:
    """Read a mapping. Raises InvalidInput."""
    faults = [
        *account_faults(request.account_id),
        *id_faults("playbook_id", request.playbook_id),
        *_most("stages", len(request.stages)),
    ]
    raise_any(faults)
    pairs = (
        StageStep(stage_id=StageId(one.stage_id), step_id=StepId(one.step_id))
        for one in request.stages
    )
    mapping = PipelineMapping(
        pipeline_id=PipelineId(request.pipeline_id),
        playbook_id=PlaybookId(request.playbook_id),
        stages=tuple(pairs),
    )
    return AccountId(request.account_id), mapping


def property_mappings(
    request: SetPropertyMappingRequest,
) -> tuple[AccountId, Sequence[PropertyMapping]]:
    """Read mappings of properties. Raises InvalidInput."""
    faults = [
        *account_faults(request.account_id),
        *_most("mappings", len(request.mappings)),
        *(
            wrong
            for index, one in enumerate(request.mappings[:_MOST_STEPS])
            for wrong in _mapping_faults(f"mappings[{index}]", one)
        ),
    ]
    raise_any(faults)
    mappings = [
        PropertyMapping(
            kind=_KINDS[one.owner], property_id=PropertyId(one.property_id), code=one.code
        )
        for one in request.mappings
    ]
    return AccountId(request.account_id), mappings


def _mapping_faults(path: str, given: PropertyMappingMessage) -> Iterator[Violation]:
    yield from id_faults(f"{path}.property_id", given.property_id)
    yield from id_faults(f"{path}.code", given.code)
    if given.owner not in _KINDS:
        message = "send PROPERTY_OWNER_CONTACT or PROPERTY_OWNER_DEAL."
        yield fault(f"{path}.owner", "UNKNOWN_VALUE", message)


def _playbook_faults(given: PlaybookMessage) -> Iterator[Violation]:
    yield from id_faults("playbook.playbook_id", given.playbook_id)
    yield from _name_faults("playbook.name", given.name)
    yield from _most("playbook.steps", len(given.steps))
    for index, step in enumerate(given.steps[:_MOST_STEPS]):
        yield from id_faults(f"playbook.steps[{index}].step_id", step.step_id)
        yield from _name_faults(f"playbook.steps[{index}].name", step.name)


def _name_faults(field: str, name: str) -> Iterator[Violation]:
    if not name.strip():
        yield fault(field, "REQUIRED", "send a name.")
    elif len(name) > _LONGEST_NAME or not name.isprintable():
        message = f"send at most {_LONGEST_NAME} printable characters."
        yield fault(field, "INVALID_NAME", message)


def _most(field: str, count: int) -> Iterator[Violation]:
    if count > _MOST_STEPS:
        yield fault(field, "TOO_MANY", f"there are {count}; at most {_MOST_STEPS} are possible.")
