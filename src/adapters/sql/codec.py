"""Frozen dataclasses as JSON text, by their type hints alone.

A dataclass with keywords becomes an object without the fields that have their default, so that a
field with a default can be added later; one without keywords becomes an array. A datetime becomes
ISO text in UTC, a tuple or frozenset an array, an enum its value, and one of several dataclasses
an array of its name and its content. A key that the type does not know
is an error: dropping it would lose data.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import (
    Any,
    NamedTuple,
    NewType,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

Item = TypeVar("Item")

Wire = Any  # any value that the module json reads and writes
Turn = Callable[[Any], Any]  # between a value of the type that it was made for and a Wire


class Codec(NamedTuple):
    """How to write and read one type; None where a value is its own Wire."""

    write: Turn | None
    read: Turn | None


_AS_IT_IS = Codec(None, None)
_PLAIN = (str, int, bool, float)
_TO_JSON = json.JSONEncoder(separators=(",", ":")).encode
_FROM_JSON = json.JSONDecoder().decode


def to_json(value: object) -> str:
    """Return the dataclass as JSON text."""
    write = _codec(type(value)).write or _same
    return _TO_JSON(write(value))


def from_json(kind: type[Item], text: str) -> Item:
    """Return the dataclass that the text was made of."""
    read = _codec(kind).read or _same
    return cast("Item", read(_FROM_JSON(text)))


def _codec(hint: Any) -> Codec:  # noqa: ANN401 - a type hint has no type of its own
    if isinstance(hint, NewType):
        return _codec(hint.__supertype__)
    if get_origin(hint) is not None:
        return _compound(get_origin(hint), get_args(hint))
    if hint in _PLAIN:
        return _AS_IT_IS
    if hint is datetime:
        return Codec(_from_instant, datetime.fromisoformat)
    if issubclass(hint, Enum):
        return Codec(None, {one.value: one for one in hint}.__getitem__)
    return _dataclass(hint)


def _compound(origin: object, inner: tuple[Any, ...]) -> Codec:
    if origin is UnionType or origin is Union:
        kinds = [one for one in inner if one is not NoneType]
        return _optional(*kinds) if len(kinds) == 1 else _one_of(kinds)
    item = _codec(inner[1] if origin is Mapping else inner[0])
    write, read = item.write or _same, item.read or _same
    if origin is Mapping:
        return Codec(
            lambda all_: {key: write(one) for key, one in all_.items()},
            lambda all_: {key: read(one) for key, one in all_.items()},
        )
    if origin is tuple:
        return Codec(lambda all_: [write(one) for one in all_], lambda all_: tuple(map(read, all_)))
    return Codec(lambda all_: sorted(map(write, all_)), lambda all_: frozenset(map(read, all_)))


def _optional(hint: Any) -> Codec:  # noqa: ANN401 - a type hint has no type of its own
    inner = _codec(hint)
    return Codec(_unless_none(inner.write), _unless_none(inner.read))


def _one_of(kinds: Sequence[type[Any]]) -> Codec:
    """Return how to write one of several dataclasses: with its name before it."""
    named = {kind.__name__: kind for kind in kinds}

    def write(value: object) -> Wire:
        name = type(value).__name__
        return [name, (_codec(named[name]).write or _same)(value)]

    def read(wire: Wire) -> object:
        name, inner = wire
        return (_codec(named[name]).read or _same)(inner)

    return Codec(write, read)


def _unless_none(turn: Turn | None) -> Turn | None:
    return turn and (lambda value: None if value is None else turn(value))


@cache
def _dataclass(kind: type[Any]) -> Codec:
    hints = get_type_hints(kind)
    if any(each.kw_only for each in fields(kind)):
        return _object(kind, hints)
    return _array(kind, [_codec(hints[each.name]) for each in fields(kind)])


def _object(kind: type[Any], hints: Mapping[str, Any]) -> Codec:
    names = [each.name for each in fields(kind)]
    codecs = {name: _codec(hints[name]) for name in names}
    parts = [(each.name, codecs[each.name].write, _default(each)) for each in fields(kind)]
    reads = {name: codec.read for name, codec in codecs.items() if codec.read is not None}
    values = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def write(value: object) -> Wire:
        return {
            name: turn(item) if turn else item
            for (name, turn, default), item in zip(parts, values(value), strict=True)
            if item is not default and (default is None or item != default)
        }

    def read(wire: Wire) -> object:
        for name in wire:
            if name in reads:
                wire[name] = reads[name](wire[name])
        return kind(**wire)

    return Codec(write, read)


def _array(kind: type[Any], codecs: Sequence[Codec]) -> Codec:
    values = attrgetter(*(each.name for each in fields(kind)))
    if codecs == [_AS_IT_IS] * len(codecs):
        return Codec(values, lambda wire: kind(*wire))
    writes = [codec.write or _same for codec in codecs]
    reads = [codec.read or _same for codec in codecs]
    return Codec(
        lambda value: [turn(item) for turn, item in zip(writes, values(value), strict=True)],
        lambda wire: kind(*(turn(item) for turn, item in zip(reads, wire, strict=False))),
    )


def _default(each: Any) -> object:  # noqa: ANN401 - dataclasses.Field is generic in what it holds
    if each.default_factory is not MISSING:
        return each.default_factory()
    return each.default


def _from_instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _same(value: Wire) -> Wire:
    return value
