"""What Pipedrive answers when something is wrong: a status, headers, a body.

An input looks like an answer of HTTP: `429`, a header a line, an empty line, the body.
"""

from collections.abc import Mapping
from datetime import timedelta

import httpx

from adapters.pipedrive.costs import gauge_of
from adapters.pipedrive.instants import http_date
from adapters.pipedrive.problems import problem_of
from domain.errors import CrmError, CrmUnavailable
from tests.fuzz.oracles import check_storable
from tests.fuzz.target import parser

_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(hours=24)
_LONGEST_MESSAGE = 400


def explain(data: bytes) -> bool:
    """Read a refusal; tell whether it says when to come again."""
    head, _, body = data.partition(b"\n\n")
    status, *lines = head.split(b"\n")
    if not (status.isdigit() and len(status) == len(b"429")):
        return False
    headers = httpx.Headers([_header(line) for line in lines])
    served_at = http_date(headers.get("date"))
    assert served_at is None or served_at.utcoffset() == timedelta(0)
    check_storable(gauge_of(headers))
    found = [_problem(int(status), headers, body, writes=writes) for writes in (False, True)]
    return any(isinstance(one, CrmUnavailable) and one.retry_after is not None for one in found)


def _problem(status: int, headers: Mapping[str, str], body: bytes, *, writes: bool) -> CrmError:
    problem = problem_of(status, headers, body, writes=writes)
    assert isinstance(problem, CrmError)
    assert len(problem.message) <= _LONGEST_MESSAGE
    check_storable((problem.reason, problem.message))
    if isinstance(problem, CrmUnavailable) and problem.retry_after is not None:
        assert timedelta(0) < problem.retry_after <= _LONGEST
    return problem


def _header(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip(), value.strip()


_HEADERS = b"""date: Mon, 23 Nov 2026 10:00:00 GMT
content-type: application/json
retry-after: 2
x-ratelimit-limit: 20
x-ratelimit-remaining: 0
x-ratelimit-reset: 2
x-daily-ratelimit-token-limit: 30000
x-daily-ratelimit-token-remaining: 100
"""
_BODIES = (
    b'{"success": false, "error": "Scope and URL mismatch", "code": "ERR_SCOPE"}',
    b'{"success": false, "message": "Required suites missing", "error_info": "x"}',
    b'{"success": false, "errors": {"name": ["too long"]}, "code": 7}',
    b"<html>Cloudflare</html>",
    b"",
)
_STATUSES = (400, 402, 403, 404, 408, 409, 410, 422, 423, 429, 500, 503, 301)
_SEEDS = [b"%d\n%b\n%b" % (status, _HEADERS, body) for status in _STATUSES for body in _BODIES]
_WORDS = (
    *(b"date:", b"retry-after:", b"x-ratelimit-reset:", b"x-ratelimit-remaining:", b"1e9", b"inf"),
    *(b"Fri, 31 Dec 9999 23:59:59 GMT", b"Mon, 01 Jan 0001 00:00:00 +2359", b"-0000", b" -1400"),
    *(b"nan", b"soon", b"-1", b"9e99", b"x-daily-ratelimit-token-remaining: 0"),
)

REFUSALS = parser("refusals", explain, _SEEDS, _WORDS, share=6)
