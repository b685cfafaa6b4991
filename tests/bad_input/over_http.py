"""Bad inputs that arrive over HTTP: webhooks, logins, uninstallations."""

from tests.rows import Row

_JSON = "adapters/pipedrive/test_json_body::test_a_body_that_is_no_object_is_refused"
_ACCEPTED = "adapters/pipedrive/test_json_body::test_an_object_is_read"
_HOOK = "adapters/http_server/test_webhooks"
_REFUSED = f"{_HOOK}::test_a_body_that_is_no_event_is_refused_with_the_reason"
_KEPT_APART = (
    "adapters/pipedrive/test_events::test_a_genuine_event_that_cannot_be_used_has_a_problem",
    "domain/use_cases/test_webhooks::test_an_event_that_cannot_be_used_is_kept_and_noted",
    f"{_HOOK}::test_whatever_becomes_of_an_event_of_ours_it_is_acknowledged",
)
_IGNORED = (
    "adapters/pipedrive/test_events::test_what_is_not_mapped_is_no_event_and_no_problem",
    "domain/use_cases/test_webhooks::test_an_entity_that_is_not_mapped_is_ignored",
)
_INSTANTS = "adapters/pipedrive/test_instants"
_FIT = "adapters/pipedrive/test_scalars::test_a_text_is_made_fit_to_be_stored"
_CONTACT = "domain/model/test_contact"

