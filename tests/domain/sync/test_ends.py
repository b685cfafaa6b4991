"""What a record keeps, and forgets, when its link ends or moves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.model.values import FIRST_NAME, LAST_NAME, PHONE, CompanyId, RecordId, RemoteId, Side
from domain.sync.ends import (
    delete_remotely,
    gone,
    is_made_anew,
    is_twin,
    merge_records,
    moved,
    removed,
    with_twin,
)
from domain.sync.parking import park
from domain.sync.record import Attempt, Call, CallKind, FieldState, Record, Write
from domain.sync.twins import observe_twin
from tests.domain.sync.building import ADA, REMOTE, Life, a_life, a_reading, at, linked_record

TWIN = RemoteId(9)
EVE = RecordId("eve")
A_CALL = Call(kind=CallKind.UPDATE, sent_at=at(1))


def posted(*sent: float, still_open: tuple[float, ...] = ()) -> Record:
    attempts = tuple(Attempt(sent_at=at(one), open=one in still_open) for one in sent)
    return replace(linked_record(), attempts=attempts)


def troubled(record: Record) -> Record:
    """Return the record missing, parked, and with a write under way."""
    return replace(park(record, "REFUSED", "Change it.", at(2)), missing_since=at(3), call=A_CALL)


def test_a_deletion_in_pipedrive_ends_whatever_was_under_way() -> None:
    after = delete_remotely(troubled(linked_record()), at(10))

    assert after == replace(
        linked_record(), remote_id=None, deleted_by=Side.PIPEDRIVE, deleted_at=at(10)
    )


def test_what_vixiees_deleted_first_stays_deleted_by_vixiees() -> None:
    before = replace(linked_record(), deleted_by=Side.VIXIEES, deleted_at=at(5))

    after = delete_remotely(troubled(before), at(10))

    assert (after.deleted_by, after.deleted_at) == (Side.VIXIEES, at(5))
    assert (after.remote_id, after.call, after.missing_since) == (None, None, None)


def test_a_removed_twin_leaves_the_link_and_the_other_twins() -> None:
    record = replace(linked_record(), extras=(TWIN, RemoteId(10)))

    assert removed(record, TWIN) == replace(record, extras=(RemoteId(10),))


def test_a_removed_contact_asks_nothing_of_anybody_any_more() -> None:
    record = replace(troubled(linked_record()), extras=(REMOTE, TWIN))

    after = removed(record, REMOTE)

    assert (after.remote_id, after.extras, after.call, after.parked) == (None, (TWIN,), None, None)


def test_what_was_known_of_a_merged_person_says_nothing_of_the_one_it_went_into() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(1, first_name="Bea")
    life.send(2)
    life.webhook(20, {PHONE: "1"}, first_name="Ada", phone="2")
    life.read(20, issued=30, first_name="Cleo", phone="3")
    before = replace(life.record, company_id=CompanyId(3), carry="carried", missing_since=at(31))

    after = moved(before, TWIN, at(40))

    assert (after.remote_id, after.linked_at, after.doubt) == (TWIN, at(40), True)
    assert (after.writes, after.company_id, after.carry) == ((), None, "")
    assert after.missing_since is None
    for name, state in before.fields.items():
        assert after.fields[name] == FieldState(
            truth=state.truth, local=state.local, shown=state.shown, sent=state.sent
        )


def test_who_is_merged_into_a_twin_has_it_for_a_twin_no_more() -> None:
    record = replace(linked_record(), extras=(RemoteId(10), TWIN))

    after = moved(record, TWIN, at(40))

    assert (after.remote_id, after.extras) == (TWIN, (RemoteId(10),))


def test_a_contact_that_is_gone_awaits_no_answer_and_is_missing_since_it_first_was() -> None:
    first = gone(replace(linked_record(), call=A_CALL), at(10))

    assert (first.call, first.missing_since) == (None, at(10))
    assert gone(first, at(20)).missing_since == at(10)


def a_merge(winner_at: float = 0) -> tuple[Life, Life]:
    """Return a loser with two edits that were not written, and the winner, edited itself."""
    loser = a_life(email="ada@acme.test", first_name="Ada", phone="1")
    loser.call(50, first_name="Bea", phone="5")
    winner = Life(replace(a_life(first_name="Cleo", phone="2").record, record_id=EVE))
    if winner_at:
        winner.webhook(winner_at, {FIRST_NAME: "Cleo", PHONE: "2"}, first_name="Dora", phone="3")
    return loser, winner


def test_what_the_loser_had_not_written_loses_to_later_edits_of_the_winner() -> None:
    loser, winner = a_merge(winner_at=60)

    _, seen = merge_records(loser.record, winner.record)

    assert seen.record.fields == winner.record.fields
    assert [(one.record_id, one.field, one.value) for one in seen.lost] == [
        (EVE, FIRST_NAME, "Bea"),
        (EVE, PHONE, "5"),
    ]


def test_what_the_loser_had_not_written_beats_what_is_older() -> None:
    loser, winner = a_merge(winner_at=40)
    loser.call(50, last_name="Bell")

    _, seen = merge_records(loser.record, winner.record)

    merged = Life(seen.record)
    assert [merged.truth(name) for name in (FIRST_NAME, PHONE, LAST_NAME)] == ["Bea", "5", "Bell"]
    assert "email" not in seen.record.fields


def test_a_field_without_a_truth_gives_the_winner_nothing() -> None:
    loser, winner = a_merge()
    blank = replace(loser.record, fields={LAST_NAME: FieldState(), **loser.record.fields})

    assert merge_records(blank, winner.record)[1] == merge_records(loser.record, winner.record)[1]


def test_a_merged_contact_keeps_neither_a_link_nor_anything_to_wait_for() -> None:
    loser, winner = a_merge()

    alias, _ = merge_records(troubled(loser.record), winner.record)

    assert (alias.alias_of, alias.remote_id, alias.call, alias.parked) == (EVE, None, None, None)


def test_the_losers_twins_are_the_winners_but_for_the_winner_itself() -> None:
    loser, winner = (life.record for life in a_merge())
    loser = replace(loser, extras=(TWIN, RemoteId(10), RemoteId(11)))

    _, seen = merge_records(loser, replace(winner, remote_id=TWIN, extras=(RemoteId(11),)))

    assert seen.record.extras == (RemoteId(11), RemoteId(10))


@pytest.mark.parametrize(
    ("record", "can_be"),
    [
        (posted(), False),
        (posted(1), False),
        (posted(1, still_open=(1,)), True),
        (posted(1, 80), True),
    ],
    ids=["never posted", "answered", "open", "posted twice"],
)
def test_a_second_contact_with_our_id_is_of_a_post_that_can_have_made_it(
    record: Record, *, can_be: bool
) -> None:
    assert is_twin(record) is can_be


def test_a_twin_closes_one_open_post() -> None:
    after = with_twin(posted(1, 80, still_open=(1, 80)), TWIN)

    assert after.extras == (TWIN,)
    assert [one.open for one in after.attempts] == [False, True]


def test_a_twin_of_posts_that_were_all_answered_is_a_twin_all_the_same() -> None:
    after = with_twin(posted(1, 80), TWIN)

    assert after == replace(posted(1, 80), extras=(TWIN,))


def test_a_contact_is_made_anew_when_a_later_post_took_effect_after_its_deletion() -> None:
    linked_by_the_second = posted(1, 80, still_open=(1,))
    landed = Write(fields={}, sent_at=at(80), landed=at(82))
    landed_then = replace(linked_by_the_second, writes=(landed,))

    assert is_made_anew(linked_by_the_second, at(79))
    assert not is_made_anew(linked_by_the_second, at(80))
    assert is_made_anew(landed_then, at(81))
    assert not is_made_anew(landed_then, at(82))


def test_a_contact_is_not_made_anew_because_pipedrives_clock_is_behind() -> None:
    linked_by_the_second = posted(1, 80, still_open=(1,))

    assert is_made_anew(linked_by_the_second, at(39), timedelta(seconds=40))
    assert not is_made_anew(linked_by_the_second, at(40), timedelta(seconds=40))


@pytest.mark.parametrize("record", [posted(), posted(1, still_open=(1,)), posted(1)])
def test_a_contact_that_was_made_once_is_not_made_anew(record: Record) -> None:
    assert not is_made_anew(record, at(0))


def test_the_first_of_two_posts_makes_nothing_anew() -> None:
    assert not is_made_anew(posted(1, 80, still_open=(80,)), at(0))


def test_what_is_on_a_twin_loses_to_what_is_later_and_is_logged() -> None:
    life = a_life(first_name="Ada", phone="1")
    life.call(200, first_name="Bea", phone="2")

    seen = observe_twin(
        life.record,
        a_reading(100, issued=120, first_name="Eve", phone="9", last_name="Bell", email=None),
        life.record,
    )

    merged = Life(seen.record)
    assert [merged.truth(name) for name in (FIRST_NAME, PHONE, LAST_NAME)] == ["Bea", "2", "Bell"]
    assert "email" not in seen.record.fields
    assert [(one.record_id, one.field, one.value) for one in seen.lost] == [
        (ADA, FIRST_NAME, "Eve"),
        (ADA, PHONE, "9"),
    ]
