"""Whom Pipedrive hides from us we cannot change: a write that found nobody did nothing."""

from tests.simulation.story.deed import Deed, Story
from tests.simulation.story.play import play

_TURNS = (30.0, 30.0, 30.0, 0.05)


def _while_hidden(*names: str) -> Story:
    """Let a contact be made and hidden for 100 s, these deeds be done at once, and time go by."""
    turns = zip(_TURNS, ("create contact here", "hide person", *names), strict=False)
    done = (*turns, (200.0, "edit deal there"))
    deeds = tuple(
        Deed(after=after, name=name, place=place, numbers=(0, 0, 1, 1))
        for place, (after, name) in enumerate(done, 1)
    )
    return Story(seed="hidden", deeds=deeds)


def test_a_write_that_found_nobody_is_not_over_the_edit_of_somebody_else() -> None:
    assert play(_while_hidden("edit contact here", "edit contact there")).violations == ()


def test_a_deletion_that_found_nobody_is_carried_out_when_they_are_shown_again() -> None:
    assert play(_while_hidden("delete contact here")).violations == ()
