"""Inputs that were findings once: what each target must never stumble over again."""

import json
from collections.abc import Iterator

from domain.use_cases.paging import token_after
from tests.fuzz.parsers.webhooks import SEEDS

_DIGITS = "9" * 5000
_NESTED = '{"value":' * 450 + "1" + "}" * 450
_PERSON = {"id": 1, "add_time": "2026-11-23T10:00:00Z"}


def found() -> Iterator[tuple[str, bytes]]:
    """Give them with the names of their targets."""
    for data in _deliveries():
        yield "webhooks", data
        yield "deliveries", data.replace(b'"77"', b'"7000001"')
    for data in _answers():
        yield "answers", data
    for text in ("varchar\n\0", "set\n3,won", f"user\n{_DIGITS}", f"double\n{_DIGITS}"):
        yield "properties", text.encode()
    for note in ("<![x", "<p>a<![![", f"&#{_DIGITS}", "<a " * 20_000, "</" * 20_000, "<!" * 100):
        yield "notes", note.encode()
    yield "html", b'<p title="t" lang="de">a</p>'
    yield "phones", b"%000034"
    yield "tokens", token_after("\0").encode()
    for line in ("date: Mon, 23 Nov 20262026202620262026 10:00:00 GMT", *_absurd_numbers()):
        yield "refusals", f"429\n{line}\n\n".encode()
    yield "refusals", b"429\nx-ratelimit-remaining: 5\ndate: Fri, 31 Dec 9999 23:40:00 GMT\n\n"
    many = b"\x1a\x00" * 205
    yield "calls", b"/vixiees.pipedrive.v1.ActivityService/LogCall\0\x0a\x04acme" + many
    twice = json.dumps({"success": True, "data": [{**_PERSON, "id": 99}] * 2})
    yield "company", f"sweep:GET /api/v2/persons\n{twice}".encode()
    anothers = json.dumps({"success": True, "data": _PERSON})
    yield "company", f"contacts:POST /api/v2/persons\n{anothers}".encode()
    yield "company", f"deals:POST /api/v2/deals\n{anothers}".encode()


def _deliveries() -> Iterator[bytes]:
    person, deal = json.loads(SEEDS[0]), json.loads(SEEDS[1])
    yield _with(person, "meta", entity_id=_DIGITS)
    yield _with(person, "data", org_id=2**63)
    yield _with(person, "data", custom_fields={"a1": {"type": "set", "values": [_DIGITS, 3]}})
    yield _with(person, "data", custom_fields={"a\0\ud800": {"type": "varchar", "value": "x"}})
    yield _with(deal, "data", person_id=10**39)
    yield _with(deal, "previous", stage_id=2**63)


def _with(event: dict[str, dict[str, object]], part: str, **changes: object) -> bytes:
    return json.dumps({**event, part: event[part] | changes}).encode()


def _answers() -> Iterator[bytes]:
    field = {"field_code": "c\0", "options": [{"id": "o\ud800", "label": None}]}
    yield _said("fields", [field])
    yield _said("pipelines", [{"id": 1, "order_nr": 10**20}])
    yield _said("webhooks", [{"id": 1, "subscription_url": "\ud83d"}])
    yield _said("person", {**_PERSON, "custom_fields": {"\0": "x"}})
    yield _said("person", {**_PERSON, "custom_fields": {"a": "?"}}).replace(
        b'"?"', _NESTED.encode()
    )
    yield _said("deal", {**_PERSON, "value": float("nan"), "currency": "EUR"})


def _said(name: str, data: object) -> bytes:
    return f"{name}\n{json.dumps({'success': True, 'data': data})}".encode()


def _absurd_numbers() -> Iterator[str]:
    for name in ("x-daily-ratelimit-token-remaining", "x-ratelimit-remaining"):
        yield f"{name}: {_DIGITS}"
