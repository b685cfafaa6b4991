"""A row of a table whose every line is shown by tests."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Row:
    """What arrives and what comes of it. *shown_by* is as `folder/test_module::test_name`."""

    number: int
    arrives: str
    comes_of_it: str
    shown_by: tuple[str, ...]


def find_test(name: str) -> Callable[..., object] | None:
    """Return the test below `tests/` that is called so, if there is one."""
    module, _, test = name.partition("::")
    found: Callable[..., object] | None = getattr(
        import_module(f"tests.{module.replace('/', '.')}"), test, None
    )
    return found
