"""How deals name their contact: Vixiees by its own id, records by the id in Pipedrive."""

from dataclasses import dataclass

from domain.errors import Conflict
from domain.model.values import RecordId, RemoteId, Value
from domain.ports.records import Records
from domain.sync.deals import known_to_vixiees_alone, only_vixiees
from domain.sync.record import Record
from domain.use_cases.heirs import heir_of

DELETED = "CONTACT_DELETED"


@dataclass(frozen=True, slots=True)
class Wait:
    """Why there is no word for a value yet."""

    reason: str
    message: str


class ContactNames:
    """The contacts that deals refer to."""

    def __init__(self, contacts: Records) -> None:
        self._contacts = contacts

    def heard(self, contact_id: str, *, wait: bool) -> Value | Conflict:
        """Return how a deal's record names the contact; with *wait* also one that is not known."""
        record = self._contacts.get(RecordId(contact_id))
        if record is None:
            return only_vixiees(contact_id) if wait else _unknown()
        record = self._survivor(record)
        return _deleted() if record.deleted_by is not None else reference(record)

    def said(self, contact: str) -> Value | Wait:
        """Return the id that Vixiees knows the contact by; None for one that was deleted."""
        own = known_to_vixiees_alone(contact)
        if own is not None:
            return own
        heir = heir_of(self._contacts, RemoteId(int(contact)))
        if heir is None:
            return None
        record = self._contacts.of_remote([heir]).get(heir)
        return record.record_id if record is not None else _not_here_yet(contact)

    def _survivor(self, record: Record) -> Record:
        while record.alias_of is not None:
            following = self._contacts.get(record.alias_of)
            if following is None:
                return record
            record = following
        return record


def reference(contact: Record) -> str:
    """Return how a deal's record names this contact."""
    return str(contact.remote_id) if contact.remote_id else only_vixiees(contact.record_id)


def _not_here_yet(contact: str) -> Wait:
    return Wait(
        "WAITS_FOR_CONTACT",
        f"Person {contact} of this deal was not read from Pipedrive yet. If it stays so for more "
        "than a quarter of an hour, the user who connected Pipedrive is not allowed to see it.",
    )


def _unknown() -> Conflict:
    return Conflict(
        "CONTACT_UNKNOWN",
        "This deal's contact was never handed in: call SyncContact first, or set "
        "wait_for_contact to let the deal wait for it.",
    )


def _deleted() -> Conflict:
    return Conflict(DELETED, "This deal's contact was deleted; send the deal without it.")
