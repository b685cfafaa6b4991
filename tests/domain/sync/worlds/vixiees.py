"""A tiny Vixiees that keeps to the contract: numbers, its own clock, calls in order."""

from dataclasses import dataclass, field

from domain.model.change import ChangeType
from domain.model.values import FieldName, Value
from domain.sync.plan import Tidings


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A SyncContact on its way."""

    fields: dict[FieldName, Value]
    update_time: int
    applied: int


@dataclass
class Vixiees:
    """One row and its calls. *skew* is how far this clock is ahead, in milliseconds."""

    skew: int = 0
    fields: dict[FieldName, Value] = field(default_factory=dict)
    updated: int = 0
    applied: int = 0
    is_gone: bool = False
    calls: list[Call] = field(default_factory=list)

    def edit(self, name: FieldName, value: Value, now: int, *, masked: bool) -> None:
        """Let a user edit; the call shows that field alone, or the whole row."""
        self.fields[name] = value
        self.updated = now + self.skew
        self._say([name] if masked else list(self.fields))

    def echo(self) -> None:
        """Show the whole row as it is, changed or not."""
        if self.fields and not self.is_gone:
            self._say(list(self.fields))

    def apply(self, number: int, change: Tidings, now: int, *, touches: bool) -> None:
        """Write a change into the row. *touches*: doing so moves the row's own time."""
        if number <= self.applied:
            return
        self.applied = number
        if change.type is ChangeType.DELETED:
            self.is_gone = True
            return
        is_new = not self.fields
        self.fields.update(change.fields)
        if touches or is_new:
            self.updated = now + self.skew

    def _say(self, names: list[FieldName]) -> None:
        fields = {name: self.fields[name] for name in names}
        self.calls.append(Call(fields=fields, update_time=self.updated, applied=self.applied))
