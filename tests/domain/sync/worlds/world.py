"""Both worlds, the service between them, and a network that loses, shuffles and delays."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.model.values import FieldName, RemoteId, Side, Value
from tests.domain.sync.worlds.clock import Clock, instant
from tests.domain.sync.worlds.history import History, Made
from tests.domain.sync.worlds.pipedrive import FIELDS, Hook, Pipedrive, Shown
from tests.domain.sync.worlds.service import Service
from tests.domain.sync.worlds.vixiees import Vixiees
from tests.domain.sync.worlds.worker import Worker

HOOK_LIMIT = 150_000
"""How late a webhook may be, in milliseconds, unless it is lost."""
_ONE_SECOND = 1_000


@dataclass
class World:
    """Everything that people and the network can do, one method each.

    *excused* are fields of which a webhook was lost, and an edit with it. *strangers* are persons
    that somebody merged a contact's person into.
    """

    skew: int = 0
    clock: Clock = field(default_factory=Clock)
    pipedrive: Pipedrive = field(default_factory=Pipedrive)
    service: Service = field(default_factory=Service)
    history: History = field(default_factory=History)
    excused: set[FieldName] = field(default_factory=set)
    strangers: set[RemoteId] = field(default_factory=set)
    _pages: list[tuple[int, list[Shown]]] = field(default_factory=list)
    _applied: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.vixiees = Vixiees(skew=self.skew)
        self.worker = Worker(self.clock, self.pipedrive, self.service)

    def begin_here(self, fields: Mapping[FieldName, Value]) -> None:
        """Make the contact in Vixiees."""
        now = self.clock.tick()
        for name, value in fields.items():
            self.vixiees.edit(name, value, now, masked=False)
            self._write_down(name, value, None, Side.VIXIEES, now + self.skew)
        self.vixiees.calls = self.vixiees.calls[-1:]

    def begin_there(self, fields: Mapping[FieldName, Value]) -> None:
        """Make the contact in Pipedrive, and see it in a list a second later."""
        now = self.clock.tick()
        remote_id = self.pipedrive.create(fields, None, now, ours=False)
        self.pipedrive.hooks.clear()
        for name, value in fields.items():
            self._write_down(name, value, None, Side.PIPEDRIVE, now)
        record = self.service.record
        self.service.record = replace(record, remote_id=remote_id, linked_at=instant(now))
        self.clock.now += _ONE_SECOND
        self.ask_page()
        self.take_page(0)

    def edit_here(self, name: FieldName, value: Value, *, masked: bool) -> None:
        if self.vixiees.fields and not self.vixiees.is_gone:
            over = self.vixiees.fields.get(name)
            self.vixiees.edit(name, value, self.clock.tick(), masked=masked)
            self._write_down(name, value, over, Side.VIXIEES, self.vixiees.updated)

    def edit_there(self, name: FieldName, value: Value, which: int) -> None:
        alive = self.pipedrive.alive()
        if not alive:
            return
        remote_id, now = alive[which % len(alive)], self.clock.tick()
        over = self.pipedrive.persons[remote_id].fields[name]
        self.pipedrive.update(remote_id, {name: value}, now, ours=False)
        self._write_down(name, value, over, Side.PIPEDRIVE, now)

    def delete_here(self) -> None:
        while self.vixiees.calls:
            self.receive_call()
        if self.vixiees.fields and not self.vixiees.is_gone:
            self.vixiees.is_gone = True
            self.service.take_deletion(self.clock.tick())

    def delete_there(self) -> None:
        alive = self.pipedrive.alive()
        if alive:
            self.pipedrive.delete(alive[0], self.clock.tick())

    def merge_there(self, fields: Mapping[FieldName, Value]) -> None:
        """Merge the contact's person into one that we never heard of."""
        alive = self.pipedrive.alive()
        if alive:
            now = self.clock.tick()
            stranger = self.pipedrive.create(fields, None, now, ours=False)
            self.pipedrive.hooks.pop()
            self.pipedrive.merge(alive[0], stranger, now, ours=False)
            self.strangers.add(stranger)

    def wait(self, milliseconds: int) -> None:
        """Let time pass; a webhook that would be too late comes in time."""
        self.clock.now += milliseconds
        self.worker.give_up_late_answer()
        oldest = self.clock.now - HOOK_LIMIT
        for hook in [one for one in self.pipedrive.hooks if one.at < oldest]:
            self._hear(hook)

    def hear(self, which: int) -> bool:
        """Let a webhook arrive, unless the answer to our own write is waited for."""
        hooks = self.pipedrive.hooks
        if not hooks or self.service.waits_for_answer(self.clock.now):
            return False
        self._hear(hooks[which % len(hooks)])
        return True

    def lose_hook(self, which: int) -> None:
        hooks = self.pipedrive.hooks
        if hooks:
            hook = hooks.pop(which % len(hooks))
            self.excused.update(() if hook.ours else hook.previous or FIELDS)

    def receive_call(self, *, repeated: bool = False) -> bool:
        """Let the next call arrive; *repeated*: it will again."""
        calls = self.vixiees.calls
        if calls:
            self.service.take_call(calls[0], self.clock.tick())
            del calls[: 0 if repeated else 1]
            return True
        return False

    def apply_change(self, *, touches: bool) -> bool:
        """Let Vixiees apply the next change; *touches*: that moves the row's own time."""
        number, feed = self.vixiees.applied + 1, self.service.feed
        if number > len(feed) or self.vixiees.is_gone:
            return False
        self.vixiees.apply(number, feed[number - 1], self.clock.tick(), touches=touches)
        self._applied.append(number)
        return True

    def acknowledge(self) -> None:
        if self._applied:
            self.service.acknowledge(self._applied.pop(0))

    def ask_page(self) -> None:
        """Let a list be served; it will be taken later."""
        issued_at = self.clock.tick()
        self._pages.append((issued_at, self.pipedrive.everyone(self.clock.tick())))

    def take_page(self, which: int) -> bool:
        if not self._pages:
            return False
        issued_at, page = self._pages.pop(which % len(self._pages))
        for shown in page:
            self.service.take_reading(shown, issued_at, self.clock.tick())
        return True

    def _hear(self, hook: Hook) -> None:
        self.pipedrive.hooks.remove(hook)
        self.service.take_hook(hook, self.clock.tick())

    def _write_down(
        self, name: FieldName, value: Value, over: Value, side: Side, own_time: int
    ) -> None:
        if value != over:
            made = Made(value=value, over=over, side=side, own_time=own_time)
            self.history.add(name, made)
