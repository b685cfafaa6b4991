"""Pipedrive's published OpenAPI files, as they lie beside the repository."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parents[3] / "shared" / "pipedrive"
_FILES = {"v1": _FOLDER / "openapi-v1.yaml", "v2": _FOLDER / "openapi-v2.yaml"}
_BASES = {"/api/v2/": "v2", "/api/v1/": "v1", "/v1/": "v1", "/oauth/": "v1"}
ABSENT = (
    f"no OpenAPI files of Pipedrive in {_FOLDER.relative_to(_FOLDER.parents[1])} beside the tree"
)

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One published operation; *path* is its template, *variables* what stood in the request."""

    version: str
    method: str
    path: str
    variables: Mapping[str, str]

    @property
    def published(self) -> Schema:
        return published(*self.key)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.version, self.method, self.path


def spec_present() -> bool:
    return all(file.exists() for file in _FILES.values())


def find_operation(method: str, path: str) -> Operation | None:
    """Find what is published for a request; a fixed path wins over one with variables."""
    version, short = _split(path)
    if version is None:
        return None
    found = []
    for template, methods in _paths(version).items():
        variables = _match(template, short)
        if variables is not None and method.lower() in methods:
            found.append((len(variables), template, variables))
    if not found:
        return None
    _, template, variables = min(found, key=lambda each: each[0])
    return Operation(version=version, method=method, path=template, variables=variables)


def published(version: str, method: str, path: str) -> Schema:
    """Return what is published for the template *path*."""
    operation: Schema = _paths(version)[path][method.lower()]
    return operation


@cache
def _paths(version: str) -> dict[str, Schema]:
    with _FILES[version].open(encoding="utf-8") as file:
        document: Schema = yaml.load(file, Loader=yaml.CSafeLoader)
    paths: dict[str, Schema] = document["paths"]
    return paths


def _split(path: str) -> tuple[str | None, str]:
    for base, version in _BASES.items():
        if path.startswith(base):
            return version, path if base == "/oauth/" else f"/{path.removeprefix(base)}"
    return None, path


def _match(template: str, path: str) -> Mapping[str, str] | None:
    wanted, given = template.split("/"), path.split("/")
    if len(wanted) != len(given):
        return None
    pairs = list(zip(wanted, given, strict=True))
    if all(want == got or (want.startswith("{") and got) for want, got in pairs):
        return {want[1:-1]: got for want, got in pairs if want.startswith("{")}
    return None
