"""Which permissions are missing."""

import pytest

from domain.sync.scopes import missing


@pytest.mark.parametrize(
    ("scopes", "lacking"),
    [
        ("", ()),
        (
            "contacts:full deals:full activities:full contact-fields:full admin users:full",
            (),
        ),
        ("contacts:full deals:full activities:full admin", ()),
        (
            (
                "contacts:full contact-fields:full deals:full deal-fields:full "
                "activities:full webhooks:full"
            ),
            ("users:read",),
        ),
        ("contacts:read deals:read activities:full admin", ("contacts:full", "deals:full")),
        (
            "base contacts:full users:read",
            (
                "contact-fields:full",
                "deals:full",
                "deal-fields:full",
                "activities:full",
                "webhooks:full",
            ),
        ),
    ],
)
def test_the_least_of_what_would_do_is_named(scopes: str, lacking: tuple[str, ...]) -> None:
    assert missing(frozenset(scopes.split())) == lacking
