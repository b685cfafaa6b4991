"""Which permissions are missing."""

import pytest

from domain.sync.scopes import missing


@pytest.mark.parametrize(
    ("scopes", "lacking"),
    [
        ("", ()),
        ("contacts:full contact-fields:full deals:read users:read webhooks:full", ()),
        ("contacts:full admin", ()),
        ("contacts:read admin", ("contacts:full",)),
        ("base contacts:full users:read", ("contact-fields:full", "deals:read", "webhooks:full")),
    ],
)
def test_the_least_of_what_would_do_is_named(scopes: str, lacking: tuple[str, ...]) -> None:
    assert missing(frozenset(scopes.split())) == lacking
