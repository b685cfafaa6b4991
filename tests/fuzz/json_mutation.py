"""JSON changed as a tree: a value made strange, a part left out, doubled, wrapped or moved."""

import json
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

Tree = Any  # whatever the module json reads
Key = Any  # of an object or a list in it
Place = tuple[Tree, Key]

_STRANGE: Sequence[Tree] = (
    *(None, True, False, 0, 1, -1, 12, 2**31, 2**53 + 1, 2**63 - 1, 2**63, 10**39, -(10**39)),
    *(0.1, -0.0, 1.5, 1e15, 1e308, 5e-324, 253402300800, "", " ", "0", "-1", "12", "1.5", "true"),
    *("9" * 20, "9" * 5000, "1" * 400 + ".5", "x" * 256, "x" * 3000, "\0", "a\0b", "\ud800", "\n"),
    *("\N{ARABIC-INDIC DIGIT THREE}", "\N{SUPERSCRIPT TWO}", "\N{RIGHT-TO-LEFT OVERRIDE}x"),
    *("\N{GRINNING FACE}" * 200, "2026-02-30T10:00:00Z", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:60Z", "9999-12-31T23:59:59-14:00", "1970-01-01T00:00:00.000000001Z"),
    *("2026-11-23", "24:00", "EUR", "XXX", "1e5", "NaN", "Infinity", "3,17", "a/b", "<b>x</b>"),
    *([], {}, [None], [[]], [{}], {"": None}, {"value": None}, {"values": [1, "x"]}),
)
_RAW = (
    *("1e400", "-1e400", "NaN", "Infinity", "-Infinity", "1e-400", "-0", "1E5", "1.0"),
    *("9" * 41, "9" * 4000, "9" * 5000, "[" * 33 + "]" * 33, '{"value":' * 450 + "1" + "}" * 450),
    *('{"a":1,"a":2}', '"\\u0000"', '"\\ud83d"', '"\\udc00\\ud83d"', "01", "", "nul", "'x'"),
)
"""What the module json would not write."""
_STAND_IN = "~raw-{}~"
_STANDS_IN = re.compile(r'"~raw-(\d{1,2})~"', re.ASCII)


def mutated_json(data: bytes, random: Random) -> bytes | None:
    """Return the JSON with some of it changed; None if it is none, or nothing to change."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return None
    root = [tree]
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        random.choice(_CHANGES)(*random.choice(_places(root)), random)
        if not root:
            return None
    return _written(root[0], random)


def _places(root: Tree) -> list[Place]:
    found = list[Place]()
    waiting = [root]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], dict | list) and container[key]:
                waiting.append(container[key])
    return found


def _written(tree: Tree, random: Random) -> bytes:
    try:
        text = json.dumps(tree, ensure_ascii=random.random() < 0.5)
    except (ValueError, RecursionError):
        return b"[]"
    return _STANDS_IN.sub(_raw, text).encode("utf-8", "surrogatepass")


def _raw(stand_in: re.Match[str]) -> str:
    return _RAW[int(stand_in[1]) % len(_RAW)]


def _make_strange(container: Tree, key: Key, random: Random) -> None:
    container[key] = deepcopy(random.choice(_STRANGE))


def _make_raw(container: Tree, key: Key, random: Random) -> None:
    container[key] = _STAND_IN.format(random.randrange(len(_RAW)))


def _remove(container: Tree, key: Key, _random: Random) -> None:
    del container[key]


def _double(container: Tree, key: Key, random: Random) -> None:
    is_large = isinstance(container[key], dict | list)
    times = 1 if is_large else random.choice((1, 1, 5, 200))
    if isinstance(container, list):
        container.extend([container[key]] * times)
    else:
        container.update({f"{key}{number}"[:60]: container[key] for number in range(times)})


def _wrap(container: Tree, key: Key, random: Random) -> None:
    inner = container[key]
    container[key] = random.choice(([inner], {"value": inner}, {"id": inner}, [inner, inner]))


def _rename(container: Tree, key: Key, random: Random) -> None:
    if isinstance(container, dict):
        names = [*container, "", "\0", "value", "id", "x" * 300, "\ud800"]
        container[random.choice(names)] = container.pop(key)


def _swap(container: Tree, key: Key, random: Random) -> None:
    other, place = random.choice(_places(container))
    if not isinstance(other[place], dict | list) and not isinstance(container[key], dict | list):
        container[key], other[place] = other[place], container[key]


def _nudge(container: Tree, key: Key, random: Random) -> None:
    """Change the value a little."""
    value = container[key]
    if isinstance(value, bool) or value is None:
        container[key] = random.choice((True, False, None, str(value)))
    elif isinstance(value, int | float):
        container[key] = random.choice((value + 1, value - 1, -value, value // 3, str(value)))
    elif isinstance(value, str):
        at = random.randrange(len(value) + 1)
        piece = random.choice(("", " ", "0", "\0", "\ud83d", ":", "-", "9" * 40, value, "é"))
        container[key] = value[:at] + piece + value[at + random.randrange(3) :]


_CHANGES: Sequence[Callable[[Tree, Key, Random], None]] = (
    *(_make_strange, _make_strange, _make_strange, _make_raw, _remove, _double, _wrap),
    *(_rename, _swap, _nudge, _nudge),
)
