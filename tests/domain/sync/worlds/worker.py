"""What carries out the service's steps at Pipedrive, with answers that get lost on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.model.values import FieldName, RemoteId, Value
from domain.sync.plan import Create, Find, Merge, Read, Remove, Step, Update
from domain.sync.record import Call
from tests.domain.sync.building import ADA
from tests.domain.sync.worlds.clock import Clock, instant
from tests.domain.sync.worlds.pipedrive import Pipedrive, Shown
from tests.domain.sync.worlds.service import Service

ANSWER_LIMIT = 30_000
"""How long an answer is waited for, in milliseconds."""


@dataclass
class Flight:
    """A request of ours. *answer* is what Pipedrive shows once it has done it."""

    step: Step
    sent_at: int
    remote_id: RemoteId | None
    sought: Call | None
    fields: Mapping[FieldName, Value]
    is_done: bool = False
    answer: list[Shown] = field(default_factory=list)


@dataclass
class Worker:
    """Takes one step at a time. *unknown* counts writes whose outcome never came back.

    *changed* counts our writes that changed a value in Pipedrive.
    """

    clock: Clock
    pipedrive: Pipedrive
    service: Service
    flight: Flight | None = None
    ghosts: list[Flight] = field(default_factory=list)
    unknown: int = 0
    changed: int = 0

    def begin(self) -> bool:
        """Send what is due; return whether something was."""
        due = self.service.due(self.clock.now)
        if self.flight is not None or due is None or due.at > instant(self.clock.now):
            return False
        sent_at = self.clock.tick()
        writes = isinstance(due.step, Create | Update)
        self.flight = Flight(
            step=due.step,
            sent_at=sent_at,
            remote_id=self.service.record.remote_id,
            sought=self.service.record.call,
            fields=self.service.begin(sent_at) if writes else {},
        )
        return True

    def reach(self) -> None:
        """Let the request in flight take its effect."""
        if self.flight is not None and not self.flight.is_done:
            self._do(self.flight)

    def answer(self) -> None:
        """Let the answer arrive."""
        self.reach()
        flight, self.flight = self.flight, None
        if flight is not None:
            self._take(flight, self.clock.tick())

    def drop(self, *, lands: bool) -> None:
        """Lose the answer, or die before it; *lands*: a write may take effect much later."""
        flight, self.flight = self.flight, None
        if flight is None or not isinstance(flight.step, Create | Update):
            return
        self.unknown += 1
        if lands and not flight.is_done:
            self.ghosts.append(flight)

    def land_ghost(self, which: int) -> None:
        """Let a write of the past take its effect now."""
        if self.ghosts:
            self._do(self.ghosts.pop(which % len(self.ghosts)))

    def give_up_late_answer(self) -> None:
        if self.flight is not None and self.flight.sent_at < self.clock.now - ANSWER_LIMIT:
            self.drop(lands=True)

    def look_for(self, remote_id: RemoteId) -> None:
        """Take what a list shows of the person, or that it does not show it."""
        shown = self.pipedrive.show(remote_id, self.clock.tick())
        if shown is None:
            self._miss(remote_id, self.clock.now)

    def _do(self, flight: Flight) -> None:
        now, pipedrive = self.clock.tick(), self.pipedrive
        flight.is_done = True
        remote_id = flight.remote_id
        match flight.step:
            case Create():
                remote_id = pipedrive.create(flight.fields, ADA, now, ours=True)
            case Update() if remote_id is not None and pipedrive.has(remote_id):
                self.changed += pipedrive.update(remote_id, flight.fields, now, ours=True)
            case Remove(target) if pipedrive.has(target):
                pipedrive.delete(target, now)
            case Merge(loser, winner) if pipedrive.has(loser) and pipedrive.has(winner):
                self._merge(loser, winner, now)
            case _:
                pass
        if isinstance(flight.step, Find):
            flight.answer = pipedrive.marked(ADA, now)
        elif remote_id is not None and (shown := pipedrive.show(remote_id, now)) is not None:
            flight.answer = [shown]

    def _merge(self, loser: RemoteId, winner: RemoteId, now: int) -> None:
        twin = self.pipedrive.show(loser, now)
        if twin is not None:
            self.service.take_twin(twin, now)
            self.pipedrive.merge(loser, winner, now, ours=True)

    def _take(self, flight: Flight, now: int) -> None:
        service, shown = self.service, next(iter(flight.answer), None)
        match flight.step:
            case Find():
                service.take_find(flight.answer, flight.sought, flight.sent_at, now)
            case Remove(remote_id):
                service.take_removed(remote_id, None, now)
            case Merge(loser, winner):
                service.take_removed(loser, winner, now)
            case Read(remote_id) if shown is None:
                self._miss(remote_id, now)
            case Read() if shown is not None:
                service.take_reading(shown, flight.sent_at, now)
            case Update() if shown is None:
                service.take_refusal(flight.sent_at, now)
            case _ if shown is not None:
                created = isinstance(flight.step, Create)
                service.take_answer(shown, flight.sent_at, now, created=created)
            case _:
                pass

    def _miss(self, remote_id: RemoteId, now: int) -> None:
        others = [one.remote_id for one in self.pipedrive.marked(ADA, now)]
        self.service.take_absence(remote_id, next(iter(others), None), now)
