"""What both sides have to show in the end: whatever was accepted."""

from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(slots=True)
class Contact:
    """Vixiees edits the first name, Pipedrive the last one. One that is *kept* is not deleted.

    *deleted* are the sides that have asked for its deletion.
    """

    first_name: str
    last_name: str
    is_kept: bool = False
    deleted: set[str] = field(default_factory=set)

    @property
    def is_deleted(self) -> bool:
        """Tell whether anybody has deleted it."""
        return bool(self.deleted)


@dataclass(slots=True)
class Deal:
    """Vixiees edits the title, Pipedrive the value."""

    title: str
    value: int


@dataclass(slots=True)
class Wanted:
    """Contacts by phone, deals by the first word of their title, calls by id.

    Of a call the address of its newest recording is told. *taken* are the calls for contacts that
    were answered, as contact's id and first name, likewise deals, as id and title. The *diary* is
    for whoever wants to know how something was lost.
    """

    contacts: dict[str, Contact] = field(default_factory=dict)
    deals: dict[str, Deal] = field(default_factory=dict)
    calls: dict[str, str] = field(default_factory=dict)
    taken_contacts: set[tuple[str, str]] = field(default_factory=set)
    taken_deals: set[tuple[str, str]] = field(default_factory=set)
    diary: list[str] = field(default_factory=list)
    edits: int = 0
    deletions: int = 0

    def number(self) -> int:
        """Return the number of the next edit."""
        self.edits += 1
        return self.edits

    def note(self, what: str) -> None:
        """Write into the diary."""
        self.diary.append(f"{datetime.now(UTC):%H:%M:%S.%f} {what}")

    def living(self) -> list[str]:
        """Return the phones of those who are not deleted."""
        return [phone for phone, one in self.contacts.items() if not one.is_deleted]

    def may_delete(self, phone: str) -> bool:
        """Tell whether it may go without too many being deleted at once."""
        few = max(15, len(self.contacts) // 12)
        return not self.contacts[phone].is_kept and self.deletions < few

    def delete(self, phone: str, side: str) -> None:
        """Note a deletion, before it is asked for."""
        self.deletions += 1
        self.note(f"{phone} is deleted {side}")
        self.contacts[phone].deleted.add(side)

    def undelete(self, phone: str, side: str) -> None:
        """Note that the deletion was refused."""
        self.note(f"{phone} was not deleted {side}")
        self.contacts[phone].deleted.discard(side)


def word_of(title: str) -> str:
    """Return the word that tells which deal it is."""
    return title.partition(" ")[0]
