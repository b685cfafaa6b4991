"""Bad inputs that arrive over gRPC."""

from tests.rows import Row

_REFUSALS = "adapters/grpc_server/test_refusals"
_BYTES = f"{_REFUSALS}::test_bytes_that_are_no_message_are_refused"
_CONTACT = f"{_REFUSALS}::test_a_contact_that_cannot_be_read_is_refused"
_DEAL = "adapters/grpc_server/test_deals::test_a_deal_that_cannot_be_read_is_refused"
_CALL = "adapters/grpc_server/test_activities::test_a_call_that_cannot_be_read_is_refused"
_VALUES = "domain/use_cases/test_values_of_deals"
_FAULTS = "domain/activity/test_violations::test_each_fault_has_its_field_and_reason"

ROWS = (
    Row(31, "bytes that are no message", "INVALID_ARGUMENT MALFORMED_MESSAGE", (_BYTES,)),
    Row(32, "a text that is no UTF-8", "INVALID_ARGUMENT MALFORMED_MESSAGE", (_BYTES,)),
    Row(33, "150 levels of nesting", "INVALID_ARGUMENT MALFORMED_MESSAGE", (_BYTES,)),
    Row(
        34,
        "an unknown method or service",
        "UNIMPLEMENTED",
        (f"{_REFUSALS}::test_an_unknown_method_is_unimplemented",),
    ),
    Row(
        35,
        "a message over 8 MB",
        "RESOURCE_EXHAUSTED; below that an e-mail is cut",
        (
            f"{_REFUSALS}::test_a_message_that_is_too_large_is_refused",
            "journeys/test_emails::test_a_body_of_five_megabytes_is_cut_with_a_marker",
        ),
    ),
    Row(
        36,
        "20 KB of metadata",
        "RESOURCE_EXHAUSTED",
        (f"{_REFUSALS}::test_metadata_that_is_too_large_is_refused",),
    ),
    Row(
        37,
        "no token, a malformed or unknown one",
        "UNAUTHENTICATED TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_UNKNOWN",
        ("adapters/grpc_server/test_callers::test_nobody_else_is",),
    ),
    Row(
        38,
        "an account id that is empty, malformed, unknown, another's",
        "INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED for every method",
        (
            "adapters/grpc_server/test_accounts::test_every_method_checks_the_account",
            "adapters/grpc_server/test_callers::test_a_token_acts_for_its_accounts_alone",
            "adapters/grpc_server/test_callers::test_streams_and_lists_keep_to_the_accounts_too",
        ),
    ),
    Row(39, "an enum left out or unknown", "INVALID_ARGUMENT by field", (_CALL, _DEAL)),
    Row(
        40,
        "a required message left out",
        "INVALID_ARGUMENT REQUIRED by field",
        (_CONTACT, _CALL),
    ),
    Row(
        41,
        "a mask with an unknown or read-only path, or empty",
        "INVALID_ARGUMENT",
        (_CONTACT, _DEAL),
    ),
    Row(
        42,
        "a page size below 0 or huge; a made-up page token",
        "INVALID_ARGUMENT; cut to 500; INVALID_ARGUMENT",
        (
            f"{_REFUSALS}::test_a_negative_page_is_refused",
            "adapters/grpc_server/test_contacts::test_a_larger_page_than_possible_is_cut",
            "domain/use_cases/test_calls::test_a_forged_page_token_is_refused",
        ),
    ),
    Row(
        43,
        "a deadline that has passed",
        "nothing is done",
        (f"{_REFUSALS}::test_a_passed_deadline_reaches_nobody",),
    ),
    Row(
        44,
        "a request id used for something else",
        "ALREADY_EXISTS",
        ("domain/use_cases/test_calls::test_a_request_id_for_something_else_is_refused",),
    ),
    Row(
        45,
        "a phone that is none",
        "stored as it is, told as PHONE_NOT_NORMALISABLE, matched with nobody",
        (
            "domain/model/test_contact::test_a_phone_that_is_no_number_is_told",
            "adapters/phones/test_phones::test_what_is_no_phone_has_no_key",
            ("domain/use_cases/test_logging_numbers::test_a_number_that_is_none_makes_no_contact"),
        ),
    ),
    Row(
        46,
        "an e-mail address that is none",
        "contacts have none; of an agent it is nobody's: the fallback owner, and told",
        (
            (
                "domain/use_cases/test_owners_of_deals"
                "::test_an_owner_that_is_not_clear_is_reported_and_stood_in_for"
            ),
            (
                "domain/use_cases/test_logging"
                "::test_an_unknown_agent_leaves_it_to_the_fallback_owner_and_is_told"
            ),
        ),
    ),
    Row(
        47,
        "an amount of NaN, 1e30, 1,234.50; a currency nobody uses; four decimals of yen",
        "INVALID_ARGUMENT by field; rounded and told",
        (
            "domain/model/test_money::test_what_is_no_plain_decimal_is_no_number",
            "domain/model/test_money::test_what_nobody_pays_with_is_no_currency",
            "domain/model/test_money::test_an_amount_is_rounded_to_the_digits_of_its_currency",
            "domain/use_cases/test_deals::test_a_wrong_deal_is_refused_with_every_fault",
            f"{_VALUES}::test_a_value_is_rounded_to_its_currency_and_says_so",
            (
                f"{_VALUES}::test_a_currency_that_the_company_does_not_use_is_refused"
                "_and_the_others_are_told"
            ),
            (
                "journeys/test_refused_deals"
                "::test_a_deal_that_makes_no_sense_is_refused_and_nothing_is_stored"
            ),
        ),
    ),
    Row(
        48,
        "a call of -5 seconds, of 3,599.6 seconds, of ten days",
        "INVALID_ARGUMENT; counted in begun minutes, never 00:60",
        (
            _FAULTS,
            (
                "domain/activity/test_duration"
                "::test_every_duration_of_a_day_is_a_time_of_day_that_never_falls"
            ),
            "adapters/grpc_server/test_activities::test_the_length_of_a_call_is_told_either_way",
        ),
    ),
    Row(
        49,
        "a call that ends before it starts, of 1970, of 2099",
        "INVALID_ARGUMENT END_BEFORE_START, TIME_OUT_OF_RANGE",
        (_CALL, "domain/activity/test_violations::test_the_time_has_to_be_one_that_can_be"),
    ),
    Row(
        50,
        "an activity with a contact or deal that was never handed in",
        "parked with the reason, and goes once it was",
        (
            "domain/use_cases/test_logging_links::test_a_call_waits_for_its_contact_and_then_goes",
            "domain/use_cases/test_logging_links::test_a_deal_is_waited_for_and_linked",
        ),
    ),
    Row(
        51,
        "a recording link of javascript:, file:, into a private network",
        "INVALID_ARGUMENT by field",
        ("domain/activity/test_violations::test_a_link_leads_to_the_internet",),
    ),
    Row(
        65,
        "a place in the feed that is negative, of the future, too old, another's",
        "INVALID_ARGUMENT; OUT_OF_RANGE with the oldest; NOT_FOUND",
        (
            "adapters/grpc_server/test_changes::test_a_negative_number_is_refused",
            "domain/use_cases/test_following::test_a_number_of_the_future_is_refused",
            (
                "adapters/grpc_server/test_changes"
                "::test_a_cursor_that_is_too_old_is_told_where_to_begin"
            ),
            (
                "journeys/test_forgetting"
                "::test_a_cursor_that_is_too_old_is_told_from_where_changes_are_kept"
            ),
            "domain/use_cases/test_following::test_an_unknown_account_has_no_feed",
        ),
    ),
    Row(
        66,
        "erasing whom nobody knows; erasing twice",
        "NOT_FOUND; nothing more happens",
        (
            "domain/use_cases/test_erasing::test_what_is_not_there_cannot_be_erased",
            "domain/use_cases/test_erasing::test_erasing_again_changes_nothing",
        ),
    ),
)
