"""What is particular to deals."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.model.deal import LOST, OPEN, STATUSES, WON
from domain.model.values import ChangeNumber, Kind, RecordId, RemoteId, Side, Value
from domain.sync.compete import Edit, judged
from domain.sync.deals import (
    consistent,
    known_to_vixiees_alone,
    only_vixiees,
    renamed,
    speaks_old_words,
    truth_of,
    unwritable,
    without,
)
from domain.sync.plan import Create, Update, next_step
from domain.sync.record import FieldState, KnownLocal, KnownRemote, Precision, Record, Sent, Showing
from domain.sync.stamp import Stamp
from tests.domain.sync.effort import examples

_NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_TEXTS = st.one_of(st.none(), st.sampled_from(["a", "b"]))


def edited(record: Record, name: str, value: Value, side: Side, seconds: int) -> Record:
    """Let a side edit the field after so many seconds, without having seen the other's value."""
    edit = Edit(value=value, side=side, own_time=_NOW + timedelta(seconds=seconds), saw=False)
    state, _ = judged(record.record_id, name, record.fields.get(name, FieldState()), edit)
    return replace(record, fields={**record.fields, name: state})


def deal(**fields: Value) -> Record:
    record = Record(kind=Kind.DEAL, record_id=RecordId("roof"))
    for name, value in fields.items():
        record = edited(record, name, value, Side.VIXIEES, 0)
    return record


@examples(300)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(Side),
            st.integers(0, 5),
            st.one_of(
                st.tuples(st.just("status"), st.sampled_from(STATUSES)),
                st.tuples(st.just("close_time"), _TEXTS),
                st.tuples(st.just("lost_reason"), _TEXTS),
            ),
        )
    )
)
def test_no_order_of_edits_leaves_a_combination_that_pipedrive_refuses(
    edits: list[tuple[Side, int, tuple[str, Value]]],
) -> None:
    record = deal(status=OPEN)
    for side, seconds, (name, value) in edits:
        record = consistent(edited(record, name, value, side, seconds))
        status = truth_of(record, "status")
        assert truth_of(record, "close_time") is None or status != OPEN
        assert truth_of(record, "lost_reason") is None or status == LOST
        assert consistent(record) == record


def test_a_cleared_close_time_is_later_than_what_it_cleared() -> None:
    before = deal(status=OPEN, close_time="2026-01-01T00:00:00Z")
    after = consistent(before)
    cleared, held = after.fields["close_time"].truth, before.fields["close_time"].truth
    assert cleared is not None
    assert held is not None
    assert cleared.stamp > held.stamp
    assert cleared.since == cleared.stamp


def test_a_close_time_is_cleared_by_whoever_opens_the_deal() -> None:
    won = deal(status=WON, close_time="2026-01-01T00:00:00Z")
    opened = consistent(edited(won, "status", OPEN, Side.PIPEDRIVE, 60))
    cleared, status = opened.fields["close_time"].truth, opened.fields["status"].truth
    assert cleared is not None
    assert status is not None
    assert (cleared.side, cleared.own_time) == (Side.PIPEDRIVE, status.own_time)


def test_a_reason_without_a_known_status_is_left_alone() -> None:
    unknown = deal(lost_reason="price")
    assert consistent(unknown) is unknown


def test_another_word_for_a_step_stands_wherever_the_old_one_stood() -> None:
    def spoken(word: str) -> FieldState:
        known = _shown(deal(stage=word).fields["stage"])
        at_rest = Showing(at=_NOW, value=word, number=ChangeNumber(1))
        other = Showing(at=_NOW, value="other", number=ChangeNumber(1))
        held = KnownLocal(value=word, at=_NOW, number=ChangeNumber(1), shows=None)
        return replace(
            known, local=held, shown=(at_rest, other), sent=(_sent(1, word), _sent(2, "other"))
        )

    told = Record(kind=Kind.DEAL, record_id=RecordId("roof"), fields={"stage": spoken("7")})
    assert renamed(told, "stage", "7", "8").fields["stage"] == spoken("8")
    assert renamed(told, "stage", "9", "8") == told


def test_a_contact_is_left_as_it_is() -> None:
    contact = replace(deal(status=OPEN, close_time="x"), kind=Kind.CONTACT)
    assert consistent(contact) is contact


def test_a_deal_with_a_step_that_only_vixiees_has_is_not_created() -> None:
    waiting = deal(title="Roof", stage=only_vixiees("brain\ns1"))
    assert unwritable(waiting) == {"stage"}
    assert next_step(waiting, _NOW) is None
    ready = renamed(waiting, "stage", only_vixiees("brain\ns1"), "7")
    due = next_step(ready, _NOW)
    assert due is not None
    assert due.step == Create()


def test_a_linked_deal_with_such_a_step_is_written_but_for_its_stage() -> None:
    linked = replace(deal(title="Roof", stage="7"), remote_id=RemoteId(1))
    for name, value in (("title", "Roofs"), ("stage", only_vixiees("brain\ns9"))):
        state = linked.fields[name]
        assert state.truth is not None
        seen = replace(linked, fields={**linked.fields, name: _shown(state)})
        linked = edited(seen, name, value, Side.VIXIEES, 60)
    due = next_step(linked, _NOW)
    assert due is not None
    assert due.step == Update(frozenset({"title"}))


def _shown(state: FieldState) -> FieldState:
    truth = state.truth
    assert truth is not None
    known = KnownRemote(value=truth.value, at=_NOW, precision=Precision.SECOND, shows=truth.stamp)
    return replace(state, remote=known)


def test_a_title_that_looks_like_a_waiting_value_does_not_wait() -> None:
    assert unwritable(deal(title=only_vixiees("x"))) == frozenset()


@given(st.text(min_size=1))
def test_a_waiting_value_gives_back_its_name(name: str) -> None:
    assert known_to_vixiees_alone(only_vixiees(name)) == name


def _sent(number: int, value: Value) -> Sent:
    return Sent(number=ChangeNumber(number), value=value, stamp=Stamp(0, 0, 0), at=_NOW)


def test_old_words_are_those_from_before_something_was_told_again() -> None:
    held = KnownLocal(value="7", at=_NOW, number=ChangeNumber(1), shows=None)
    told_again = FieldState(local=held, sent=(_sent(1, "7"), _sent(5, "7")))
    assert speaks_old_words(told_again, ChangeNumber(4))
    assert not speaks_old_words(told_again, ChangeNumber(5))


def test_words_are_not_old_because_a_deal_was_moved() -> None:
    held = KnownLocal(value="7", at=_NOW, number=ChangeNumber(1), shows=None)
    moved = FieldState(local=held, sent=(_sent(1, "7"), _sent(5, "8"), _sent(6, "7")))
    assert not speaks_old_words(moved, ChangeNumber(1))


def test_what_a_deal_refers_to_is_left_out_unless_pipedrive_shows_it() -> None:
    waiting = deal(contact=only_vixiees("ada"))
    held = waiting.fields["contact"].truth
    emptied = without(waiting, "contact").fields["contact"].truth
    assert held is not None
    assert emptied is not None
    assert (emptied.value, emptied.since) == (None, emptied.stamp)
    assert emptied.stamp > held.stamp
    shown = replace(waiting, fields={"contact": _shown(waiting.fields["contact"])})
    assert without(shown, "contact") is shown
    bare = replace(waiting, fields={"contact": FieldState()})
    assert without(bare, "contact") is bare
