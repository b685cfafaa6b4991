"""How the due list names a record."""

from domain.model.values import Kind, RecordId
from domain.sync.record import Record


def subject_of(record: Record) -> str:
    """Return the due list's name of a record: `deal:12`."""
    return f"{record.kind}:{record.record_id}"


def record_named(subject: str) -> tuple[Kind, RecordId]:
    """Return the kind and the id of a record that the due list names."""
    kind, _, record_id = subject.partition(":")
    return Kind(kind), RecordId(record_id)
