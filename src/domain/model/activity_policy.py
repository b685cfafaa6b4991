"""How an account wants its activities in Pipedrive, and the types that the company has for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Unknown(StrEnum):
    """What becomes of a call whose number is nobody's."""

    CREATE_CONTACT = "create_contact"
    LOG_ON_NOBODY = "log_on_nobody"
    SKIP = "skip"


class Language(StrEnum):
    """What the subjects and headings are written in."""

    ENGLISH = "en"
    SPANISH = "es"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPolicy:
    """How activities are logged.

    *region* (`ES`) is where numbers without a country are from; empty: the service's own default.
    *own_numbers* are the account's, never a customer's. Activities of agents who are no users of
    Pipedrive belong to *fallback_owner* (an e-mail address), else to whoever connected. *types* are
    the key strings of activity types to take instead of `call`, `email` and `task`; *wording*
    replaces single texts, in one language or in all (see domain.activity.wording).
    """

    unknown: Unknown = Unknown.LOG_ON_NOBODY
    language: Language = Language.ENGLISH
    region: str = ""
    own_numbers: tuple[str, ...] = ()
    fallback_owner: str = ""
    types: Mapping[str, str] = field(default_factory=dict)
    wording: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityType:
    """A type of activity; *key* never changes, its name may, and it may be switched off."""

    key: str
    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityTypes:
    """The company's types in its order, as they were at a time."""

    types: tuple[ActivityType, ...]
    read_at: datetime
