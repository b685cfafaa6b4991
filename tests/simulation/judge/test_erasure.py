"""What may still be known of whom Vixiees erased."""

from tests.simulation.story.deed import Deed, Story
from tests.simulation.story.play import play


def test_a_person_that_an_erased_contact_never_met_lives_on_with_the_same_name() -> None:
    deeds = tuple(
        Deed(after=5.0, name=name, place=place, numbers=(0, 0, 0, 0))
        for place, name in enumerate(("everybody hidden", "meet", "erase"), 1)
    )
    limit = {"F05 burst with a reset in years": 1.0}
    outcome = play(Story(seed="never met", deeds=deeds, rates=limit))
    assert outcome.reached["change upserted of a contact"] == 1
    assert outcome.violations == ()


def test_a_contact_that_an_erased_person_never_met_lives_on_with_the_same_name() -> None:
    deeds = tuple(
        Deed(after=after, name=name, place=place, numbers=(0, 1, 0, 0))
        for place, (name, after) in enumerate((("meet", 5.0), ("erase", 600.0)), 1)
    )
    late = {"F15 late": 1.0}
    outcome = play(Story(seed="never met", deeds=deeds, rates=late))
    assert outcome.reached["change upserted of a contact"] == 1
    assert outcome.violations == ()
