"""What an attacker may try."""

from collections.abc import Mapping

from tests.rows import Row

_METHODS = "security/test_every_method"
_CALLERS = "adapters/grpc_server/test_callers"
_WALLS = "adapters/sql/test_walls"
_LOGINS = "adapters/http_server/test_logins"
_HOOKS = "adapters/http_server/test_webhooks"
_RAW = "adapters/http_server/test_raw_requests"
_SEALING = "adapters/sql/test_sealing"
_UNINSTALLS = "adapters/http_server/test_uninstalls"
_SUBSCRIPTIONS = "domain/use_cases/test_subscriptions"
_OAUTH = "adapters/pipedrive/test_oauth"
_LOG = "adapters/http_server/test_log"
_ERASING = "domain/use_cases/test_erasing"

ROWS = (
    Row(
        1,
        "a method without a token, or with a wrong one",
        "UNAUTHENTICATED, and nothing is reached",
        (f"{_METHODS}::test_no_method_is_open", f"{_CALLERS}::test_nobody_else_is"),
    ),
    Row(
        2,
        "a method for another account",
        "PERMISSION_DENIED before anything is looked up; the database shows no foreign row",
        (
            f"{_METHODS}::test_a_token_reaches_no_other_account",
            f"{_CALLERS}::test_streams_and_lists_keep_to_the_accounts_too",
            f"{_WALLS}::test_a_look_without_a_condition_shows_ones_own_rows_alone",
            f"{_WALLS}::test_the_rows_of_others_can_neither_be_changed_nor_made",
        ),
    ),
    Row(
        3,
        "health, reflection and error pages that tell too much",
        "they tell nothing of what it is made of; reflection can be switched off",
        (
            "adapters/http_server/test_health::test_no_answer_tells_what_it_is_made_of",
            "adapters/grpc_server/test_health::test_reflection_can_be_switched_off",
            "adapters/grpc_server/test_refusals::test_an_unforeseen_error_shows_only_its_number",
        ),
    ),
    Row(
        4,
        "a forged webhook",
        "401 or 404 without a hint, 403 for another company; nothing is stored",
        (
            f"{_HOOKS}::test_wrong_credentials_are_refused_without_a_hint",
            f"{_HOOKS}::test_an_unknown_path_token_answers_like_any_unknown_address",
            f"{_HOOKS}::test_an_event_of_another_company_is_forbidden",
            "domain/use_cases/test_webhooks::test_no_other_password_does",
        ),
    ),
    Row(
        5,
        "a genuine webhook once more, now or much later",
        "known, without effect",
        (
            "domain/use_cases/test_events::test_an_event_that_comes_again_is_known",
            (
                "contracts/store/test_inbox"
                "::test_a_digested_delivery_waits_no_more_but_is_still_recognised"
            ),
        ),
    ),
    Row(
        6,
        "the change of a webhook's secret",
        "no delivery is refused meanwhile",
        (
            f"{_SUBSCRIPTIONS}::test_the_secret_is_changed_every_month_and_no_delivery_is_refused",
            (
                f"{_SUBSCRIPTIONS}"
                "::test_a_change_of_the_secret_that_fails_in_the_middle_is_finished_later"
            ),
        ),
    ),
    Row(
        7,
        "a login's way back that is forged, used, another browser's",
        "a page that says so; nothing is connected",
        (
            f"{_LOGINS}::test_a_broken_way_back_is_explained_and_connects_nothing",
            f"{_LOGINS}::test_another_browser_cannot_finish_the_login",
            f"{_LOGINS}::test_a_code_works_once",
            "contracts/store/test_secrets::test_a_login_is_taken_once",
        ),
    ),
    Row(
        10,
        "scripts in names, notes, bodies and error texts",
        "shown as text; pages allow no script",
        (
            f"{_LOGINS}::test_a_hostile_company_name_is_shown_as_text",
            f"{_LOGINS}::test_a_hostile_failure_is_shown_as_text",
            f"{_LOGINS}::test_pages_forbid_scripts_frames_caches_and_referrers",
            "adapters/html/test_sanitizing::test_what_runs_or_loads_is_gone",
        ),
    ),
    Row(
        12,
        "SQL in any text",
        "stored and read back as text; ruff S608 refuses statements made of text",
        (
            "contracts/store/test_hostile_texts::test_hostile_texts_are_stored_as_they_are",
            "contracts/store/test_hostile_texts::test_hostile_ids_find_nothing_else",
        ),
    ),
    Row(
        13,
        "a made-up page token",
        "INVALID_ARGUMENT",
        ("domain/use_cases/test_calls::test_a_forged_page_token_is_refused",),
    ),
    Row(
        14,
        "secrets in logs, texts and error details",
        "none",
        (
            (
                "security/test_canaries"
                "::test_a_whole_life_leaves_no_trace_of_persons_or_secrets_in_the_log"
            ),
            f"{_LOG}::test_no_secret_and_nothing_personal_is_ever_logged",
            f"{_OAUTH}::test_tokens_are_never_printed",
        ),
    ),
    Row(
        15,
        "what is too large",
        "413, RESOURCE_EXHAUSTED, INVALID_ARGUMENT",
        (
            f"{_RAW}::test_a_body_announced_too_large_is_refused_before_it_comes",
            f"{_RAW}::test_chunks_without_end_are_refused",
            "adapters/grpc_server/test_refusals::test_a_message_that_is_too_large_is_refused",
            "adapters/grpc_server/test_contacts::test_a_batch_without_end_is_cut_off",
        ),
    ),
    Row(
        16,
        "what is too slow",
        "given up, while others are served",
        (
            f"{_RAW}::test_a_body_that_trickles_does_not_get_more_time",
            f"{_RAW}::test_a_head_that_never_ends_is_cut_off",
            f"{_RAW}::test_one_connection_too_many_is_turned_away",
        ),
    ),
    Row(
        17,
        "what grows when it is unpacked or parsed",
        "refused, with bounds on size, depth and digits",
        (
            f"{_HOOKS}::test_an_encoded_body_is_refused",
            "adapters/pipedrive/test_client::test_an_answer_without_end_is_cut_off",
            "adapters/pipedrive/test_json_body::test_a_body_that_is_no_object_is_refused",
            "adapters/html/test_sanitizing::test_a_body_of_five_megabytes_is_cut_and_closed",
        ),
    ),
    Row(
        18,
        "an answer that leads us elsewhere",
        "tokens go to Pipedrive's own addresses alone, redirects are not followed",
        (
            "adapters/pipedrive/test_addresses::test_no_other_address_is",
            "adapters/pipedrive/test_client::test_tokens_are_never_sent_to_a_stranger",
            f"{_OAUTH}::test_an_answer_that_cannot_be_used_asks_to_connect_again",
            "adapters/pipedrive/test_problems::test_a_reading_that_failed",
        ),
    ),
    Row(
        19,
        "a request that two readers could read differently",
        "400, the connection is closed",
        (f"{_RAW}::test_a_request_that_two_readers_could_read_differently_is_refused",),
    ),
    Row(
        20,
        "a stolen or doctored database",
        "secrets cannot be read, moved or changed",
        (
            f"{_SEALING}::test_neither_tokens_nor_passwords_can_be_read_in_the_file",
            f"{_SEALING}::test_a_secret_moved_to_another_connection_does_not_open",
            f"{_SEALING}::test_a_secret_that_was_changed_does_not_open",
        ),
    ),
    Row(
        21,
        "a new encryption key",
        "seals from now on, while the old one still opens",
        (f"{_SEALING}::test_a_new_key_seals_and_the_old_one_still_opens",),
    ),
    Row(
        22,
        "a statement that forgets whose rows it wants",
        "PostgreSQL shows no other account's",
        (
            f"{_WALLS}::test_every_table_of_accounts_has_its_wall",
            f"{_WALLS}::test_what_one_transaction_sees_the_next_one_does_not",
        ),
    ),
    Row(
        23,
        "line breaks and escapes in what is logged",
        "words of machines alone are logged, on one line",
        (
            f"{_LOG}::test_an_answer_leaves_its_route_status_and_duration",
            "adapters/pipedrive/test_problems::test_a_reading_that_failed",
        ),
    ),
    Row(
        24,
        "persons in logs",
        "none",
        (
            (
                "security/test_canaries"
                "::test_a_whole_life_leaves_no_trace_of_persons_or_secrets_in_the_log"
            ),
            "domain/model/test_contact::test_a_refusal_never_repeats_what_was_written",
        ),
    ),
    Row(
        25,
        "a person who wants to be forgotten",
        "nothing is left, nor comes back",
        (
            f"{_ERASING}::test_nothing_of_an_erased_contact_is_remembered",
            f"{_ERASING}::test_what_was_logged_with_an_erased_contact_is_forgotten",
            f"{_ERASING}::test_an_erased_contact_is_not_found_anew_by_an_audit",
            "security/test_erasure::test_nothing_of_an_erased_contact_is_left",
        ),
    ),
    Row(
        26,
        "a forged uninstallation",
        "401 or 404, and repeating it changes nothing",
        (
            f"{_UNINSTALLS}::test_a_wrong_secret_changes_nothing",
            f"{_UNINSTALLS}::test_no_secret_changes_nothing",
            f"{_UNINSTALLS}::test_an_unknown_company_is_not_found",
        ),
    ),
    Row(
        27,
        "a package that was exchanged",
        "every file of the lock has its hash",
        ("security/test_supply::test_every_package_is_pinned_with_hashes",),
    ),
    Row(
        29,
        "an account that keeps everybody else waiting",
        "accounts take turns",
        (
            "domain/use_cases/test_workers::test_a_busy_connection_lets_others_have_their_turn",
            "contracts/store/test_leases::test_connections_take_turns",
        ),
    ),
)

NOT_HERE: Mapping[int, str] = {
    8: "Pipedrive offers no PKCE; the address to come back to is a setting, never a parameter.",
    9: "No address to go to is ever taken from a request: RETURN_URL is a setting.",
    11: "There are no pages that change anything but the login, which is bound to its browser (7).",
    28: "Secrets are compared by hmac.compare_digest; timings are not measured on shared machines.",
    30: "Callers have tokens from the settings; certificates and JWTs are their mesh's.",
}
"""Ideas that have no place here, and why."""
