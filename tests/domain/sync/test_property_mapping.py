"""Which mappings of properties are allowed."""

import pytest

from domain.model.catalog import Property, PropertyId, PropertyMapping
from domain.model.values import Kind
from domain.sync.property_mapping import property_faults
from tests.domain.sentences import told

_PROPERTIES = [
    Property(kind=Kind.CONTACT, code="age", name="Age", type="double", is_custom=True),
    Property(kind=Kind.CONTACT, code="ours", name="Ours", type="varchar", is_custom=True),
    Property(kind=Kind.CONTACT, code="label", name="Label", type="varchar"),
    Property(kind=Kind.CONTACT, code="map", name="Map", type="picture", is_custom=True),
    Property(kind=Kind.DEAL, code="age", name="Age of deal", type="double", is_custom=True),
]


def _mapping(property_id: str, code: str, kind: Kind = Kind.CONTACT) -> PropertyMapping:
    return PropertyMapping(kind=kind, property_id=PropertyId(property_id), code=code)


@pytest.mark.parametrize(
    ("mappings", "faults"),
    [
        ([], []),
        ([_mapping("a", "age"), _mapping("a", "age", Kind.DEAL)], []),
        ([_mapping("a", "x")], ["[0].code UNKNOWN_PROPERTY 'x' of contacts"]),
        ([_mapping("a", "ours", Kind.DEAL)], ["[0].code UNKNOWN_PROPERTY 'ours' of deals"]),
        ([_mapping("a", "ours")], ["[0].code NOT_A_CUSTOM_FIELD 'Ours'"]),
        ([_mapping("a", "label")], ["[0].code NOT_A_CUSTOM_FIELD 'Label'"]),
        ([_mapping("a", "map")], ["[0].code UNSUPPORTED_TYPE 'picture' of 'Map'"]),
        (
            [_mapping("a", "age"), _mapping("b", "age")],
            ["[0].code FIELD_MAPPED_TWICE 'Age'", "[1].code FIELD_MAPPED_TWICE 'Age'"],
        ),
        (
            [_mapping("a", "x"), _mapping("a", "age")],
            [
                "[0].property_id PROPERTY_MAPPED_TWICE 'a'",
                "[0].code UNKNOWN_PROPERTY 'x'",
                "[1].property_id PROPERTY_MAPPED_TWICE 'a'",
            ],
        ),
    ],
)
def test_every_fault_is_told_where_it_is_and_what_it_is_of(
    mappings: list[PropertyMapping], faults: list[str]
) -> None:
    found = property_faults(mappings, _PROPERTIES, {"ours"})
    assert len(told(found)) == len(faults)
    for fault, expected in zip(found, faults, strict=True):
        where, reason, said = expected.split(" ", 2)
        assert (fault.field, fault.reason) == (f"mappings{where}", reason)
        assert said in fault.message