ROWS = (
    Row(1, "an empty webhook body", "400 EMPTY_BODY", (_REFUSED, _JSON)),
    Row(2, "HTML, a form", "400 NOT_JSON, with the position", (_REFUSED, _JSON)),
    Row(3, "a JSON array, text, number, null", "422 NOT_AN_OBJECT", (_REFUSED, _JSON)),
    Row(4, "two objects in one body", "400 TRAILING_DATA, with the position", (_JSON,)),
    Row(5, "bytes that are no UTF-8", "400 INVALID_UTF8, with the position", (_JSON,)),
    Row(
        6,
        "a byte order mark; UTF-16",
        "the mark is taken, UTF-16 is 400 ENCODING",
        (_ACCEPTED, _JSON),
    ),
    Row(7, "NaN, Infinity, 1e400", "422 NOT_FINITE", (_JSON,)),
    Row(8, "an integer of 5,000 digits", "422 NUMBER_TOO_LARGE", (_JSON,)),
    Row(
        9,
        "an id of 0, -1, 2^63, 1.5, true, 12abc",
        "from Pipedrive kept apart as INVALID_ID, answered with 2xx",
        (
            *_KEPT_APART,
            "adapters/pipedrive/test_scalars::test_a_number_that_fits_no_column_is_no_id",
        ),
    ),
    Row(10, "5,000 levels of nesting", "400 TOO_DEEP", (_JSON,)),
    Row(11, "a key twice", "400 DUPLICATE_KEY, which", (_JSON,)),
    Row(
        12,
        "NUL in a text",
        "from Vixiees NUL_CHARACTER by field, from Pipedrive made fit",
        (f"{_CONTACT}::test_what_no_side_can_hold_is_refused_by_field", _FIT),
    ),
    Row(
        13,
        "half a surrogate pair",
        "from Vixiees INVALID_UNICODE by field, from Pipedrive made fit",
        (f"{_CONTACT}::test_what_no_side_can_hold_is_refused_by_field", _FIT),
    ),
    Row(
        14,
        "a text of a million characters",
        "TOO_LONG by field, never repeated in the refusal",
        (
            f"{_CONTACT}::test_what_no_side_can_hold_is_refused_by_field",
            f"{_CONTACT}::test_a_refusal_never_repeats_what_was_written",
            _KEPT_APART[0],
        ),
    ),
    Row(
        15,
        "control characters, a name nobody can see",
        "CONTROL_CHARACTER, NAME_REQUIRED",
        (
            f"{_CONTACT}::test_what_no_side_can_hold_is_refused_by_field",
            f"{_CONTACT}::test_a_person_without_a_visible_name_is_refused",
        ),
    ),
    Row(
        16,
        "a body over 1 MB, or without end",
        "413, the connection is closed",
        (
            (
                "adapters/http_server/test_raw_requests"
                "::test_the_largest_body_is_taken_and_one_byte_more_is_not"
            ),
            "adapters/http_server/test_raw_requests::test_chunks_without_end_are_refused",
        ),
    ),
    Row(17, "Content-Encoding: gzip", "415", (f"{_HOOK}::test_an_encoded_body_is_refused",)),
    Row(
        18,
        "no or wrong credentials",
        "401 without a hint",
        (f"{_HOOK}::test_wrong_credentials_are_refused_without_a_hint",),
    ),
    Row(
        19,
        "an unknown webhook address",
        "404 like any unknown address",
        (f"{_HOOK}::test_an_unknown_path_token_answers_like_any_unknown_address",),
    ),
    Row(
        20,
        "an event of another company",
        "403",
        (
            f"{_HOOK}::test_an_event_of_another_company_is_forbidden",
            "domain/use_cases/test_webhooks::test_an_event_of_another_company_is_refused",
        ),
    ),
    Row(21, "webhook version 1.0 or 3.0", "kept apart as UNSUPPORTED_VERSION", _KEPT_APART),
    Row(22, "an unknown entity", "200, ignored", _IGNORED),
    Row(23, "an unknown action", "200, ignored", _IGNORED),
    Row(24, "no meta, id or time", "kept apart as MISSING_FIELD", _KEPT_APART),
    Row(
        25,
        "a change without its data",
        "200, the record is read",
        (
            "adapters/pipedrive/test_events::test_an_event_without_data_leaves_everything_open",
            "domain/use_cases/test_events::test_an_event_without_its_data_is_looked_up",
        ),
    ),
    Row(
        26,
        "30 February, year 0 and 10000, a leap second, seconds since 1970",
        "INVALID_TIMESTAMP; the leap second and whole seconds are taken",
        (
            f"{_INSTANTS}::test_anything_else_is_refused",
            f"{_INSTANTS}::test_an_instant_is_read_as_utc",
        ),
    ),
    Row(
        27,
        "a time without its zone, with a blank, as a week date",
        "TIMEZONE_REQUIRED, INVALID_TIMESTAMP",
        (f"{_INSTANTS}::test_anything_else_is_refused",),
    ),
    Row(
        28,
        "a time ten years ahead",
        "does not win for ten years; from Vixiees taken as now and told",
        (
            "domain/use_cases/test_events::test_an_event_of_the_far_future_does_not_win_for_ever",
            f"{_CONTACT}::test_a_time_of_the_future_is_taken_as_the_present_and_told",
        ),
    ),
    Row(
        29,
        "a fifth attempt, an attempt called x",
        "200",
        ("adapters/pipedrive/test_events::test_the_attempt_does_not_matter",),
    ),
    Row(
        30,
        "GET or PUT at a webhook address",
        "405 and what is allowed",
        (f"{_HOOK}::test_a_method_other_than_post_is_told_what_is_allowed",),
    ),
    Row(
        58,
        "a login that comes back without code or state, unknown, used, refused",
        "a page that says so with the way back; nothing is connected",
        (
            "adapters/http_server/test_logins::test_a_broken_way_back_is_explained_and_connects_nothing",
            "adapters/http_server/test_logins::test_a_refusal_is_confirmed_and_ends_the_login",
            "adapters/http_server/test_logins::test_another_browser_cannot_finish_the_login",
            "adapters/http_server/test_logins::test_a_code_works_once",
        ),
    ),
    Row(
        64,
        "very many webhooks at once",
        "all stored and acknowledged; more connections than can be served get 503",
        (
            f"{_HOOK}::test_fifty_deliveries_at_once_are_all_stored",
            "adapters/http_server/test_raw_requests::test_one_connection_too_many_is_turned_away",
        ),
    ),
)
