"""Before, at or after what Pipedrive is known to hold."""

import pytest

from domain.sync.order import Order, order_of
from domain.sync.record import Precision
from tests.domain.sync.building import at, known_remotely


@pytest.mark.parametrize(
    ("when", "precision", "order"),
    [
        (11, Precision.CLOSED, Order.NEWER),
        (11, Precision.MS, Order.NEWER),
        (9.9, Precision.SECOND, Order.OLDER),
        (9.9, Precision.MS, Order.OLDER),
        (10.9, Precision.CLOSED, Order.OLDER),
        (10.9, Precision.SECOND, Order.TIE),
        (10.1, Precision.SECOND, Order.TIE),
        (10.5, Precision.MS, Order.SAME),
        (10.6, Precision.MS, Order.NEWER),
        (10.4, Precision.MS, Order.OLDER),
    ],
)
def test_within_a_second_only_milliseconds_tell(
    when: float, precision: Precision, order: Order
) -> None:
    assert order_of(at(when), known_remotely("Ada", 10.5, precision=precision)) is order


def test_whatever_comes_first_is_newer() -> None:
    assert order_of(at(0), None) is Order.NEWER
