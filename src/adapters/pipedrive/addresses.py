"""Which hosts our tokens may be sent to."""

from urllib.parse import urlsplit

from domain.errors import GrantLost

_DOMAIN = "pipedrive.com"


def trusted(api_domain: str, sandbox_url: str | None) -> str:
    """Return the address if it is Pipedrive's, or the sandbox's own. Raises GrantLost.

    It comes from outside, with the tokens: whoever could name another host would get them.
    """
    address = api_domain.rstrip("/")
    if sandbox_url is not None and address == sandbox_url.rstrip("/"):
        return address
    if _is_pipedrive(address):
        return address
    raise GrantLost(
        "UNTRUSTED_API_DOMAIN",
        "The authorization names an address that is not Pipedrive's. Connect again.",
    )


def _is_pipedrive(address: str) -> bool:
    try:
        parts = urlsplit(address)
        is_bare = parts.port is None and parts.username is None and not parts.path + parts.query
    except ValueError:
        return False
    host = parts.hostname or ""
    is_theirs = host == _DOMAIN or host.endswith(f".{_DOMAIN}")
    return is_theirs and is_bare and parts.scheme == "https"
