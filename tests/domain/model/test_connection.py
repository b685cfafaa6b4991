"""What is derived from a connection and from the entries of its catalog."""

from dataclasses import replace

import pytest

from domain.model.activity_policy import ActivityPolicy, ActivityTypes
from domain.model.catalog import (
    Currency,
    Entry,
    Pipeline,
    PipelineId,
    PipelineMapping,
    Playbook,
    PlaybookId,
    Property,
    PropertyId,
    PropertyMapping,
    Stage,
    StageId,
    User,
    UserId,
    key_of,
)
from domain.model.values import Kind
from tests.domain.sync.building import at
from tests.domain.sync.standing import a_connection


def a_mapping(code: str, kind: Kind = Kind.CONTACT, *, is_stale: bool = False) -> PropertyMapping:
    return PropertyMapping(
        kind=kind, property_id=PropertyId(f"own {code}"), code=code, is_stale=is_stale
    )


def test_the_codes_of_a_kind_are_those_that_are_mapped_and_still_there() -> None:
    connection = replace(
        a_connection(),
        properties=(
            a_mapping("age"),
            a_mapping("gone", is_stale=True),
            a_mapping("colour", Kind.DEAL),
            a_mapping("notes"),
        ),
    )

    assert connection.codes(Kind.CONTACT) == {"age", "notes"}
    assert connection.codes(Kind.DEAL) == {"colour"}


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        (User(user_id=UserId(7), name="Ana", email=""), "7"),
        (Pipeline(pipeline_id=PipelineId(8), name="Sales"), "8"),
        (PipelineMapping(pipeline_id=PipelineId(8), playbook_id=PlaybookId("brain")), "8"),
        (Stage(stage_id=StageId(9), pipeline_id=PipelineId(8), name="New"), "9"),
        (Currency(code="EUR"), "EUR"),
        (Property(kind=Kind.DEAL, code="c0", name="Colour", type="enum"), "deal:c0"),
        (Playbook(playbook_id=PlaybookId("brain"), name="Brain"), "brain"),
        (ActivityTypes(types=(), read_at=at(0)), ""),
        (ActivityPolicy(), ""),
    ],
    ids=lambda one: type(one).__name__,
)
def test_an_entry_of_the_catalog_has_a_name_among_those_of_its_type(entry: Entry, key: str) -> None:
    assert key_of(entry) == key
