"""What strangers may send, and what they may make us tell."""

from tests.rows import Row

_METHODS = "security/test_every_method"
_CALLERS = "adapters/grpc_server/test_callers"
_WALLS = "adapters/sql/test_walls"
_LOGINS = "adapters/http_server/test_logins"
_HOOKS = "adapters/http_server/test_webhooks"
_RAW = "adapters/http_server/test_raw_requests"
_ROOM = "adapters/grpc_server/test_room"
_SUBSCRIPTIONS = "domain/use_cases/test_subscriptions"
_OAUTH = "adapters/pipedrive/test_oauth"
_LOG = "adapters/http_server/test_log"

OF_STRANGERS = (
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
        "what is too slow, or too much at once",
        "given up, or told to come later, while others are served",
        (
            f"{_RAW}::test_a_body_that_trickles_does_not_get_more_time",
            f"{_RAW}::test_a_head_that_never_ends_is_cut_off",
            f"{_RAW}::test_one_connection_too_many_is_turned_away",
            f"{_ROOM}::test_one_stream_too_many_is_told_to_come_later_and_calls_still_pass",
            f"{_ROOM}::test_one_call_too_many_is_told_to_come_later_and_streams_still_open",
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
)
