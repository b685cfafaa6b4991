"""Which permissions of Pipedrive the synchronization needs, and which an authorization lacks."""

from collections.abc import Set as AbstractSet

NEEDED: tuple[frozenset[str], ...] = (
    frozenset({"contacts:full"}),
    frozenset({"contact-fields:full", "admin"}),
    frozenset({"deals:full"}),
    frozenset({"deal-fields:full", "admin"}),
    frozenset({"activities:full"}),
    frozenset({"users:read", "users:full", "admin"}),
    frozenset({"webhooks:full", "admin"}),
)
"""Of each set one is needed."""


def missing(scopes: AbstractSet[str]) -> tuple[str, ...]:
    """Return what is missing, the least of each; nothing if Pipedrive told no scopes at all."""
    if not scopes:
        return ()
    return tuple(_least(one) for one in NEEDED if not one & scopes)


def _least(alternatives: frozenset[str]) -> str:
    return min(alternatives - {"admin"}, key=lambda one: (not one.endswith(":read"), one))
