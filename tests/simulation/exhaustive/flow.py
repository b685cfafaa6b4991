"""What is tried exhaustively: a flow, and one way in which it may go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.simulation.story.deed import Deed, Story
from tests.simulation.story.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A short story. What happened *before* it is over and at rest when the first deed is done.

    One that *creates* in Pipedrive could do so twice: it is tried with pairs of deaths, too. What
    has to hold in the end besides everything else is checked *also*.
    """

    name: str
    deeds: tuple[Deed, ...]
    before: tuple[Deed, ...] = ()
    traits: frozenset[str] = frozenset()
    creates: bool = False
    also: Callable[[Stage], list[str]] | None = None

    def story(self, *, looked_at_twice: bool) -> Story:
        """Return the story that is judged."""
        traits = self.traits | ({"looked at twice"} if looked_at_twice else set())
        return Story(seed=self.name, deeds=(*self.before, *self.deeds), traits=traits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A way in which a flow goes.

    The first instance dies at the first of the *deaths*, a number of points after the flow began;
    its successor at the second, that many after its start. The *fault* happens to one *request*,
    counted from the beginning of the flow.
    """

    flow: str
    deaths: tuple[int, ...] = ()
    request: int = 0
    fault: str = ""

    def __str__(self) -> str:
        return ", ".join((self.flow, *self._circumstances()))

    def _circumstances(self) -> Iterator[str]:
        if self.deaths:
            yield "death at " + " and ".join(map(str, self.deaths))
        if self.fault:
            yield f"{self.fault} at request {self.request}"

    def command(self) -> str:
        """Return what plays it again and prints what happened."""
        words = [f'make exhaust FLOW="{self.flow}"']
        if self.deaths:
            words.append(f"DEATHS={','.join(map(str, self.deaths))}")
        if self.fault:
            words.append(f'FAULT="{self.request} {self.fault}"')
        return " ".join(words)
