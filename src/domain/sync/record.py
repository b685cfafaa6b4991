"""The sync state of one contact or deal: what each side holds, what we sent, what is still open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.model.values import (
    ChangeNumber,
    CompanyId,
    FieldName,
    Kind,
    RecordId,
    RemoteId,
    Side,
    Value,
)
from domain.sync.stamp import Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The value that both sides shall hold. *since* is the stamp with which it became so."""

    value: Value
    stamp: Stamp
    since: Stamp
    side: Side
    own_time: datetime


class Precision(StrEnum):
    """How exactly the time of a showing is known.

    `ms` from a webhook, `second` from an answer or a read, `closed` from a read that was issued
    after that second was over.
    """

    MS = "ms"
    SECOND = "second"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRemote:
    """What Pipedrive was last seen to hold. *shows* is the truth's stamp if it was the truth."""

    value: Value
    at: datetime
    precision: Precision
    shows: Stamp | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLocal:
    """What Vixiees holds, as far as it told us. *number* is the last change it contains."""

    value: Value
    at: datetime | None
    number: ChangeNumber
    shows: Stamp | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A value that a call of Vixiees showed, kept to recognise repetitions and old rows."""

    at: datetime
    value: Value
    number: ChangeNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A value that we put on the change feed."""

    number: ChangeNumber
    value: Value
    stamp: Stamp
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteEdit:
    """An edit made in Pipedrive, as its webhook told it or as the first read that shows it does."""

    at: datetime
    value: Value
    shows: Stamp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Pipedrive does not take the truth of this stamp; *message* says so in its own words."""

    stamp: Stamp
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldState:
    """Everything known about one field.

    *unexplained* is since when a read differs, *suspected* the edit that this would be: it was
    made before the first read that showed its value, however often the record changes after.
    """

    truth: Truth | None = None
    remote: KnownRemote | None = None
    local: KnownLocal | None = None
    shown: tuple[Showing, ...] = ()
    sent: tuple[Sent, ...] = ()
    tie: RemoteEdit | None = None
    last_edit: RemoteEdit | None = None
    unexplained: datetime | None = None
    suspected: RemoteEdit | None = None
    refused: Refusal | None = None

    @property
    def is_refused(self) -> bool:
        """Tell whether Pipedrive does not take the present truth."""
        refused, truth = self.refused, self.truth
        return refused is not None and truth is not None and refused.stamp == truth.stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A value in one of our writes and the stamp of the truth that it was."""

    value: Value
    stamp: Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One PATCH or POST of ours. *landed* is the second it took effect, None while unknown.

    *company_id* is the company that it named to Pipedrive, whatever that one is called later.
    """

    fields: Mapping[FieldName, Written]
    sent_at: datetime
    landed: datetime | None = None
    echo_at: datetime | None = None
    company_id: CompanyId | None = None


class CallKind(StrEnum):
    """The remote call that is in flight or of unknown outcome."""

    CREATE = "create"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Set before a write leaves; cleared when its outcome is known or the settle wait is over."""

    kind: CallKind
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One POST of this record. *open* until an answer or a find; it can land at any time."""

    sent_at: datetime
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """Why a person is needed, in a word and in a sentence that says what to do."""

    reason: str
    message: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Blanked:
    """A side emptied fields of the record."""

    side: Side
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The sync state of one contact or deal.

    *fresh_at* is our time of the newest evidence about Pipedrive's side. While *doubt* is set the
    record is read before it is written. *held* keeps a record from being created in Pipedrive
    until the first import has shown whether it is there already. *extras* are remote twins that
    late POSTs made; they are merged into ours. *missing_since* is when Pipedrive first answered
    that it is gone. Of a deleted record that is *kept*, the other side keeps its copy. *unmapped*
    are the properties that Pipedrive shows and that no mapping names, by code. *step* is the name
    of the step that Vixiees was told last, or told us. Of one that was *erased* nothing is
    remembered any more. *blanked* tells of the newest edit that emptied a field. What is
    linked to one that was *copied* carries the id of the record whose copy somebody made.
    """

    kind: Kind = Kind.CONTACT
    record_id: RecordId
    fields: Mapping[FieldName, FieldState] = field(default_factory=dict)
    writes: tuple[Write, ...] = ()
    call: Call | None = None
    attempts: tuple[Attempt, ...] = ()
    extras: tuple[RemoteId, ...] = ()
    fresh_at: datetime | None = None
    doubt: bool = False
    held: bool = False
    remote_id: RemoteId | None = None
    linked_at: datetime | None = None
    company_id: CompanyId | None = None
    carry: str = ""
    unmapped: Mapping[str, str] = field(default_factory=dict)
    step: str = ""
    missing_since: datetime | None = None
    alias_of: RecordId | None = None
    deleted_by: Side | None = None
    deleted_at: datetime | None = None
    kept: bool = False
    parked: Parked | None = None
    erased: bool = False
    blanked: Blanked | None = None
    copied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An edit that lost against another: one entry of the conflict log."""

    record_id: RecordId
    field: FieldName
    value: Value
    side: Side
    own_time: datetime
    reason: str
