"""Which permissions are missing."""

import pytest

from domain.sync.scopes import missing


@pytest.mark.parametrize(
    ("scopes", "lacking"),
    [
        ("", ()),
        (
            "contacts:full contact-fields:full deals:full admin users:full webhooks:full",
            (),
        ),
        ("contacts:full deals:full admin", ()),
        ("contacts:read deals:read admin", ("contacts:full", "deals:full")),
        (
            "base contacts:full users:read",
            ("contact-fields:full", "deals:full", "deal-fields:full", "webhooks:full"),
        ),
    ],
)
def test_the_least_of_what_would_do_is_named(scopes: str, lacking: tuple[str, ...]) -> None:
    assert missing(frozenset(scopes.split())) == lacking
