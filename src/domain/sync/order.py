"""Whether something happened in Pipedrive before or after what it is known to hold."""

from datetime import datetime
from enum import Enum, auto

from domain.sync.record import KnownRemote, Precision
from domain.sync.stamp import second_of


class Order(Enum):
    """*TIE*: the very second, which only a read can decide; *SAME*: the very millisecond."""

    NEWER = auto()
    TIE = auto()
    SAME = auto()
    OLDER = auto()


def order_of(at: datetime, known: KnownRemote | None) -> Order:
    """Place an instant before, at or after what is known; within a second only `ms` can tell."""
    if known is None:
        return Order.NEWER
    if second_of(at) != second_of(known.at):
        return Order.NEWER if at > known.at else Order.OLDER
    match known.precision:
        case Precision.CLOSED:
            return Order.OLDER
        case Precision.SECOND:
            return Order.TIE
        case Precision.MS if at == known.at:
            return Order.SAME
        case _:
            return Order.NEWER if at > known.at else Order.OLDER
