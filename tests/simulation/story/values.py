"""What people write: values made once in a story, or a few that come again and again."""

from domain.model.values import FieldName, Value
from tests.simulation.story.deed import Deed, Story
from tests.simulation.world.words import CAN_BE_EMPTY, CURRENCY, STEPS

_STATUSES = ("open", "open", "won", "lost")
_EMPTY_EVERY = 12


def value_of(story: Story, deed: Deed, name: FieldName) -> Value:
    """Return what this deed writes into the field."""
    mark = deed.place + sum(deed.numbers)
    if name in CAN_BE_EMPTY and mark % _EMPTY_EVERY == 0:
        return None
    is_few = story.few_values and name != "phone"
    number = mark % story.few_values if is_few else deed.place
    match name:
        case "phone":
            return f"+346{number:08}"
        case "value":
            return f"{number + 1} {CURRENCY}"
        case "status":
            return _STATUSES[mark % len(_STATUSES)]
        case "stage":
            return STEPS[mark % len(STEPS)]
        case _:
            return f"{name} {number}"
