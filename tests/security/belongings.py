"""What an attacker may do with what we keep, and with whom we trust."""

from tests.rows import Row

_WALLS = "adapters/sql/test_walls"
_SEALING = "adapters/sql/test_sealing"
_UNINSTALLS = "adapters/http_server/test_uninstalls"
_LOG = "adapters/http_server/test_log"
_ERASING = "domain/use_cases/test_erasing"

OF_BELONGINGS = (
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
