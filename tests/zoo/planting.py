"""Planting a bug: the module is loaded with another piece of source; no file is touched."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from tests.zoo.bug import Bug

SOURCES = Path(__file__).parents[2] / "src"


class Misplaced(Exception):
    """The piece of source is not there, or more than once, or was loaded already."""


def altered(bug: Bug, source: str) -> str:
    """Return the module's source with the bug in it. Raises Misplaced."""
    found = source.count(bug.piece)
    if found != 1:
        raise Misplaced(
            f"{bug.name!r}: {bug.module} has its piece {found} times, it has to be there once: "
            f"{bug.piece!r}"
        )
    return source.replace(bug.piece, bug.instead)


def source_of(bug: Bug) -> str:
    """Return the source of the module that the bug is planted in, as it is without it."""
    return SOURCES.joinpath(*bug.module.split(".")).with_suffix(".py").read_text()


def plant(bug: Bug) -> None:
    """Have the module of the bug loaded with it from now on. Raises Misplaced."""
    if bug.module in sys.modules:
        raise Misplaced(f"{bug.name!r}: {bug.module} was loaded before it")
    altered(bug, source_of(bug))
    sys.meta_path.insert(0, _Planter(bug))


class _Planter(MetaPathFinder):
    """Finds one module, as the usual finder would, and has it loaded with the bug."""

    def __init__(self, bug: Bug) -> None:
        self._bug = bug

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._bug.module:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None:
            return None
        spec.loader = _Loader(fullname, spec.origin, self._bug)
        spec.cached = None
        return spec


class _Loader(SourceFileLoader):
    """Compiles the altered source; what was compiled before is neither used nor replaced."""

    def __init__(self, fullname: str, path: str, bug: Bug) -> None:
        super().__init__(fullname, path)
        self._bug = bug

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - as importlib has it
        source = self.get_data(self.path).decode()
        return compile(altered(self._bug, source), self.path, "exec", dont_inherit=True)
