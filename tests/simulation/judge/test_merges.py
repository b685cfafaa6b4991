"""Which merges Vixiees has to be told as merges, though no webhook tells of them."""

from tests.simulation.story.deed import Deed, Story
from tests.simulation.story.play import play


def _merged_unheard(first: str, second: str) -> Story:
    """Let two contacts be made, and the second one be merged into the first with nobody told."""
    names = (first, second, "drop webhooks", "merge contact there")
    deeds = tuple(
        Deed(after=30.0, name=name, place=place, numbers=(0, 1, 0, 1))
        for place, name in enumerate(names, 1)
    )
    return Story(seed="merged", deeds=deeds)


def test_whose_id_moved_to_the_winner_is_found_there() -> None:
    outcome = play(_merged_unheard("create contact there", "create contact here"))
    assert outcome.violations == ()
    assert outcome.reached["change merged of a contact"] == 1


def test_whose_winner_has_an_id_of_its_own_may_be_taken_for_deleted() -> None:
    outcome = play(_merged_unheard("create contact here", "create contact here"))
    assert outcome.violations == ()
    assert outcome.reached["change deleted of a contact"] == 1


def test_a_person_made_for_who_was_merged_away_in_vixiees_was_made_by_somebody() -> None:
    names = ("create contact there", "create contact here", "merge contact there")
    deeds = tuple(
        Deed(after=after, name=name, place=place, numbers=(0, 0, 0, 0))
        for place, (after, name) in enumerate(zip((30.0, 30.0, 0.2), names, strict=True), 1)
    )
    outcome = play(Story(seed="early merge", deeds=deeds))
    assert outcome.violations == ()
    assert outcome.reached["change merged of a contact"] == 1
