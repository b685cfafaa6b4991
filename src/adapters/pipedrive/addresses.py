"""Which hosts our tokens may be sent to."""

import re

from domain.errors import GrantLost

_PIPEDRIVE = re.compile(r"https://([a-z0-9-]{1,63}\.){0,3}pipedrive\.com", re.ASCII | re.IGNORECASE)


def trusted(api_domain: str, sandbox_url: str | None) -> str:
    """Return the address if it is Pipedrive's, or the sandbox's own. Raises GrantLost.

    It comes from outside, with the tokens: whoever could name another host would get them.
    """
    address = api_domain.rstrip("/")
    if sandbox_url is not None and address == sandbox_url.rstrip("/"):
        return address
    if _PIPEDRIVE.fullmatch(address):
        return address
    raise GrantLost(
        "UNTRUSTED_API_DOMAIN",
        "The authorization names an address that is not Pipedrive's. Connect again.",
    )
