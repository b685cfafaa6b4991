from dataclasses import replace
from datetime import timedelta

from domain.model.change import ChangeType
from domain.model.values import FIRST_NAME, PHONE, RecordId, RemoteId, Side
from domain.sync.parking import park
from domain.sync.plan import Create, Find, Merge, Read, Remove, differing, next_step, tidings
from domain.sync.record import Call, CallKind, FieldState
from tests.domain.sync.building import (
    ADA,
    REMOTE,
    Life,
    a_life,
    a_truth,
    at,
    in_step,
    known_remotely,
    linked_record,
)

TWIN = RemoteId(9)
DAY = timedelta(days=1).total_seconds()


def test_a_contact_in_step_asks_for_nothing() -> None:
    assert next_step(linked_record(first_name=in_step("Ada")), at(DAY)) is None


def test_ten_edits_ask_for_one_write() -> None:
    life = a_life(first_name="Ada", phone="1")
    for edit in range(10):
        life.call(edit, first_name=f"Ada {edit}", phone=f"{edit}")

    assert life.send(20) == {FIRST_NAME, PHONE}
    life.answer(20, 20, 21, first_name="Ada 9", phone="9")

    assert life.step(DAY) is None


def test_a_field_that_pipedrive_was_never_seen_to_hold_is_read_before_it_is_written() -> None:
    life = a_life(first_name="Ada")
    life.call(10, phone="2")

    assert life.step(11) == Read(REMOTE)
    life.read(0, issued=12, first_name="Ada", phone="1")

    assert life.send(13) == {PHONE}
    assert [entry.value for entry in life.lost] == ["1"]


def test_a_field_whose_difference_is_unexplained_is_not_written() -> None:
    state = FieldState(truth=a_truth("Ada", 10), remote=known_remotely("Bea"), unexplained=at(20))

    assert differing(linked_record(first_name=state)) == frozenset()
    assert differing(linked_record(first_name=replace(state, unexplained=None))) == {FIRST_NAME}


def test_nothing_is_written_before_a_doubt_is_read_away() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")
    life.record = replace(life.record, doubt=True)

    assert life.step(11) == Read(REMOTE)


def test_a_new_contact_waits_until_the_first_import_has_shown_whether_it_is_there() -> None:
    life = Life()
    life.call(0, first_name="Ada")
    held = replace(life.record, held=True)

    assert next_step(held, at(1)) is None
    assert Life(replace(held, held=False)).step(1) == Create()


def test_a_parked_record_asks_for_nothing() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")

    assert next_step(park(life.record, "REFUSED", "Change it.", at(11)), at(DAY)) is None


def test_a_contact_that_vixiees_deletes_before_it_was_created_leaves_nothing_to_do() -> None:
    life = Life()
    life.call(0, first_name="Ada")
    life.delete_here(1)

    assert life.step(DAY) is None


def test_twins_are_merged_one_by_one_and_before_anything_is_written() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")
    life.record = replace(life.record, extras=(TWIN, RemoteId(10)))

    assert life.step(11) == Merge(TWIN, REMOTE)


def test_a_deleted_contact_takes_its_twins_along() -> None:
    life = a_life(first_name="Ada")
    life.delete_there(10)
    life.record = replace(life.record, extras=(TWIN,))

    assert life.step(11) == Remove(TWIN)


def test_vixiees_is_told_only_what_changed() -> None:
    life = a_life(first_name="Ada", phone="1")

    life.webhook(10, {PHONE: "1"}, first_name="Ada", phone="2")

    assert [(one.type, dict(one.fields)) for one in life.published] == [
        (ChangeType.UPSERTED, {PHONE: "2"})
    ]


def test_vixiees_is_told_of_a_value_that_went_and_came_back() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")

    life.webhook(20, {FIRST_NAME: "Bea"}, first_name="Ada")

    assert life.told(FIRST_NAME) == ["Bea", "Ada"]


def test_vixiees_is_not_told_of_its_own_deletion() -> None:
    life = a_life(first_name="Ada")

    life.delete_here(10)

    assert life.published == []


def test_vixiees_is_told_of_its_own_deletion_while_a_change_may_bring_the_contact_back() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")

    life.delete_here(11)

    assert [one.type for one in life.published] == [ChangeType.UPSERTED, ChangeType.DELETED]


def test_vixiees_is_not_told_of_its_own_deletion_once_it_has_applied_everything() -> None:
    life = a_life(first_name="Ada")
    life.webhook(10, {FIRST_NAME: "Ada"}, first_name="Bea")
    life.acknowledge(1)

    life.delete_here(11)

    assert [one.type for one in life.published] == [ChangeType.UPSERTED]


def test_vixiees_is_not_told_of_the_end_of_a_contact_that_it_never_knew() -> None:
    unknown = linked_record(first_name=FieldState(truth=a_truth("Ada", 0, Side.PIPEDRIVE)))
    deleted = replace(unknown, deleted_by=Side.PIPEDRIVE, deleted_at=at(1))

    assert tidings(unknown, deleted) is None
    assert tidings(unknown, replace(unknown, alias_of=RecordId("eve"))) is None


def test_vixiees_is_told_once_of_a_merge() -> None:
    before = linked_record(first_name=in_step("Ada"))
    after = replace(before, alias_of=RecordId("eve"))

    told = tidings(before, after)

    assert told is not None
    assert (told.type, told.merged_into) == (ChangeType.MERGED, "eve")
    assert tidings(after, after) is None
    assert after.record_id == ADA


def test_a_record_that_pipedrive_keeps_asks_for_nothing_when_vixiees_deleted_it() -> None:
    kept = replace(linked_record(), deleted_by=Side.VIXIEES, deleted_at=at(1), kept=True)

    assert next_step(kept, at(2)) is None
    assert next_step(replace(kept, kept=False), at(2)) is not None


def test_the_news_of_a_merge_has_no_fields() -> None:
    before = linked_record(first_name=in_step("Ada"))
    news = tidings(before, replace(before, alias_of=RecordId("eve")))

    assert news is not None
    assert news.fields == {}


def test_of_a_contact_that_vixiees_knows_only_what_is_told_is_remembered_as_told() -> None:
    life = a_life(first_name="Ada", phone="1")

    life.webhook(10, {PHONE: "1"}, first_name="Ada", phone="2")

    assert [one.value for one in life.record.fields[PHONE].sent] == ["2"]
    assert life.record.fields[FIRST_NAME].sent == ()


def test_a_call_without_an_attempt_is_looked_for_from_its_own_time() -> None:
    record = replace(
        linked_record(), remote_id=None, call=Call(kind=CallKind.CREATE, sent_at=at(5))
    )

    due = next_step(record, at(6))

    assert due is not None
    assert due.step == Find(at(5))


def test_a_write_whose_outcome_is_unknown_is_read_back() -> None:
    life = a_life(first_name="Ada")
    life.call(10, first_name="Bea")
    life.send(11)

    assert life.step(11 + 75) == Read(REMOTE)


def test_an_update_of_unknown_outcome_is_looked_for_where_there_is_no_link_any_more() -> None:
    record = replace(linked_record(), call=Call(kind=CallKind.UPDATE, sent_at=at(5)))

    assert Life(record).step(80) == Read(REMOTE)
    assert Life(replace(record, remote_id=None)).step(80) == Find(at(5))
    create = replace(record, call=Call(kind=CallKind.CREATE, sent_at=at(5)))
    assert Life(create).step(80) == Find(at(5))
