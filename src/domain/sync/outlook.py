"""What happens next at a connection by itself, and what its administrator can do, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.model.connection import Connection, ConnectionState
from domain.model.values import Kind

_WAITS = "Whatever is handed in or told meanwhile is accepted and waits; nothing is lost."
_LOGIN = "Log in as an administrator in Settings › Integrations › Pipedrive."
_TRIED = "Resuming the connection has this tried at once."


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Both are empty where there is nothing to say."""

    what_next: str = ""
    what_to_do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindSpot:
    """Something in Pipedrive that the connection cannot see; *reason* is a word for machines."""

    reason: str
    message: str


_BY_STATE: Mapping[ConnectionState, Outlook] = {
    ConnectionState.CONNECTING: Outlook(what_next=_WAITS, what_to_do=_LOGIN),
    ConnectionState.IMPORTING: Outlook(
        what_next="Pipedrive's companies, contacts and deals are read, newest first; what is read "
        "can be looked up and edited at once. What only Vixiees has is created in Pipedrive "
        "after that."
    ),
    ConnectionState.ACTIVE: Outlook(),
    ConnectionState.NEEDS_RECONNECT: Outlook(
        what_next=f"{_WAITS} After the login it goes on where it was.", what_to_do=_LOGIN
    ),
    ConnectionState.DISCONNECTED: Outlook(
        what_next="Our webhooks and our authorization are given back to Pipedrive. What is known "
        "is kept for the next login.",
        what_to_do=_LOGIN,
    ),
    ConnectionState.UNINSTALLED: Outlook(
        what_next="What is known is kept for the next login.", what_to_do=_LOGIN
    ),
}
_BY_PAUSE: Mapping[str, Outlook] = {
    "EXPIRED_ACCOUNT": Outlook(
        what_next="One request asks whether the company is open again, after 1 hour, then 2, 4, 8 "
        f"and at last 24. {_WAITS}",
        what_to_do=f"Pay for the Pipedrive company, or have it opened again. {_TRIED}",
    ),
    "REQUEST_LIMIT": Outlook(
        what_next=f"One request an hour asks whether Pipedrive's new day has begun. {_WAITS}",
        what_to_do="If it happens often: buy more of Pipedrive's tokens, or let other apps use "
        f"fewer of them. {_TRIED}",
    ),
    "OUTAGE": Outlook(
        what_next="One request asks whether Pipedrive answers again, after 1 minute, then 2, 4, 8 "
        f"and at last 15. {_WAITS}",
        what_to_do=_TRIED,
    ),
}
_APPROVAL = Outlook(
    what_next=f"Nothing, until somebody has looked. {_WAITS}",
    what_to_do="Look whether it was intended. Resuming the connection approves it for an hour.",
)
_REFUSED = Outlook(
    what_next="It is tried again by itself, ever more seldom; everything else goes on.",
    what_to_do="Mend in Pipedrive what the message names.",
)
_APPS = {Kind.CONTACT: "global features, to which contacts belong", Kind.DEAL: "deals"}
"""How Pipedrive calls what somebody administers."""
_ERASES = Outlook(
    what_next="Our webhooks and our authorization are given back to Pipedrive. What is known is "
    "forgotten for good.",
    what_to_do=_LOGIN,
)


def outlook_of(connection: Connection) -> Outlook:
    """Return what comes next, by the connection's state and the reason for it."""
    if connection.state is ConnectionState.PAUSED:
        return _BY_PAUSE.get(connection.reason, _APPROVAL)
    if connection.state is ConnectionState.DISCONNECTED and connection.erases:
        return _ERASES
    is_refused = connection.state is ConnectionState.ACTIVE and connection.reason
    return _REFUSED if is_refused else _BY_STATE[connection.state]


def blind_spots(connection: Connection) -> Sequence[BlindSpot]:
    """Return what is known to stay unseen; how many records that are Pipedrive does not tell."""
    identity = connection.identity
    if identity is None:
        return ()
    who = identity.user_name or "Whoever logged in"
    if not identity.is_admin:
        message = (
            f"{who} is no administrator of Pipedrive any more. What this person cannot see is not "
            "synchronized, and what gets out of sight looks deleted. Let an administrator log in."
        )
        return (BlindSpot(reason="NO_ADMINISTRATOR", message=message),)
    return [_hidden(who, kind) for kind in sorted(identity.hidden)]


def _hidden(who: str, kind: Kind) -> BlindSpot:
    message = (
        f"{who} is an administrator in Pipedrive, but not of its {_APPS[kind]}. The {kind}s whose "
        "visibility is limited to others are not synchronized, and those that get out of sight "
        "look deleted. Let somebody log in who administers these as well."
    )
    return BlindSpot(reason=f"HIDDEN_{kind.upper()}S", message=message)
