"""Drawing a story from a seed: each has its own mix of people, faults and mishaps."""

from random import Random

from tests.simulation.machine.dice import pick
from tests.simulation.story.deed import Deed, Story
from tests.simulation.world.troubles import TROUBLES

_GAPS = (0.003, 0.05, 0.5, 1.0, 5.0, 30.0, 100.0)
_TRAITS = {
    "any order": 0.5,
    "masked": 0.5,
    "not connected yet": 0.05,
    "a day passes": 0.25,
    "looked at twice": 0.1,
    "crowd": 0.02,
}
_CLOCKS = (*[0.0] * 12, -0.4, 0.4, 3.0, -40.0)
_LENGTHS = (3, 4, 5, 6, 7, 8, 10, 14)
_RATES = (0.02, 0.1, 0.3)
_HOOKS = ("F13 lost", "F14 twice", "F15 late", "F15 out of order", "F14 call twice")
_CALLS = ("F03 call lost", "F03 call's answer lost")
_STORE = ("F20 busy", "F20 answer of a commit lost")
_READER = (
    "F24 reader leaves",
    "F24 reader is slow",
    "F24 acknowledgement lost",
    "a change touches its row",
    "a change is echoed",
)

RATED: tuple[str, ...] = (*TROUBLES, *_HOOKS, *_CALLS, *_READER, *_STORE)


def draw(seed: int) -> Story:
    """Return the story of this seed."""
    random = Random(f"story {seed}")
    deeds, rates, traits = _deeds(random), _rates(random), _traits(random)
    if "crowd" in traits:
        deeds = (*deeds, *_vanishing(len(deeds)))
    return Story(
        seed=str(seed),
        deeds=deeds,
        rates=rates,
        traits=traits,
        instances=random.choice((1, 1, 2)),
        accounts=random.choice((1, 1, 1, 2)),
        few_values=random.choice((0, 0, 2, 3)),
        service_off=random.choice(_CLOCKS),
        vixiees_off=random.choice(_CLOCKS),
        pipedrive_off=random.choice(_CLOCKS),
    )


def _vanishing(place: int) -> tuple[Deed, ...]:
    """Return how everybody vanishes for longer than an absence is waited with."""
    nobody = (0, 0, 0, 0)
    return (
        Deed(after=100.0, name="everybody hidden", place=place + 1, numbers=nobody),
        Deed(after=2000.0, name="touch person there", place=place + 2, numbers=nobody),
    )


def _traits(random: Random) -> frozenset[str]:
    return frozenset(trait for trait, share in _TRAITS.items() if random.random() < share)


def _rates(random: Random) -> dict[str, float]:
    """Return which faults there are in the story, and how often."""
    how_bad = random.choice((0.0, 0.1, 0.3))
    return {fault: random.choice(_RATES) for fault in RATED if random.random() < how_bad}


def _deeds(random: Random) -> tuple[Deed, ...]:
    people = [
        ("create contact here", 1.5),
        ("create contact there", 1.5),
        ("edit contact here", 4.0),
        ("edit contact there", 4.0),
        ("create deal here", 0.7),
        ("create deal there", 0.7),
        ("edit deal here", 1.5),
        ("edit deal there", 1.5),
    ]
    ends = [
        (f"{what} {kind} {where}", random.choice((0, 0.15, 0.5)))
        for what, kind, where in (
            ("delete", "contact", "here"),
            ("delete", "contact", "there"),
            ("delete", "deal", "here"),
            ("delete", "deal", "there"),
            ("merge", "contact", "there"),
            ("merge", "deal", "there"),
        )
    ]
    rest = [
        ("rename company there", random.choice((0, 0.3))),
        ("log", random.choice((0, 1.0, 3.0))),
        ("grow", random.choice((0, 1.0))),
        ("map partly", random.choice((0, 0, 0.3))),
        ("map wholly", random.choice((0, 0, 0.3))),
        ("log in again", random.choice((0, 0, 0.3))),
        ("disconnect", random.choice((0, 0, 0, 0.3))),
        ("erase", random.choice((0, 0, 0.3))),
        ("spell", random.choice((0, 0, 1.0))),
        ("expire tokens", random.choice((0, 0, 0.3))),
        ("revoke", random.choice((0, 0, 0, 0.3))),
        ("ban", random.choice((0, 0, 0.3))),
        ("drop webhooks", random.choice((0, 0, 0.3))),
        ("uninstall", random.choice((0, 0, 0, 0.3))),
        ("copy person there", random.choice((0, 0, 0.3))),
        ("touch person there", random.choice((0, 0.3))),
        ("meet", random.choice((0, 0, 0.4))),
        ("end company there", random.choice((0, 0, 0.3))),
        ("forge", random.choice((0, 0, 0.3))),
        ("hide person", random.choice((0, 0, 0.3))),
        ("poison", random.choice((0, 0, 0.3))),
        ("everybody hidden", random.choice((*[0.0] * 20, 0.3))),
        ("clock jumps", random.choice((0, 0, 0, 0.2))),
        ("kill", random.choice((0, 0.0, 1.0, 3.0))),
        ("stop", random.choice((0, 0.0, 0.5))),
        ("freeze", random.choice((0, 0.0, 0.5))),
    ]
    names = ["create contact here" if random.random() < 0.5 else "create contact there"]
    names += [pick(random, [*people, *ends, *rest]) for _ in range(random.choice(_LENGTHS))]
    return tuple(
        Deed(
            after=random.choice(_GAPS),
            name=name,
            place=place,
            numbers=tuple(random.randrange(1000) for _ in range(4)),
        )
        for place, name in enumerate(names, 1)
    )
