"""Who edited what, when, and with which value in view: kept apart from the code under test."""

from dataclasses import dataclass, field

from domain.model.values import FieldName, Side, Value

Rank = tuple[int, int, int, int]
"""Second, side (Pipedrive later), milliseconds within it, how often an edit was made on top."""
_CLEARLY = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One edit. *over* is the value that its author had in view."""

    value: Value
    over: Value
    side: Side
    own_time: int


@dataclass
class History:
    """The edits of each field. Its verdict knows nothing of webhooks, feeds or records.

    Where values repeat, only `clearly_last` can tell; the others want every value made once.
    """

    edits: dict[FieldName, list[Made]] = field(default_factory=dict)

    def add(self, name: FieldName, edit: Made) -> None:
        self.edits.setdefault(name, []).append(edit)

    def count(self) -> int:
        return sum(len(edits) for edits in self.edits.values())

    def repeats(self, name: FieldName) -> bool:
        """Tell whether a value was made twice, or made again after it had been edited on."""
        edits = self.edits[name]
        return len({one.value for one in edits}) < len(edits) or any(
            made.over == again.value and made.own_time < again.own_time
            for made in edits
            for again in edits
        )

    def clearly_last(self, name: FieldName) -> Made | None:
        """Return the edit that was made seconds after all others, if there is one."""
        *others, last = sorted(self.edits[name], key=lambda one: one.own_time)
        is_clear = not others or last.own_time - others[-1].own_time >= _CLEARLY
        return last if is_clear else None

    def leaves(self, name: FieldName) -> set[Value]:
        """Return the values that nobody edited with them in view."""
        edits = self.edits[name]
        return {one.value for one in edits} - {one.over for one in edits}

    def latest(self, name: FieldName) -> Value:
        """Return the value that must stand: the last by clock, later than what it was made over."""
        made = {one.value: one for one in self.edits[name]}
        return max(made, key=lambda value: _rank(made, made[value]))


def _rank(made: dict[Value, Made], edit: Made) -> Rank:
    second, rest = divmod(edit.own_time, 1_000)
    own = (second, int(edit.side is Side.PIPEDRIVE), rest, 0)
    over = made.get(edit.over)
    if over is None:
        return own
    *time, bump = _rank(made, over)
    return max(own, (time[0], time[1], time[2], bump + 1))
