"""The change feed: what Vixiees has to apply, in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.model.values import ChangeNumber, FieldName, Kind, RecordId, Value


class ChangeType(StrEnum):
    """What to do with the record a change names."""

    UPSERTED = "upserted"
    DELETED = "deleted"
    MERGED = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of the feed. *fields* holds only what changed; *merged_into* the survivor."""

    number: ChangeNumber
    kind: Kind
    record_id: RecordId
    type: ChangeType
    at: datetime
    fields: Mapping[FieldName, Value]
    merged_into: RecordId | None = None
