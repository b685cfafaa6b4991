"""Rules for the decision, the plan, and the ends of contacts."""

from tests.domain.sync.mutants.mutant import ENDS, PIPEDRIVE, Mutant

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
        "if truth is None or truth.value != edit.value:\n        return None",
        "if truth is None:\n        return None\n    return truth.stamp",
        "sync/test_events.py::test_an_edit_that_loses_leaves_no_stamp_in_what_pipedrive_shows",
    ),
    Mutant(
        "a value that only equals the truth has not seen it",
        "compete.py",
        "return truth.stamp if made_it or edit.saw else None",
        "return truth.stamp",
        PIPEDRIVE + "an_older_edit_on_a_value_that_equals_the_truth_has_not_seen_the_truth",
    ),
    Mutant(
        "at a first meeting too",
        "matching.py",
        "replace(theirs.remote, shows=None) if",
        "theirs.remote if",
        "sync/test_matching.py::test_a_value_that_lost_at_the_meeting_is_not_taken_for_the_truth",
    ),
)

OF_THE_PLAN = (
    Mutant(
        "what Pipedrive does not take is not sent again",
        "plan.py",
        "        and not state.is_refused\n",
        "",
        "sync/test_answers.py::"
        "test_a_value_that_pipedrive_does_not_take_is_left_out_until_it_has_changed",
    ),
    Mutant(
        "what a creation left out was emptied by nobody",
        "reads.py",
        "if state.remote is None and state.is_refused:",
        "if False:",
        "sync/test_answers.py::test_what_a_creation_left_out_was_emptied_by_nobody",
    ),
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
        "return replace(left, remote_id=None, call=None, parked=None)",
        "return replace(left, remote_id=None, parked=None)",
        ENDS + "a_contact_that_ended_while_our_write_was_open_asks_for_nothing",
    ),
    Mutant(
        "a list makes no record of a person that ended",
        "../use_cases/import_records.py",
        "elif remote.remote_id in ended:",
        "elif False:",
        "sync/test_stories_of_memory.py::test_a_list_does_not_bring_back_a_person_that_ended",
    ),
    Mutant(
        "an event makes no record of a person that ended",
        "../use_cases/digest_record.py",
        "if remote_id in keeper.records.ends([remote_id]):",
        "if False:",
        "sync/test_stories_of_memory.py::test_an_event_does_not_bring_back_a_person_that_ended",
    ),
    Mutant(
        "events wait for the answer to our own write",
        "../use_cases/digest_record.py",
        "if _is_being_written(keeper, waiting):",
        "if False:",
        "sync/test_stories_of_memory.py::test_an_echo_waits_for_the_answer_that_explains_it",
    ),
    Mutant(
        "what people made by hand is not what our POST made",
        "../use_cases/meeting.py",
        "if sighting.made_by_hand:",
        "if False:",
        "use_cases/test_copies.py::test_the_copy_of_who_was_deleted_meanwhile_stays",
    ),
    Mutant(
        "what may be a copy waits until all that carry our id were looked for",
        "../use_cases/digest_record.py",
        "if _may_be_sought(keeper, waiting):",
        "if False:",
        "use_cases/test_copies.py::test_of_those_that_only_carry_our_id_the_oldest_is_ours",
    ),
    Mutant(
        "of what is told at once the creation is taken first",
        "../use_cases/digest_record.py",
        "sorted(waiting.events, key=_is_later)",
        "waiting.events",
        "use_cases/test_copies.py::"
        "test_a_copy_is_nobody_else_though_its_edit_is_told_before_its_creation",
    ),
)
