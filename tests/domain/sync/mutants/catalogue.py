"""Each rule, how to break it, and the test that must fail then."""

from typing import NamedTuple

VIXIEES = "sync/test_stories_of_vixiees.py::test_"
PIPEDRIVE = "sync/test_stories_of_pipedrive.py::test_"
ENDS = "sync/test_stories_of_ends.py::test_"


class Mutant(NamedTuple):
    """*rule* is what the new text breaks; *caught_by* is a test under tests/domain."""

    rule: str
    module: str
    old: str
    new: str
    caught_by: str


OF_VIXIEES = (
    Mutant(
        "a change is not applied by being on the feed",
        "local.py",
        "expected = _expected(state, showing)",
        "expected = unapplied(state)[-1] if unapplied(state) else _expected(state, showing)",
        VIXIEES + "a_snapshot_from_before_a_change_does_not_revert_that_change",
    ),
    Mutant(
        "a call is compared with what its row could show, not with what is known",
        "local.py",
        "expected = _expected(state, showing)",
        "expected = state.local",
        VIXIEES + "a_call_repeated_after_a_change_was_applied_is_no_edit",
    ),
    Mutant(
        "who saw the truth wins whatever the clocks say",
        "compete.py",
        "if edit.saw:",
        "if False:",
        VIXIEES + "whoever_saw_a_change_may_correct_it_with_a_slower_clock",
    ),
    Mutant(
        "an acknowledgement does not set a clock of ours",
        "local.py",
        "at = state.local.at if state.local is not None else None",
        "at = newest.at",
        "sync/test_local.py::test_an_acknowledgement_moves_what_vixiees_holds_but_not_its_time",
    ),
)

OF_THE_DECISION = (
    Mutant(
        "of equal stamps the standing truth stays",
        "compete.py",
        "return own > truth.stamp",
        "return own >= truth.stamp",
        "sync/test_compete.py::test_who_wins",
    ),
    Mutant(
        "one side's edits are compared by its own clock",
        "compete.py",
        "if edit.side == truth.side and edit.own_time != truth.own_time:",
        "if False:",
        "sync/test_compete.py::"
        "test_of_one_side_the_later_by_its_own_clock_wins_even_under_a_higher_stamp",
    ),
    Mutant(
        "in one second Pipedrive wins",
        "stamp.py",
        "Stamp(second_of(own_time), _RANK[side], own_time.microsecond)",
        "Stamp(second_of(own_time), 0, own_time.microsecond)",
        "sync/test_stamp.py::test_within_one_second_pipedrive_is_later",
    ),
    Mutant(
        "fractions are compared within one side only",
        "stamp.py",
        "Stamp(second_of(own_time), _RANK[side], own_time.microsecond)",
        "Stamp(second_of(own_time), own_time.microsecond, _RANK[side])",
        PIPEDRIVE + "of_one_second_and_two_sides_pipedrive_wins_whatever_its_fraction",
    ),
    Mutant(
        "an edit that lost shows no truth",
        "compete.py",
        "return state.truth.stamp if state.truth is not None and state.truth.value == value"
        " else None",
        "return state.truth.stamp if state.truth is not None else None",
        "sync/test_events.py::test_an_edit_that_loses_leaves_no_stamp_in_what_pipedrive_shows",
    ),
    Mutant(
        "at a first meeting too",
        "matching.py",
        "replace(theirs.remote, shows=None) if",
        "theirs.remote if",
        "sync/test_matching.py::test_a_value_that_lost_at_the_meeting_is_not_taken_for_the_truth",
    ),
)

