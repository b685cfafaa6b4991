"""What a long run has to meet: were one never met, the stories would have got poorer unnoticed."""

from tests.simulation.story.draw import RATED
from tests.simulation.world.spells import SWITCHED

_HAPPENED = (
    "F07 access revoked",
    "F07 tokens expired early",
    "F09 hidden",
    "F10 poisoned",
    "F11 everybody hidden",
    "F13 banned",
    "F13 subscriptions deleted",
    "F16 forged",
    "F18 killed",
    "F19 stopped",
    "F21 clock jumps",
    "F22 frozen",
    "F23 uninstalled",
    "F25 disconnected",
    "F25 erased",
    "F25 logged in again",
    "F25 mapped partly",
    "met by phone",
)
_REACHED = (
    "F26 two instances",
    "connection active",
    "connection connecting",
    "connection importing",
    "connection paused: EXPIRED_ACCOUNT",
    "connection paused: REQUEST_LIMIT",
    "connection needs_reconnect: EXPIRED_TOKEN",
    "connection paused: MASS_DELETION",
    "connection disconnected",
    "connection uninstalled: UNINSTALLED",
    "change upserted of a contact",
    "change upserted of a deal",
    "change deleted of a contact",
    "change deleted of a deal",
    "change merged of a contact",
    "change merged of a deal",
    "record deleted",
    "record merged away",
    "edit lost in a conflict",
)
EXPECTED: tuple[str, ...] = (*RATED, *SWITCHED, *_HAPPENED, *_REACHED)
