"""Which remote record an activity goes to, and when it is worth a new look."""

from dataclasses import replace

import pytest

from domain.activity.activity import Waiting
from domain.activity.linking import Gone, Linked, is_news, link_of
from domain.model.values import RecordId, RemoteId, Side
from domain.sync.parking import park
from domain.sync.record import Record
from tests.domain.activity.reports import NOW

ANA = Record(record_id=RecordId("ana"))
THERE = replace(ANA, remote_id=RemoteId(7))
PARKED = park(ANA, "REFUSED", "Change it.", NOW)


def waits(record: Record | None) -> Waiting:
    link = link_of("contact", ANA.record_id, record)
    assert isinstance(link, Waiting)
    assert (link.record_id, link.reason) == ("ana", "CONTACT_NOT_LINKED")
    return link


def test_an_activity_goes_to_where_its_record_is() -> None:
    assert link_of("contact", ANA.record_id, THERE) == Linked(RemoteId(7))
    assert link_of("contact", ANA.record_id, replace(THERE, deleted_by=Side.VIXIEES)) == Gone()


@pytest.mark.parametrize("record", [ANA, replace(THERE, held=True)])
def test_an_activity_waits_by_itself_for_a_record_that_is_on_its_way(record: Record) -> None:
    assert not waits(record).needs_person
    assert waits(record).message == "The contact 'ana' is not in Pipedrive yet."


def test_an_activity_of_an_unknown_or_parked_record_needs_a_person_and_says_why() -> None:
    assert waits(None).needs_person
    assert "'ana' was never handed in" in waits(None).message
    assert waits(PARKED).needs_person
    assert waits(PARKED).message == "The contact 'ana' is parked: Change it."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, ANA),
        (ANA, THERE),
        (ANA, replace(ANA, alias_of=RecordId("bea"))),
        (ANA, replace(ANA, deleted_by=Side.VIXIEES)),
        (ANA, PARKED),
        (replace(THERE, held=True), THERE),
    ],
    ids=["new", "linked", "merged", "deleted", "parked", "let go"],
)
def test_what_changes_where_an_activity_goes_is_news(before: Record | None, after: Record) -> None:
    assert is_news(before, after)
    assert not is_news(after, replace(after, doubt=True))


def test_a_record_that_is_held_is_no_news() -> None:
    assert not is_news(None, replace(ANA, held=True))
