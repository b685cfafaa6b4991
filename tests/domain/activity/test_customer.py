"""Whom of several contacts with one number a call was with."""

from datetime import datetime, timedelta

from domain.activity.customer import Candidate, by_rank
from domain.model.values import RecordId
from tests.domain.activity.reports import NOW

DAY = timedelta(days=1)


def a_candidate(
    name: str, touched_at: datetime | None = None, deal_at: datetime | None = None
) -> Candidate:
    return Candidate(contact_id=RecordId(name), touched_at=touched_at, open_deal_at=deal_at)


def test_the_contact_of_the_latest_open_deal_comes_first_then_the_latest_touched() -> None:
    ranked = by_rank(
        [
            a_candidate("never touched"),
            a_candidate("lately touched", NOW),
            a_candidate("old deal", NOW, NOW - 2 * DAY),
            a_candidate("new deal", NOW - 9 * DAY, NOW - DAY),
            a_candidate("once touched", NOW - DAY),
        ]
    )

    assert ranked == ("new deal", "old deal", "lately touched", "once touched", "never touched")


def test_among_equals_the_order_is_always_the_same() -> None:
    one, other = a_candidate("a", NOW), a_candidate("b", NOW)

    assert by_rank([one, other]) == by_rank([other, one])
