"""What a planted bug is."""

from dataclasses import dataclass

from tests.zoo.stories import Fits, any_story


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """One bug: where *piece* stands in *module*, *instead* stands when it is planted.

    *breaks* is an invariant (I1 to I24) or a complaint about other synchronizations (C1 to C25).
    Where it takes something seldom only such stories are played as it *needs*; in them the clock
    of Vixiees is *apart* from the others by so many seconds. What no story can show is found by a
    *test* instead, as pytest names it.
    """

    name: str
    breaks: str
    module: str
    piece: str
    instead: str
    needs: Fits = any_story
    apart: float = 0.0
    test: str = ""
