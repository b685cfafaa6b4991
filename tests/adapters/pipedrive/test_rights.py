"""What whoever authorized us may see, told by their rights (`GET /api/v1/users/me`, `access`)."""

import pytest

from adapters.pipedrive.setup_shapes import User, identity_of
from domain.model.values import Kind

_BOTH = frozenset({Kind.CONTACT, Kind.DEAL})


@pytest.mark.parametrize(
    ("rights", "hidden"),
    [
        ({"global": True, "sales": True}, frozenset()),
        ({"global": True, "sales": False}, {Kind.DEAL}),
        ({"global": False, "sales": True}, {Kind.CONTACT}),
        ({"account_settings": True, "global": False, "sales": False}, _BOTH),
        ({"global": False, "sales": False}, _BOTH),
    ],
)
def test_who_is_no_administrator_of_a_kind_misses_some_of_it(
    rights: dict[str, bool], hidden: frozenset[Kind]
) -> None:
    assert identity_of(_user(rights)).hidden == hidden


@pytest.mark.parametrize("access", [None, [], [{"app": "projects", "admin": False}], [{}]])
def test_rights_that_are_not_told_hide_nothing(access: object) -> None:
    user = User.model_validate({"id": 1, "company_id": 2, "access": access})
    assert identity_of(user).hidden == frozenset()


@pytest.mark.parametrize(
    ("rights", "is_admin"),
    [
        ({"global": True}, True),
        ({"account_settings": True}, True),
        ({"sales": True}, False),
        ({"global": False}, False),
    ],
)
def test_an_administrator_is_one_of_the_account_or_its_global_features(
    rights: dict[str, bool], *, is_admin: bool
) -> None:
    assert identity_of(_user(rights)).is_admin is is_admin


def _user(rights: dict[str, bool]) -> User:
    access = [{"app": app, "admin": admin} for app, admin in rights.items()]
    return User.model_validate({"id": 1, "company_id": 2, "access": access})
