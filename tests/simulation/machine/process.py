"""Processes of the simulated world: whose step it is, and at which point one dies."""

from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar


class Killed(KeyboardInterrupt):
    """Ends a step as SIGKILL would. Tasks let only a KeyboardInterrupt or SystemExit through."""


class Process:
    """Something that takes steps and can die at a *point*: a step, a statement, a request.

    One that is *frozen_until* a time takes its steps then. All *on_death* are called once, and
    *on_point* at each point before it may die there. *told* counts what callers got from it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_dead = False
        self.frozen_until = 0.0
        self.points = 0
        self.seen = Counter[str]()
        self.dies_at: int | None = None
        self.died_at = ""
        self.told = 0
        self.on_point: Callable[[], None] | None = None
        self.on_death: list[Callable[[], None]] = []

    def pass_point(self, name: str) -> None:
        """Go past a point where a process may die. Raises Killed if it does, or has."""
        if self.is_dead:
            raise Killed
        self.points += 1
        self.seen[name] += 1
        if self.on_point is not None:
            self.on_point()
        if self.dies_at is not None and self.points >= self.dies_at:
            self.die(name)
            raise Killed

    def die(self, at: str) -> None:
        """Take no step any more."""
        if not self.is_dead:
            self.is_dead = True
            self.died_at = at
            for tell in self.on_death:
                tell()


PROCESS: ContextVar[Process | None] = ContextVar("process", default=None)
"""Whose step is being taken; None for the world around the service."""
