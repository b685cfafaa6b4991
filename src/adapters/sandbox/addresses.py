"""Which addresses an app may give for its callback and its webhooks.

Pipedrive wants public https; as the sandbox stands on one machine, http is good there.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_reachable_url(url: str) -> bool:
    """Tell whether *url* is public https of somebody else, or on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if _is_loopback(host):
        return parts.scheme in {"http", "https"}
    foreign = host != "pipedrive.com" and not host.endswith(".pipedrive.com")
    return parts.scheme == "https" and "." in host and foreign


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
