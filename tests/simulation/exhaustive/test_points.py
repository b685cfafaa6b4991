"""Deaths that are told to be the same are the same."""

import pytest

from tests.simulation.exhaustive.cases import deaths, played, undisturbed
from tests.simulation.exhaustive.flows import FLOWS
from tests.simulation.exhaustive.points import Grain

_DEATHS = 40


@pytest.mark.parametrize("name", ["a contact is edited there", "a note is logged"])
def test_at_one_moment_all_deaths_end_alike(name: str) -> None:
    calm = played(undisturbed(FLOWS[name]))
    every = list(deaths(calm, Grain.POINT))
    moments = set(calm.points[0].moments)
    digest = ""
    for case in every[:_DEATHS]:
        one = played(case)
        if case.deaths[0] in moments:
            digest = one.digest
        assert one.digest == digest
