"""A row of the table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One bad input. *shown_by* names tests as `folder/test_module::test_name`, below `tests/`."""

    number: int
    arrives: str
    comes_of_it: str
    shown_by: tuple[str, ...]
