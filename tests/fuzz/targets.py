"""All targets, by their names; a module is imported when one of its targets is asked for."""

from collections.abc import Mapping
from importlib import import_module

from tests.fuzz.target import Target

PARSERS: Mapping[str, str] = {
    "webhooks": "parsers.webhooks",
    "answers": "parsers.answers",
    "refusals": "parsers.refusals",
    "logins": "parsers.logins",
    "html": "parsers.html",
    "notes": "parsers.html",
    "phones": "parsers.texts",
    "links": "parsers.texts",
    "tokens": "parsers.texts",
    "properties": "parsers.texts",
    "durations": "parsers.texts",
}
"""Pure functions: an execution takes a fraction of a millisecond."""
WIRES: Mapping[str, str] = {
    "calls": "wires.calls",
    "requests": "wires.requests",
    "deliveries": "wires.deliveries",
    "company": "wires.company",
}
"""The service itself, by its ways in."""


def target_named(name: str) -> Target:
    """Return the target. Raises KeyError."""
    module = {**PARSERS, **WIRES}[name]
    target = getattr(import_module(f"tests.fuzz.{module}"), name.upper())
    assert isinstance(target, Target)
    return target
