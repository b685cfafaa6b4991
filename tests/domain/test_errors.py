"""What every error says: a word for machines and a sentence for people."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.errors import (
    CrmLimit,
    InvalidInput,
    LeaseLost,
    MarkerGone,
    MassBlanking,
    MassDeletion,
    NotFound,
    PropertyRefused,
    StoreUnavailable,
    SyncError,
    Violation,
)
from tests.domain.sentences import is_sentence

_WRONG = Violation(field="fields.phone", reason="TOO_LONG", message="it is too long.")
_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("make", "reason", "said"),
    [
        (lambda: InvalidInput(_WRONG), "TOO_LONG", "fields.phone: it is too long."),
        (lambda: NotFound("deal", "roof"), "DEAL_NOT_FOUND", "There is no deal 'roof'."),
        (LeaseLost, "LEASE_LOST", "Another worker"),
        (StoreUnavailable, "STORE_UNAVAILABLE", "The database"),
        (MarkerGone, "MARKER_GONE", "Our custom field"),
        (
            lambda: CrmLimit("Slow down.", retry_after=_MINUTE, daily=True),
            "REQUEST_LIMIT",
            "Slow down.",
        ),
        (lambda: PropertyRefused("age", "No such value."), "VALUE_REFUSED", "No such value."),
        (lambda: MassDeletion("contact", 30), "MASS_DELETION", "30 contacts were deleted"),
        (lambda: MassBlanking("deal", 30), "MASS_BLANKING", "Fields of 30 deals were emptied"),
    ],
)
def test_an_error_has_a_reason_and_a_sentence(
    make: Callable[[], SyncError], reason: str, said: str
) -> None:
    error = make()

    assert (error.reason, str(error)) == (reason, error.message)
    assert is_sentence(error.message)
    assert error.message.startswith(said)


def test_an_error_names_what_it_is_about() -> None:
    limit = CrmLimit("Slow down.", retry_after=_MINUTE, daily=True)

    assert InvalidInput(_WRONG).metadata == {"field": "fields.phone"}
    assert NotFound("deal", "roof").metadata == {"identifier": "roof"}
    assert PropertyRefused("age", "No.").code == "age"
    assert (limit.retry_after, limit.daily) == (_MINUTE, True)
