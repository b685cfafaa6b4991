"""Records and the smaller things a connection remembers, in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.errors import Conflict
from domain.model.remote import RemoteCompany
from domain.model.values import PHONE, CompanyId, RecordId, RemoteId, Side
from domain.ports.world import Phones
from domain.sync.record import Lost, Record
from tests.fakes.memory.state import Drawer


class MemoryRecords:
    def __init__(self, drawer: Drawer, phones: Phones) -> None:
        self._records = drawer.records
        self._phones = phones

    def get(self, record_id: RecordId) -> Record | None:
        return self._records.get(record_id)

    def of_remote(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, Record]:
        wanted = set(remote_ids)
        return {one.remote_id: one for one in self._all() if one.remote_id in wanted}

    def of_phone(self, phone_key: str) -> Sequence[Record]:
        return [one for one in self._all() if self._phone_key(one) == phone_key]

    def of_company(self, company_id: CompanyId) -> Sequence[Record]:
        linked = [one for one in self._all() if one.remote_id is not None]
        return [one for one in linked if one.company_id == company_id]

    def list(self, after: RecordId | None, limit: int) -> Sequence[Record]:
        alive = [one for one in self._all() if one.deleted_by is None and one.alias_of is None]
        return [one for one in alive if after is None or one.record_id > after][:limit]

    def count_living(self) -> int:
        return len(self.list(None, len(self._records)))

    def count_deleted(self, side: Side, since: datetime) -> int:
        return sum(
            one.deleted_by is side and one.deleted_at is not None and one.deleted_at >= since
            for one in self._records.values()
        )

    def put(self, records: Sequence[Record]) -> None:
        self._records.update({one.record_id: one for one in records})
        links = Counter(one.remote_id for one in self._all() if one.remote_id is not None)
        if any(count > 1 for count in links.values()):
            raise Conflict("CLASH", "A remote contact is linked to another record.")

    def _all(self) -> Sequence[Record]:
        return [self._records[record_id] for record_id in sorted(self._records)]

    def _phone_key(self, record: Record) -> str | None:
        state = record.fields.get(PHONE)
        if record.deleted_by is not None or record.alias_of is not None or state is None:
            return None
        return self._phones.index_key(state.truth.value) if state.truth else None


class MemoryMemory:
    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer

    def companies(self, company_ids: Sequence[CompanyId]) -> Mapping[CompanyId, str]:
        known = self._drawer.companies
        return {one: known[one] for one in company_ids if one in known}

    def company_named(self, name: str) -> CompanyId | None:
        return min(
            (one for one, has in self._drawer.companies.items() if has == name), default=None
        )

    def put_companies(self, companies: Sequence[RemoteCompany]) -> None:
        self._drawer.companies.update({one.company_id: one.name for one in companies})

    def ends(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, RemoteId | None]:
        known = self._drawer.ends
        return {one: known[one] for one in remote_ids if one in known}

    def put_end(self, remote_id: RemoteId, merged_into: RemoteId | None, at: datetime) -> None:
        del at
        self._drawer.ends[remote_id] = merged_into

    def log_conflicts(self, lost: Sequence[Lost], at: datetime) -> None:
        for entry in lost:
            self._drawer.conflicts[len(self._drawer.conflicts)] = (at, entry)


class MemoryRequests:
    def __init__(self, drawer: Drawer) -> None:
        self._requests = drawer.requests

    def find(self, request_id: str) -> tuple[str, str] | None:
        return self._requests.get(request_id)

    def put(self, request_id: str, fingerprint: str, answer: str, at: datetime) -> None:
        del at
        if request_id in self._requests:
            raise Conflict("CLASH", "The request was answered already.")
        self._requests[request_id] = (fingerprint, answer)
