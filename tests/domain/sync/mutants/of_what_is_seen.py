"""Rules for what Vixiees, webhooks and answers show."""

from tests.domain.sync.mutants.mutant import PIPEDRIVE, VIXIEES, Mutant

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

OF_EVENTS = (
    Mutant(
        "an echo has the very second of the write, not just its value",
        "events.py",
        "if write.landed is None:\n        return _left_before",
        "if True:\n        return _left_before",
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
        "(order is Order.TIE and is_itself)",
        "order is Order.TIE",
        "sync/test_events.py::"
        "test_the_echo_of_an_earlier_write_of_one_second_does_not_hide_the_later",
    ),
    Mutant(
        "only fields that an event names have its time",
        "events.py",
        "for name in _edited(fresh, told, echoed):",
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
        "order.py",
        "case Precision.SECOND:\n            return Order.TIE",
        "case Precision.SECOND:\n            return Order.OLDER",
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
        "return is_it and _left_before(write, told)",
        "return False",
        PIPEDRIVE + "whoever_edits_a_write_of_ours_whose_answer_was_lost_has_seen_it",
    ),
    Mutant(
        "but not an edit from before that write left",
        "events.py",
        "return is_it and _left_before(write, told)",
        "return is_it",
        PIPEDRIVE + "an_edit_from_before_our_open_write_left_has_not_seen_it",
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
        "a late write of the second that is known explains what a read shows",
        "reads.py",
        "or _may_follow(write, state.remote)",
        "or write.landed is None",
        PIPEDRIVE + "an_old_write_that_lands_in_the_second_of_a_newer_one_is_written_over",
    ),
    Mutant(
        "a late write of the second that is known is a doubt",
        "events.py",
        "            doubt = True\n",
        "            pass\n",
        PIPEDRIVE + "an_old_write_that_lands_in_the_second_of_a_newer_one_is_written_over",
    ),
    Mutant(
        "a page that newer evidence has passed does not count",
        "reads.py",
        "if is_stale(record, reading.issued_at):",
        "if False:",
        PIPEDRIVE + "a_list_page_that_our_write_has_passed_says_nothing",
    ),
    Mutant(
        "what was known when a write left is older than its answer",
        "answers.py",
        "if is_later and not is_newest:",
        "if is_later:",
        "sync/test_late_clocks.py::"
        "test_a_write_is_not_repeated_because_its_answer_seems_older_than_what_was_known",
    ),
    Mutant(
        "what was told meanwhile may be later than the answer",
        "answers.py",
        "if is_later and not is_newest:",
        "if False:",
        "sync/test_answers.py::"
        "test_an_answer_older_than_a_webhook_does_not_hide_what_the_webhook_told",
    ),
    Mutant(
        "what a creation shows is no later than Pipedrive's clock can have been",
        "answers.py",
        "write.sent_at - behind)",
        "write.sent_at)",
        "sync/test_late_clocks.py::"
        "test_an_edit_soon_after_a_creation_that_was_found_is_no_older_than_it",
    ),
    Mutant(
        "a deletion is not earlier because Pipedrive's clock is behind",
        "ends.py",
        "else made - behind)",
        "else made)",
        "sync/test_ends.py::"
        "test_a_contact_is_not_made_anew_because_pipedrives_clock_is_behind",
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
        "a difference is as old as the first read that shows it",
        "reads.py",
        "if state.suspected is not None and state.suspected.value == value:",
        "if False:",
        "sync/test_suspects.py::"
        "test_a_change_that_only_reads_show_is_not_younger_than_the_first_of_them",
    ),
    Mutant(
        "a difference is no older than the first read that shows its value",
        "reads.py",
        "if state.suspected is not None and state.suspected.value == value:",
        "if state.suspected is not None:",
        "sync/test_suspects.py::"
        "test_another_change_that_only_a_read_shows_is_as_young_as_that_one",
    ),
    Mutant(
        "a read does not end the wait for a write that may land after it",
        "reads.py",
        "call=_awaited(record.call, reading.issued_at)",
        "call=None",
        PIPEDRIVE + "a_page_served_while_our_write_is_in_flight_does_not_end_the_wait_for_it",
    ),
)
