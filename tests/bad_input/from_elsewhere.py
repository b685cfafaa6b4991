"""Bad inputs from Pipedrive's answers, from administrators, from settings and the machine."""

from tests.rows import Row

_OWNERS = "domain/use_cases/test_owners_of_deals"
_PROPERTIES = "domain/use_cases/test_properties"
_OAUTH = "adapters/pipedrive/test_oauth"
_CLIENT = "adapters/pipedrive/test_client"
_ANSWERS = "adapters/pipedrive/test_answers"
_MIGRATIONS = "adapters/sql/test_migrations"

ROWS = (
    Row(
        52,
        "a stage of another pipeline, renamed, deleted",
        "refused with every fault; kept by its id and shown; held as stale and shown",
        (
            "domain/sync/test_pipeline_mapping::test_every_fault_of_a_mapping_is_listed",
            "domain/sync/test_pipeline_mapping::test_a_deleted_stage_or_step_makes_its_entry_stale",
            (
                "journeys/test_catalog"
                "::test_a_deleted_stage_makes_its_mapping_stale_and_a_renamed_one_is_shown"
            ),
        ),
    ),
    Row(
        53,
        "an owner who is inactive or unknown",
        "the fallback owner, and told",
        (
            f"{_OWNERS}::test_an_owner_that_is_not_clear_is_reported_and_stood_in_for",
            f"{_OWNERS}::test_an_inactive_owner_stays_the_owner_of_what_it_owns",
        ),
    ),
    Row(
        54,
        "a custom field or an option that is gone",
        "left out and reported, the rest is written; the mapping of a lost field is stale",
        (
            f"{_PROPERTIES}::test_a_field_that_is_gone_holds_nothing_else_up",
            (
                f"{_PROPERTIES}::test_an_option_that_is_gone_is_kept_in_vixiees_and_reported"
                "_and_the_rest_is_written"
            ),
            f"{_PROPERTIES}::test_a_value_that_the_field_cannot_hold_is_reported_and_not_sent",
        ),
    ),
    Row(
        55,
        "a mapping with two properties on one field, of a wrong type, of unknown names",
        "refused when it is set, every fault with its place",
        (
            f"{_PROPERTIES}::test_a_wrong_mapping_is_refused_with_every_fault",
            "domain/model/test_property_values::test_types_that_only_pipedrive_has_are_not_mapped",
            (
                "journeys/test_refused_deals"
                "::test_mappings_that_make_no_sense_are_refused_with_every_fault"
            ),
        ),
    ),
    Row(
        56,
        "a setting that is missing or wrong",
        "no start, a line a fault, no value shown",
        (
            "app/test_settings::test_a_wrong_setting_stops_the_start",
            "app/test_settings::test_all_faults_are_told_at_once",
        ),
    ),
    Row(
        57,
        "a database newer than the code, or never migrated",
        "no start, and what to do",
        (
            f"{_MIGRATIONS}::test_a_newer_database_is_neither_opened_nor_migrated",
            f"{_MIGRATIONS}::test_a_database_that_was_never_migrated_is_refused",
        ),
    ),
    Row(
        59,
        "tokens without a refresh token or a domain, of wrong types, HTML, a foreign domain",
        "INCOMPLETE_TOKENS, UNTRUSTED_API_DOMAIN: connect again; the old tokens stay",
        (
            f"{_OAUTH}::test_an_answer_that_cannot_be_used_asks_to_connect_again",
            f"{_OAUTH}::test_an_outage_costs_no_authorization",
        ),
    ),
    Row(
        60,
        "tokens that last 0, -5, 1e12 seconds",
        "bounded, and not renewed for each request",
        (
            f"{_OAUTH}::test_an_absurd_lifetime_is_bounded",
            (
                "domain/use_cases/test_tokens"
                "::test_tokens_of_a_short_life_are_not_renewed_for_each_request"
            ),
        ),
    ),
    Row(
        61,
        "a 200 of HTML, cut off, without end, packed a thousandfold",
        "tried again later; a written one may have been done",
        (
            f"{_CLIENT}::test_a_reading_that_goes_wrong_can_be_tried_again",
            f"{_CLIENT}::test_a_write_whose_answer_is_lost_may_have_been_done",
            f"{_CLIENT}::test_an_answer_without_end_is_cut_off",
            f"{_ANSWERS}::test_an_answer_that_is_no_contact_is_unreadable",
        ),
    ),
    Row(
        62,
        "a list that leads back to itself",
        "left, CURSOR_LOOP, begun anew later",
        (
            f"{_ANSWERS}::test_a_page_that_leads_to_itself_is_an_error",
            f"{_ANSWERS}::test_pages_in_a_circle_are_an_error",
            "domain/use_cases/test_import_circles::test_an_import_in_a_circle_stops_and_says_so",
            "domain/use_cases/test_upkeep::test_a_list_in_a_circle_is_left_and_begun_anew",
        ),
    ),
    Row(
        63,
        "a reset of a limit that is missing, -1, 9e9, soon",
        "of a burst between a second and ten minutes, else up to a day",
        (
            (
                "adapters/pipedrive/test_problems"
                "::test_a_burst_waits_as_long_as_pipedrive_asks_within_reason"
            ),
            "adapters/pipedrive/test_metered::test_an_absurd_header_tells_nothing",
        ),
    ),
    Row(
        67,
        "a secret whose key is missing",
        "no start, naming the setting that has to hold it",
        (
            "adapters/sql/test_sealing::test_a_store_does_not_open_without_the_key_of_its_secrets",
            (
                "adapters/sql/test_sealing"
                "::test_a_missing_key_is_named_with_the_setting_that_should_hold_it"
            ),
        ),
    ),
    Row(
        68,
        "a database that is full, read-only, gone",
        "503 to the webhook, UNAVAILABLE to the call, not ready",
        (
            (
                "adapters/http_server/test_webhooks"
                "::test_a_store_that_fails_asks_for_the_delivery_again"
            ),
            (
                "adapters/http_server/test_health"
                "::test_one_part_that_fails_makes_it_unready_and_is_named"
            ),
            f"{_MIGRATIONS}::test_a_server_that_is_not_there_is_said_to_be_unavailable",
            "adapters/sql/test_full_disk::test_a_full_database_is_unavailable",
            "adapters/sql/test_full_disk::test_a_server_that_only_reads_is_unavailable",
        ),
    ),
)
