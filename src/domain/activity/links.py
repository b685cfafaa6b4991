"""Links: those that callers bring, and the one by which an activity of ours is found again."""

import re
import unicodedata
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from domain.errors import Violation
from domain.model.activity import ActivityId
from domain.model.values import AccountId

_LONGEST = 2048
# RFC 6761 and 6762 (appendix G), and what clusters and home routers make up.
_PRIVATE_NAMES = re.compile(
    r"(?:.*\.)?(?:localhost|localdomain|local|internal|intranet|private|lan|home|corp|svc|arpa)"
)
_PUBLIC_NAME = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]*")
# https://www.iana.org/assignments/ipv6-unicast-address-assignments: all others are for machines of
# one network, or wrap an address of IPv4, as 2002::/16 does.
_INTERNET = IPv6Network("2000::/3")
_WRAPPED = IPv6Network("2002::/16")


def link_faults(field: str, url: str) -> Iterator[Violation]:
    """Give what is wrong with a link that people will click on; an empty one is none."""
    if not url:
        return
    reason, message = _fault_in(url)
    if reason:
        yield Violation(field=field, reason=reason, message=message)


def marker_of(app_url: str, account_id: AccountId, activity_id: ActivityId) -> str:
    """Return the activity's page in Vixiees: the link in its note that nothing else has."""
    kind, _, source_id = activity_id.partition("/")
    return f"{app_url}/{account_id}/{kind}s/{quote(source_id, safe='')}"


def _fault_in(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "URL_INVALID", "it is no address."
    if parts.scheme not in {"http", "https"}:
        return "URL_SCHEME", "it has to begin with https:// or http://."
    if len(url) > _LONGEST or not host or parts.username is not None or _has_blanks(url):
        message = f"send an address of up to {_LONGEST} characters without blanks or a login."
        return "URL_INVALID", message
    if not _is_public(host):
        return "URL_PRIVATE_HOST", "nobody outside can open it; send an address of the internet."
    return "", ""


def _has_blanks(url: str) -> bool:
    return not url.isprintable() or any(one in " \"'<>\\`" for one in url)


def _is_public(host: str) -> bool:
    """Tell whether the host is one of the internet; what its name resolves to is not asked."""
    host = _as_browsers_read(host)
    try:
        address = ip_address(host)
    except ValueError:
        return bool(_PUBLIC_NAME.fullmatch(host)) and not _PRIVATE_NAMES.fullmatch(host)
    return _is_of_internet(address)


def _as_browsers_read(host: str) -> str:
    """Return the host with compatible characters made plain (https://url.spec.whatwg.org)."""
    plain = unicodedata.normalize("NFKC", host).casefold().replace("\u3002", ".")
    return plain.removesuffix(".")


def _is_of_internet(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and (address not in _INTERNET or address in _WRAPPED):
        return False
    return address.is_global and not address.is_multicast
