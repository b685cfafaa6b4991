"""The catalog in memory."""

from collections.abc import Sequence
from typing import TypeVar

from domain.model.catalog import Entry, key_of
from tests.fakes.memory.state import Drawer

Known = TypeVar("Known", bound=Entry)


class MemoryCatalog:
    def __init__(self, drawer: Drawer) -> None:
        self._entries = drawer.catalog

    def all(self, kind: type[Known]) -> Sequence[Known]:
        return [one for one in self._entries.values() if isinstance(one, kind)]

    def put(self, entries: Sequence[Entry]) -> None:
        self._entries.update({(type(one), key_of(one)): one for one in entries})

    def replace(self, kind: type[Known], entries: Sequence[Known]) -> None:
        for key in [key for key in self._entries if key[0] is kind]:
            del self._entries[key]
        self.put(entries)