OF_EVENTS = (
    Mutant(
        "an echo has the very second of the write, not just its value",
        "events.py",
        "if write.landed is None:\n        return write.sent_at",
        "if True:\n        return write.sent_at",
        PIPEDRIVE + "a_person_who_writes_our_value_again_is_no_echo",
    ),
    Mutant(
        "an echo is made by our own user over the API",
        "events.py",
        "own = _own_write(fresh, told) if told.maybe_ours else None",
        "own = _own_write(fresh, told)",
        PIPEDRIVE + "a_person_in_the_app_is_no_echo_even_in_the_second_of_our_write",
    ),
    Mutant(
        "a partial echo does not close an open write",
        "events.py",
        "whole = len(changed) == len(write.fields)",
        "whole = True",
        "sync/test_events.py::test_an_open_write_that_fits_in_part_stays_open",
    ),
    Mutant(
        "an echo explains the write with the fewest other fields",
        "events.py",
        "(-len(record.writes[index].fields), record.writes[index].sent_at)",
        "record.writes[index].sent_at",
        "sync/test_events.py::"
        "test_of_two_writes_that_landed_in_one_second_each_explains_its_own_event",
    ),
    Mutant(
        "an echo does not hide a later write of the same second",
        "events.py",
        "is_known = known is not None and known.shows == written",
        "is_known = True",
        "sync/test_events.py::"
        "test_the_echo_of_an_earlier_write_of_one_second_does_not_hide_the_later",
    ),
    Mutant(
        "only fields that an event names have its time",
        "events.py",
        "for name in told.previous:",
        "for name in told.fields:",
        PIPEDRIVE + "a_field_beside_the_changed_one_does_not_take_its_time",
    ),
    Mutant(
        "edits are taken from webhooks, not from a later read",
        "events.py",
        "if told.previous is None or any(name not in told.fields for name in told.previous):",
        "if True:",
        PIPEDRIVE + "an_edit_that_our_write_covered_is_taken_from_its_webhook",
    ),
    Mutant(
        "an event older than the last one is over",
        "events.py",
        "if state.last_edit is not None and told.at < state.last_edit.at:",
        "if False:",
        PIPEDRIVE + "an_older_event_does_not_bring_back_what_a_person_took_back",
    ),
    Mutant(
        "within the second of a read nobody can tell what was first",
        "events.py",
        "case Precision.SECOND:\n            return _Order.TIE",
        "case Precision.SECOND:\n            return _Order.OLDER",
        PIPEDRIVE + "an_edit_in_the_second_of_a_read_is_decided_by_the_next_read",
    ),
    Mutant(
        "a tied edit is kept for the read that decides",
        "events.py",
        "return replace(state, tie=edit)",
        "return replace(state, last_edit=edit)",
        PIPEDRIVE + "an_edit_in_the_second_of_a_read_is_decided_by_the_next_read",
    ),
    Mutant(
        "an edit on top of a write without an answer has seen it",
        "events.py",
        "before == write.fields[name].value",
        "False",
        PIPEDRIVE + "whoever_edits_a_write_of_ours_whose_answer_was_lost_has_seen_it",
    ),
    Mutant(
        "a webhook is newer evidence than a page asked for before it",
        "events.py",
        "fresh = replace(record, fresh_at=now, carry=",
        "fresh = replace(record, carry=",
        PIPEDRIVE + "a_list_page_that_a_webhook_has_passed_says_nothing",
    ),
)

OF_READS = (
    Mutant(
        "a page that newer evidence has passed does not count",
        "reads.py",
        "stale = record.fresh_at is not None and reading.issued_at < record.fresh_at",
        "stale = False",
        PIPEDRIVE + "a_list_page_that_our_write_has_passed_says_nothing",
    ),
    Mutant(
        "a difference waits five minutes for its webhook",
        "reads.py",
        "if now - since >= PATIENCE:",
        "if True:",
        PIPEDRIVE + "a_difference_in_a_list_waits_for_the_webhook_that_tells_its_time",
    ),
    Mutant(
        "each field waits its own five minutes",
        "reads.py",
        "since = state.unexplained or now",
        "since = min((one.unexplained or now for one in record.fields.values()), default=now)",
        "sync/test_reads.py::test_each_unexplained_field_has_its_own_five_minutes",
    ),
    Mutant(
        "a read does not end the wait for a write that may land after it",
        "reads.py",
        "call=_awaited(record.call, reading.issued_at)",
        "call=None",
        PIPEDRIVE + "a_page_served_while_our_write_is_in_flight_does_not_end_the_wait_for_it",
    ),
)

