"""Both worlds at once: whatever happens in whatever order, they agree in the end."""

import random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from domain.model.values import FieldName
from tests.domain.sync.effort import SAME_EVERY_TIME, examples, times_effort
from tests.domain.sync.worlds.chance import Chance
from tests.domain.sync.worlds.pipedrive import FIELDS
from tests.domain.sync.worlds.verdict import come_to_rest, judge
from tests.domain.sync.worlds.world import World

_BLOCKS = 8
_LIVES = 500

Names = st.sampled_from(FIELDS)
Which = st.integers(0, 4)
Pauses = st.sampled_from([5, 200, 700, 1_000, 5_000, 20_000, 80_000])


@pytest.mark.parametrize("block", range(_BLOCKS))
def test_both_sides_agree_after_any_life_by_chance(block: int) -> None:
    count = times_effort(_LIVES)
    start = block * count if SAME_EVERY_TIME else random.randrange(10**9)  # noqa: S311 - as wanted
    for seed in range(start, start + count):
        try:
            Chance(seed).live()
        except AssertionError as error:
            pytest.fail(f"Chance({seed}).live(): {error}")


class TwoWorlds(RuleBasedStateMachine):
    """The same worlds step by step: what fails here is shrunk to a story."""

    def __init__(self) -> None:
        super().__init__()
        self.made = 0

    @initialize(skew=st.sampled_from([0, 5_000, -5_000, 86_400_000]), starts_here=st.booleans())
    def meet(self, *, skew: int, starts_here: bool) -> None:
        self.world = World(skew=skew)
        fields = {name: self.value() for name in FIELDS}
        (self.world.begin_here if starts_here else self.world.begin_there)(fields)

    def value(self) -> str:
        self.made += 1
        return f"value {self.made}"

    @rule(name=Names, masked=st.booleans())
    def vixiees_edits(self, *, name: FieldName, masked: bool) -> None:
        self.world.edit_here(name, self.value(), masked=masked)

    @rule(name=Names)
    def pipedrive_edits(self, *, name: FieldName) -> None:
        self.world.edit_there(name, self.value(), 0)

    @rule()
    def a_call_arrives(self) -> None:
        self.world.receive_call()

    @rule(which=Which)
    def a_webhook_arrives(self, *, which: int) -> None:
        self.world.hear(which)

    @rule(which=Which)
    def a_webhook_is_lost(self, *, which: int) -> None:
        self.world.lose_hook(which)

    @rule(touches=st.booleans())
    def vixiees_applies_a_change(self, *, touches: bool) -> None:
        self.world.apply_change(touches=touches)
        self.world.acknowledge()

    @rule()
    def a_request_leaves(self) -> None:
        self.world.worker.begin()

    @rule()
    def a_request_takes_effect(self) -> None:
        self.world.worker.reach()

    @rule()
    def an_answer_arrives(self) -> None:
        self.world.worker.answer()

    @rule(lands=st.booleans())
    def the_service_dies(self, *, lands: bool) -> None:
        self.world.worker.drop(lands=lands)

    @rule()
    def an_effect_lands_late(self) -> None:
        self.world.worker.land_ghost(0)

    @rule(milliseconds=Pauses)
    def time_passes(self, *, milliseconds: int) -> None:
        self.world.wait(milliseconds)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            come_to_rest(self.world)
            judge(self.world, values_are_unique=True)


TwoWorlds.TestCase.settings = settings(
    examples(120),
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow],
)
test_both_sides_agree_step_by_step = TwoWorlds.TestCase
