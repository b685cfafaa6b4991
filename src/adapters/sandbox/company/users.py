"""The company and its users (v1 `/users`)."""

from dataclasses import dataclass

from adapters.sandbox.exchange import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The company itself."""

    company_id: int
    company_name: str
    company_domain: str
    company_country: str = "DE"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user. Times are v1 texts; *api_token* is the personal token for `x-api-token`.

    An administrator of the account need not be one of the deals.
    """

    id: int
    name: str
    email: str
    api_token: str
    created: str
    modified: str
    phone: str | None = None
    is_active: bool = True
    is_admin: bool = False
    is_deals_admin: bool = True

    def shown(self, *, to: int | None = None) -> Json:
        """Give the v1 shape as the user with the id *to* sees it."""
        return {
            "id": self.id,
            "name": self.name,
            "default_currency": "EUR",
            "locale": "de_DE",
            "lang": 1,
            "email": self.email,
            "phone": self.phone,
            "activated": True,
            "last_login": self.modified,
            "created": self.created,
            "modified": self.modified,
            "has_created_company": self.is_admin,
            "access": self._access(),
            "active_flag": self.is_active,
            "timezone_name": "Europe/Berlin",
            "timezone_offset": "+01:00",
            "role_id": 1,
            "icon_url": None,
            "is_you": self.id == to,
            "is_deleted": False,
        }

    def _access(self) -> list[Json]:
        rights = {"sales": self.is_admin and self.is_deals_admin}
        if self.is_admin:
            rights |= {"global": True, "account_settings": True}
        return [
            {"app": app, "admin": admin, "permission_set_id": f"{app}-{admin:d}"}
            for app, admin in rights.items()
        ]


def shown_to_self(user: User, profile: Profile) -> Json:
    """Give `/users/me`: the user and the company."""
    return {
        **user.shown(to=user.id),
        "company_id": profile.company_id,
        "company_name": profile.company_name,
        "company_domain": profile.company_domain,
        "company_country": profile.company_country,
        "company_industry": "IT Services",
        "language": {"language_code": "de", "country_code": profile.company_country},
    }
