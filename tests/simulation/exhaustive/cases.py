"""All cases of a flow, from what was seen when it was played before."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.simulation.exhaustive.flow import Case, Flow
from tests.simulation.exhaustive.flows import FLOWS
from tests.simulation.exhaustive.playing import Played, play
from tests.simulation.exhaustive.points import Grain
from tests.simulation.exhaustive.trouble import possible


def played(case: Case, *, looked_at_twice: bool = True) -> Played:
    """Play a case of one of the flows."""
    return play(FLOWS[case.flow], case, looked_at_twice=looked_at_twice)


def undisturbed(flow: Flow) -> Case:
    """Return the case in which nothing happens."""
    return Case(flow=flow.name)


def deaths(before: Played, grain: Grain) -> Iterator[Case]:
    """Return what was played with one death more: of its last instance, at each of its points."""
    for point in before.points[-1].of(grain):
        yield replace(before.case, deaths=(*before.case.deaths, point))


def faults(before: Played) -> Iterator[Case]:
    """Return what was played with a fault: each one that is possible, at each of its requests."""
    for number, (method, is_login) in enumerate(before.requests, 1):
        for fault in possible(method, is_login=is_login):
            yield replace(before.case, request=number, fault=fault)


def thinned(cases: Sequence[Case], stride: int) -> Sequence[Case]:
    """Return each of the cases whose turn it is."""
    return cases[::stride]
