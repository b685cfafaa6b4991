"""Which stories may meet a bug: those of others need not be played."""

from collections.abc import Callable

from tests.simulation.story.deed import Story

Fits = Callable[[Story], bool]
_SELDOM = 0.05
_LATE = ("F15 late", "F15 out of order", "F03 call lost", "F04 slow", "F04 timeout after")
_FIELDS = 4
_EMPTY_EVERY = 12


def any_story(_: Story) -> bool:
    """Take every story: what most bugs need happens everywhere."""
    return True


def does(*deeds: str) -> Fits:
    """Take the stories in which each of these deeds is done."""
    return lambda story: {*deeds} <= {deed.name for deed in story.deeds}


def meets(*faults: str) -> Fits:
    """Take the stories in which one of these faults can happen by chance."""
    return lambda story: bool({*faults} & story.rates.keys())


def often(*faults: str) -> Fits:
    """Take the stories in which one of these faults is no exception."""
    return lambda story: any(story.rates.get(one, 0) > _SELDOM for one in faults)


def contested(story: Story) -> bool:
    """Take the stories in which both sides edit again and again, and learn late of each other."""
    deeds = [deed.name for deed in story.deeds]
    edits = (deeds.count(f"edit contact {side}") for side in ("here", "there"))
    return min(edits) > 1 and meets(*_LATE)(story)


def empties(field: int) -> Fits:
    """Take the stories in which somebody in Vixiees empties this field of a contact.

    As tests.simulation.story.values has it.
    """
    return lambda story: any(
        deed.name == "edit contact here"
        and deed.numbers[2] % _FIELDS == field
        and (deed.place + sum(deed.numbers)) % _EMPTY_EVERY == 0
        for deed in story.deeds
    )


def creates(story: Story) -> bool:
    """Take the stories in which Vixiees makes contacts, so that we create persons."""
    return sum(deed.name == "create contact here" for deed in story.deeds) > 1


def both(*parts: Fits) -> Fits:
    """Take the stories that fit each of the parts."""
    return lambda story: all(part(story) for part in parts)
