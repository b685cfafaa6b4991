"""Values of custom properties, by type."""

import pytest

from domain.model.catalog import Option, Property
from domain.model.property_values import canonical_value, is_supported
from domain.model.values import Kind

_OPTIONS = tuple(Option(option_id=str(one), label=f"L{one}") for one in (3, 17, 20, "won"))


def _of(kind: str) -> Property:
    return Property(kind=Kind.DEAL, code="c", name="N", type=kind, options=_OPTIONS)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("varchar", "as it is", "as it is"),
        ("text", "x" * 65_000, "x" * 65_000),
        ("double", "1.50", "1.5"),
        ("double", "-3", "-3"),
        ("monetary", "10.00 EUR", "10 EUR"),
        ("enum", "17", "17"),
        ("set", "20, 3", "3,20"),
        ("set", "3,3", "3"),
        ("set", "won,17,3", "3,17,won"),
        ("date", "2026-02-28", "2026-02-28"),
        ("time", "09:30", "09:30:00"),
        ("daterange", "2026-01-01/2026-01-31", "2026-01-01/2026-01-31"),
        ("timerange", "09:00/10:30", "09:00:00/10:30:00"),
        ("timerange", "22:00/06:00", "22:00:00/06:00:00"),
        ("user", "12", "12"),
        ("org", "7", "7"),
        ("people", "9", "9"),
        ("address", "Elbe 1", "Elbe 1"),
    ],
)
def test_a_value_has_one_form(kind: str, text: str, value: str) -> None:
    text = canonical_value(_of(kind), text) or ""
    assert text == value
    assert canonical_value(_of(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("varchar", "x" * 256),
        ("text", "x" * 65_001),
        ("double", "1,5"),
        ("varchar", "a\0b"),
        ("text", "a\0b"),
        ("double", "NaN"),
        ("double", "1" + "0" * 15),
        ("monetary", "1" + "0" * 400 + ".5 EUR"),
        ("double", "1" * 16),
        ("double", "0." + "1" * 5000),
        ("monetary", "1000000000000000 EUR"),
        ("monetary", "10"),
        ("monetary", "10 XXX"),
        ("enum", "L17"),
        ("enum", "4"),
        ("set", "3,4"),
        ("set", ""),
        ("date", "2026-02-30"),
        ("date", "28.02.2026"),
        ("time", "25:00"),
        ("time", "09:30+01:00"),
        ("daterange", "2026-01-01"),
        ("daterange", "2026-01-01/2026-01-31/2026-02-01"),
        ("daterange", "2026-01-31/2026-01-01"),
        ("timerange", "09:00/late"),
        ("user", "-1"),
        ("user", "ana"),
        ("people", "0"),
        ("org", "9" * 5000),
        ("activity", "anything"),
    ],
)
def test_what_the_field_cannot_hold_has_no_form(kind: str, text: str) -> None:
    assert canonical_value(_of(kind), text) is None


@pytest.mark.parametrize("kind", ["json", "picture", "deal", "lead", "stage"])
def test_types_that_only_pipedrive_has_are_not_mapped(kind: str) -> None:
    assert not is_supported(_of(kind))
