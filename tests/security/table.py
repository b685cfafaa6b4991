"""What an attacker may try."""

from collections.abc import Mapping

from tests.security.belongings import OF_BELONGINGS
from tests.security.strangers import OF_STRANGERS

ROWS = (*OF_STRANGERS, *OF_BELONGINGS)

NOT_HERE: Mapping[int, str] = {
    8: "Pipedrive offers no PKCE; the address to come back to is a setting, never a parameter.",
    9: "No address to go to is ever taken from a request: RETURN_URL is a setting.",
    11: "There are no pages that change anything but the login, which is bound to its browser (7).",
    28: "Secrets are compared by hmac.compare_digest; timings are not measured on shared machines.",
    30: "Callers have tokens from the settings; certificates and JWTs are their mesh's.",
}
"""Ideas that have no place here, and why."""
