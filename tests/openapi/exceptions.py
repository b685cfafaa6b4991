"""Where we knowingly go beyond the published files, each with its reason."""

from typing import Any

ALSO_WRITABLE: dict[tuple[str, str, str], dict[str, Any]] = {
    # The schema is silent, but the guide for moving to v2 lets a name be written in two parts.
    ("v2", "POST", "/persons"): {
        "first_name": {"type": "string"},
        "last_name": {"type": "string"},
    },
    # The same, and null takes a person out of an organization.
    ("v2", "PATCH", "/persons/{id}"): {
        "first_name": {"type": "string"},
        "last_name": {"type": "string"},
        "org_id": {"type": ["integer", "null"]},
    },
    # The schema is silent, but null takes a deal from its person or organization.
    ("v2", "PATCH", "/deals/{id}"): {
        "person_id": {"type": ["integer", "null"]},
        "org_id": {"type": ["integer", "null"]},
    },
    # Credentials in the form instead of the header are documented beside the header.
    ("v1", "POST", "/oauth/token"): {
        "client_id": {"type": "string"},
        "client_secret": {"type": "string"},
    },
}
"""Properties of request bodies, by operation, that the files do not declare (or not so)."""

UNPUBLISHED = {
    # Described on the page "OAuth authorization", in neither file.
    ("POST", "/oauth/revoke"),
    # The form of the consent page belongs to Pipedrive's own web site.
    ("POST", "/oauth/authorize"),
}
"""Requests that no file describes: not judged."""
