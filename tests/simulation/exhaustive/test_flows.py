"""Every flow survives a death at each of its points."""

import pytest

from tests.simulation.exhaustive.cases import deaths, played, undisturbed
from tests.simulation.exhaustive.flows import FLOWS
from tests.simulation.exhaustive.points import Grain


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", FLOWS)
def test_a_flow_survives_a_death_at_each_of_its_points(name: str) -> None:
    calm = played(undisturbed(FLOWS[name]))
    cases = deaths(calm, Grain.EFFECT)
    ended = [calm, *(played(one, looked_at_twice=False) for one in cases)]
    assert calm.is_whole
    assert all(one.has_died for one in ended)
    wrong = {one.case.command(): one.violations for one in ended if one.violations}
    assert not wrong
