"""What a deal may hold, as Vixiees hands it in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from domain.errors import Violation
from domain.model.catalog import Currency
from domain.model.checks import is_visible, text_faults, time_faults
from domain.model.money import LARGEST, decimal_in, is_currency, parts
from domain.model.values import (
    CLOSE_TIME,
    COMPANY,
    LOST_REASON,
    OWNER,
    STATUS,
    TITLE,
    VALUE,
    FieldName,
    Value,
)

OPEN, WON, LOST = "open", "won", "lost"
STATUSES = (OPEN, WON, LOST)
_TEXTS = {
    TITLE: "title",
    LOST_REASON: "lost_reason",
    COMPANY: "company",
    OWNER: "owner_email",
}


def time_text(instant: datetime) -> str:
    """Return a time as a deal holds it, in whole seconds of UTC: `2026-11-24T09:30:00Z`."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def violations(
    fields: Mapping[FieldName, Value],
    update_time: datetime,
    currencies: Sequence[Currency] = (),
) -> tuple[Violation, ...]:
    """Return everything that is wrong with a call's values, whatever else the deal holds.

    *currencies* are those of the company, none before it was read.
    """
    texts = ((path, fields[name]) for name, path in _TEXTS.items() if name in fields)
    return (
        *(wrong for path, text in texts for wrong in text_faults(f"fields.{path}", text)),
        *_value_faults(fields.get(VALUE), currencies),
        *_status_faults(fields),
        *_close_faults(fields.get(CLOSE_TIME)),
        *time_faults("update_time", update_time, "when the deal was changed"),
    )


def inconsistencies(fields: Mapping[FieldName, Value]) -> tuple[Violation, ...]:
    """Return what does not go together in a whole deal."""
    found = list[Violation]()
    if not is_visible(fields.get(TITLE)):
        found.append(_fault(TITLE, "BLANK_TITLE", "it is blank; Pipedrive needs a title."))
    status = fields.get(STATUS)
    if status in {None, OPEN} and fields.get(CLOSE_TIME) is not None:
        message = "an open deal has none; leave it out, or send the deal as won or lost."
        found.append(_fault(CLOSE_TIME, "CLOSE_TIME_OF_OPEN_DEAL", message))
    if status != LOST and fields.get(LOST_REASON) is not None:
        message = "only a lost deal has one; leave it out, or send the deal as lost."
        found.append(_fault(LOST_REASON, "REASON_OF_DEAL_NOT_LOST", message))
    return tuple(found)


def _value_faults(value: Value, currencies: Sequence[Currency]) -> Iterator[Violation]:
    if value is None:
        return
    amount, currency = parts(value)
    number = decimal_in(amount)
    path = f"{VALUE}.amount"
    if number is None:
        message = "it is no plain decimal number such as 1234.50."
        yield _fault(path, "NOT_A_NUMBER", message)
    elif number < 0:
        yield _fault(path, "NEGATIVE", "it is negative; send 0 or more.")
    elif number >= LARGEST:
        yield _fault(path, "TOO_LARGE", "it is too large; send less than 10^15.")
    yield from _currency_faults(currency, {one.code: one for one in currencies})


def _currency_faults(currency: str, known: Mapping[str, Currency]) -> Iterator[Violation]:
    path = f"{VALUE}.currency"
    active = ", ".join(sorted(one.code for one in known.values() if one.is_active))
    if not currency:
        message = "it is missing; send the ISO 4217 code, such as EUR."
        yield _fault(path, "REQUIRED", message)
    elif not known and not is_currency(currency):
        message = f"{currency[:10]!r} is no currency code of ISO 4217, such as EUR."
        yield _fault(path, "UNKNOWN_CURRENCY", message)
    elif known and currency not in known:
        message = f"the Pipedrive company has no currency {currency[:10]!r}; active are {active}."
        yield _fault(path, "UNKNOWN_CURRENCY", message)
    elif known and not known[currency].is_active:
        message = f"{currency} is not active in Pipedrive; activate it there, or send {active}."
        yield _fault(path, "CURRENCY_NOT_ACTIVE", message)


def _status_faults(fields: Mapping[FieldName, Value]) -> Iterator[Violation]:
    if STATUS in fields and fields[STATUS] not in STATUSES:
        yield _fault(STATUS, "REQUIRED", "send whether the deal is open, won or lost.")


def _close_faults(close_time: Value) -> Iterator[Violation]:
    if close_time is not None:
        instant = datetime.fromisoformat(close_time)
        yield from time_faults(f"fields.{CLOSE_TIME}", instant, "when the deal was closed")


def _fault(name: str, reason: str, message: str) -> Violation:
    return Violation(field=f"fields.{name}", reason=reason, message=message)
