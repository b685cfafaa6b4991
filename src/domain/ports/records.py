"""The records of one kind of one connection."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.model.values import CompanyId, RecordId, RemoteId, Side
from domain.sync.record import Lost, Record


class Records(Protocol):
    """One connection's records of one kind. Reading one locks it until the transaction ends."""

    def get(self, record_id: RecordId) -> Record | None:
        """Return the record, if there is one."""

    def of_remote(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, Record]:
        """Return the records that are linked to these remote records."""

    def linked_ids(self, after: int, until: int | None) -> Sequence[RemoteId]:
        """Return the ids above *after*, up to *until*, of the remote records linked to ours."""

    def of_phone(self, phone_key: str) -> Sequence[Record]:
        """Return the records, not deleted, whose phone has this index key."""

    def of_company(self, company_id: CompanyId) -> Sequence[Record]:
        """Return the linked records that Pipedrive shows in this company."""

    def of_contacts(self, contacts: Sequence[str]) -> Sequence[Record]:
        """Return the deals, not deleted, whose truth names one of these contacts."""

    def of_stage(self, stage: str, after: RecordId | None, limit: int) -> Sequence[Record]:
        """Return up to *limit* deals, not deleted, whose truth is at this stage, by record_id."""

    def list(self, after: RecordId | None, limit: int) -> Sequence[Record]:
        """Return up to *limit* records, neither deleted nor aliases, in the order of record_id."""

    def count_living(self) -> int:
        """Return how many records are neither deleted nor aliases."""

    def count_deleted(self, side: Side, since: datetime) -> int:
        """Return how many records that side deleted at *since* or later."""

    def count_blanked(self, side: Side, since: datetime) -> int:
        """Return how many living records that side emptied a field of at *since* or later."""

    def count_wanted_companies(self) -> int:
        """Return how many companies, not known yet, the contacts name that are not linked."""

    def put(self, records: Sequence[Record]) -> None:
        """Insert or replace the records; each remote_id is linked at most once."""

    def ends(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, RemoteId | None]:
        """Return which of these ended: merged into another (its id) or deleted (None)."""

    def put_end(self, remote_id: RemoteId, merged_into: RemoteId | None, at: datetime) -> None:
        """Remember that the remote record ended, for longer than any late event."""

    def log_conflicts(self, lost: Sequence[Lost], at: datetime) -> None:
        """Keep the edits that lost."""
