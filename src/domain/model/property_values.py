"""Values of custom properties: one text a value, by the type that Pipedrive gives the property.

| type                            | text                                              |
|---------------------------------|---------------------------------------------------|
| varchar, text, phone, address   | as it is                                          |
| double                          | `1234.5`                                          |
| monetary                        | `1234.5 EUR`                                      |
| enum                            | the option's id                                   |
| set                             | the options' ids in order, with commas: `3,17`    |
| date                            | `2026-11-24`                                      |
| time                            | `09:30:00`                                        |
| daterange, timerange            | from and until, with a slash: `09:00:00/10:00:00` |
| user, org, people               | the id in Pipedrive                               |
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal

from domain.model.catalog import Property
from domain.model.checks import LONGEST_TEXT
from domain.model.money import LARGEST, decimal_in, is_currency, money, parts, plain

LONGEST_LONG_TEXT = 65_000
"""Pipedrive's limit for the type `text`, in characters."""
_MOST_DIGITS = 18
"""All ids of so many digits fit into a column."""
Reader = Callable[[str], str | None]


def canonical_value(definition: Property, text: str) -> str | None:
    """Return the value in its one form; None if the property cannot hold it."""
    if definition.type == "enum":
        return text if text in _option_ids(definition) else None
    if definition.type == "set":
        return _set(definition, text)
    reader = _READERS.get(definition.type)
    return reader(text) if reader is not None else None


def is_supported(definition: Property) -> bool:
    """Tell whether values of this type can be carried both ways."""
    return definition.type in _READERS or definition.type in {"enum", "set"}


def joined(option_ids: Iterable[str]) -> str:
    """Return the chosen options as one text: numbers in their order, the few words by length."""
    return ",".join(sorted(option_ids, key=lambda one: (len(one), one)))


def _option_ids(definition: Property) -> frozenset[str]:
    return frozenset(option.option_id for option in definition.options)


def _set(definition: Property, text: str) -> str | None:
    chosen = {one.strip() for one in text.split(",")}
    if not chosen <= _option_ids(definition):
        return None
    return joined(chosen)


def _short(text: str) -> str | None:
    return text if len(text) <= LONGEST_TEXT and "\0" not in text else None


def _long(text: str) -> str | None:
    return text if len(text) <= LONGEST_LONG_TEXT and "\0" not in text else None


def _number(text: str) -> str | None:
    number = decimal_in(text)
    return plain(number) if number is not None and abs(number) < LARGEST else None


def _money(text: str) -> str | None:
    amount, currency = parts(text)
    number = _number(amount)
    return money(Decimal(number), currency) if number and is_currency(currency) else None


def _date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _time(text: str) -> str | None:
    try:
        moment = time.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo else moment.isoformat("seconds")


def _days(text: str) -> str | None:
    """Return two dates in their order; only times of day may pass midnight."""
    days = _range_of(_date)(text)
    return days if days is None or days == "/".join(sorted(days.split("/"))) else None


def _range_of(one: Reader) -> Reader:
    def read(text: str) -> str | None:
        ends = [one(part) for part in text.split("/")]
        is_range = len(ends) == len(("from", "until")) and None not in ends
        return "/".join(filter(None, ends)) if is_range else None

    return read


def _id(text: str) -> str | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return text if is_number and int(text) > 0 else None


_READERS: Mapping[str, Reader] = {
    "varchar": _short,
    "varchar_auto": _short,
    "phone": _short,
    "address": _short,
    "text": _long,
    "double": _number,
    "monetary": _money,
    "date": _date,
    "time": _time,
    "daterange": _days,
    "timerange": _range_of(_time),
    "user": _id,
    "org": _id,
    "people": _id,
}
