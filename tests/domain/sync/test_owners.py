"""Which user of Pipedrive an agent of Vixiees is."""

import pytest

from domain.model.catalog import User, UserId
from domain.sync.owners import outdated, owner_for

ANN = "ann@acme.test"


def a_user(number: int, email: str = ANN, *, active: bool = True) -> User:
    return User(user_id=UserId(number), name=f"User {number}", email=email, is_active=active)


BOSS = a_user(9, "boss@acme.test")
GONE_BOSS = a_user(9, "boss@acme.test", active=False)
NOT_CLEAR = {
    "OWNER_UNKNOWN": [],
    "OWNER_INACTIVE": [a_user(1, active=False)],
    "OWNER_AMBIGUOUS": [a_user(1), a_user(2, active=False)],
}


def test_an_agent_is_the_user_of_the_same_address_however_it_is_written() -> None:
    assert owner_for(" Ann@ACME.test", [BOSS, a_user(1, "ann@Acme.test ")], None, None) == (
        "1",
        None,
    )


@pytest.mark.parametrize("active", [True, False])
def test_whoever_owns_it_already_stays_the_owner(*, active: bool) -> None:
    users = [a_user(1), a_user(2, active=active)]
    assert owner_for(ANN, users, "2", BOSS.user_id) == ("2", None)


@pytest.mark.parametrize("reason", NOT_CLEAR)
def test_where_the_owner_is_not_clear_the_fallback_stands_in(reason: str) -> None:
    value, notice = owner_for(ANN, [*NOT_CLEAR[reason], BOSS], "7", BOSS.user_id)
    assert value == "9"
    assert notice is not None
    assert (notice.field, notice.reason) == ("fields.owner_email", reason)
    assert notice.message.endswith(". The fallback owner was taken.")


@pytest.mark.parametrize("reason", NOT_CLEAR)
def test_without_a_fallback_the_owner_is_left_as_it_is(reason: str) -> None:
    value, notice = owner_for(ANN, [*NOT_CLEAR[reason], BOSS], "7", None)
    assert value is None
    assert notice is not None
    assert notice.reason == reason
    assert notice.message.endswith("The owner was left as it is.")


@pytest.mark.parametrize("others", [[GONE_BOSS], []])
def test_a_fallback_that_has_left_gets_nothing_and_is_told_of(others: list[User]) -> None:
    value, notice = owner_for(ANN, others, None, BOSS.user_id)
    assert value is None
    assert notice is not None
    assert "call SetFallbackOwner" in notice.message


def test_an_ambiguous_address_says_how_many_users_have_it() -> None:
    _, notice = owner_for(ANN, [a_user(1), a_user(2), a_user(3)], None, None)
    assert notice is not None
    assert notice.message.startswith("3 users of Pipedrive")


def test_an_old_address_is_told_with_what_to_do() -> None:
    notice = outdated()
    assert (notice.field, notice.reason) == ("fields.owner_email", "OWNER_OUTDATED")
    assert "The owner was left as it is. Apply the change feed" in notice.message
