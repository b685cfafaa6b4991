"""New inputs made of old ones: JSON changed as a tree, everything else as bytes."""

from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz.json_mutation import mutated_json

_MOST_REPEATS = 1000
_STRANGE = (
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\r\n", b"\n", b" "),
    *(b"-1", b"0", b"9" * 20, b"9" * 5000, b"1e400", b"NaN", b"%00", b"%s", b"<", b"&", b'"'),
    *(b"\xd9\xa3", b"\xc2\xb2", b"\xf0\x9f\x98\x80", b"/", b":", b";", b",", b"=", b"\\", b"."),
)


class Mutator:
    """Makes inputs of the *seeds*: the same ones for the same random numbers."""

    def __init__(self, seeds: Sequence[bytes], words: Sequence[bytes]) -> None:
        self._seeds = seeds
        self._words = (*_STRANGE, *words)

    def fresh(self, random: Random, longest: int) -> bytes:
        """Return a mutated seed."""
        return self.mutated(random.choice(self._seeds), random, longest)

    def mutated(self, data: bytes, random: Random, longest: int) -> bytes:
        """Return something near the input, of at most so many bytes."""
        head, newline, body = data.partition(b"\n")
        is_headed = newline and not head.startswith((b"{", b"[", b"<"))
        changed = None
        if random.random() < _AS_A_TREE:
            changed = mutated_json(body if is_headed else data, random)
        if changed is not None:
            data = head + newline + changed if is_headed else changed
        else:
            for _ in range(random.choice((1, 1, 2, 4))):
                data = random.choice(_CHANGES)(data, self._piece(random), random)
        return data[:longest]

    def _piece(self, random: Random) -> bytes:
        if random.random() < _FROM_A_SEED:
            seed = random.choice(self._seeds)
            start = random.randrange(len(seed) + 1)
            return seed[start : start + random.randrange(1, 40)]
        return random.choice(self._words)


_AS_A_TREE = 0.75
_FROM_A_SEED = 0.3

Change = Callable[[bytes, bytes, Random], bytes]


def _inserted(data: bytes, piece: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + piece + data[at:]


def _replaced(data: bytes, piece: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    return data[:start] + piece + data[end:]


def _removed(data: bytes, _piece: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    return data[:start] + data[end:]


def _repeated(data: bytes, _piece: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    times = random.choice((2, 2, 2, 10, _MOST_REPEATS))
    return data[:start] + data[start:end] * times + data[end:]


def _flipped(data: bytes, _piece: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, _piece: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _range(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.choice((1, 1, 2, 4, 16, 64)))


_CHANGES: Sequence[Change] = (_inserted, _replaced, _removed, _repeated, _flipped, _cut)