OF_THE_PLAN = (
    Mutant(
        "an unexplained field is not written",
        "plan.py",
        "        and state.unexplained is None\n",
        "",
        "sync/test_plan.py::test_a_field_whose_difference_is_unexplained_is_not_written",
    ),
    Mutant(
        "a field never seen in Pipedrive is read before it is written",
        "plan.py",
        "if record.doubt or _is_unseen(record):",
        "if record.doubt:",
        "sync/test_plan.py::"
        "test_a_field_that_pipedrive_was_never_seen_to_hold_is_read_before_it_is_written",
    ),
    Mutant(
        "a write without an answer is left alone before it is looked for",
        "plan.py",
        "return Due(_after_silence(record, record.call), record.call.sent_at + SETTLE)",
        "return Due(_after_silence(record, record.call), now)",
        PIPEDRIVE + "a_write_without_an_answer_is_looked_for_before_it_is_repeated",
    ),
    Mutant(
        "the wait runs from sending, across restarts",
        "plan.py",
        "return Due(_after_silence(record, record.call), record.call.sent_at + SETTLE)",
        "return Due(_after_silence(record, record.call), now + SETTLE)",
        ENDS + "a_post_without_an_answer_is_looked_for_75_seconds_after_it_left",
    ),
    Mutant(
        "an absence waits for a second look",
        "plan.py",
        "SECOND_LOOK = timedelta(minutes=15)",
        "SECOND_LOOK = timedelta(0)",
        ENDS + "a_404_is_no_deletion_until_a_second_look",
    ),
)

OF_ENDS = (
    Mutant(
        "a late POST's person is ours",
        "ends.py",
        "return any(one.open for one in record.attempts) or len(record.attempts) > 1",
        "return False",
        ENDS + "a_twin_of_a_late_post_is_merged_into_ours",
    ),
    Mutant(
        "an open POST is good for one deletion",
        "ends.py",
        "replace(one, open=False) if one is first_open else one for one in record.attempts",
        "one for one in record.attempts",
        ENDS + "one_open_post_makes_one_deletion_and_no_more",
    ),
    Mutant(
        "a POST that was found is not looked for again",
        "ends.py",
        "        record = replace(record, call=None)\n",
        "        pass\n",
        ENDS + "finding_the_post_of_a_deleted_contact_again_and_again_ends_the_search",
    ),
    Mutant(
        "a write to a person that ended is not awaited",
        "ends.py",
        "return replace(record, remote_id=None, call=None, extras=extras)",
        "return replace(record, remote_id=None, extras=extras)",
        ENDS + "a_contact_that_ended_while_our_write_was_open_asks_for_nothing",
    ),
    Mutant(
        "a list makes no record of a person that ended",
        "../use_cases/import_contacts.py",
        "elif contact.remote_id in ended:",
        "elif False:",
        "sync/test_stories_of_memory.py::test_a_list_does_not_bring_back_a_person_that_ended",
    ),
    Mutant(
        "an event makes no record of a person that ended",
        "../use_cases/digest_contact.py",
        "if remote_id in keeper.memory.ends([remote_id]):",
        "if False:",
        "sync/test_stories_of_memory.py::test_an_event_does_not_bring_back_a_person_that_ended",
    ),
    Mutant(
        "events wait for the answer to our own write",
        "../use_cases/digest_contact.py",
        "if _is_being_written(keeper, waiting):",
        "if False:",
        "sync/test_stories_of_memory.py::test_an_echo_waits_for_the_answer_that_explains_it",
    ),
)

MUTANTS = (
    *OF_VIXIEES,
    *OF_THE_DECISION,
    *OF_EVENTS,
    *OF_READS,
    *OF_THE_PLAN,
    *OF_ENDS,
)
