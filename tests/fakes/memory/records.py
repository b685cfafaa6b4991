"""Records and the smaller things a connection remembers, in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.errors import Conflict
from domain.model.remote import RemoteCompany
from domain.model.values import (
    COMPANY,
    CONTACT,
    PHONE,
    STAGE,
    CompanyId,
    FieldName,
    Kind,
    RecordId,
    RemoteId,
    Side,
    Value,
)
from domain.ports.world import Phones
from domain.sync.record import Lost, Record
from tests.fakes.memory.state import Drawer


class MemoryRecords:
    def __init__(self, drawer: Drawer, kind: Kind, phones: Phones) -> None:
        self._drawer = drawer
        self._kind = kind
        self._phones = phones

    def get(self, record_id: RecordId) -> Record | None:
        return self._drawer.records.get((self._kind, record_id))

    def of_remote(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, Record]:
        wanted = set(remote_ids)
        return {one.remote_id: one for one in self._all() if one.remote_id in wanted}

    def linked_ids(self, after: int, until: int | None) -> Sequence[RemoteId]:
        linked = [one.remote_id for one in self._all() if one.remote_id is not None]
        return sorted(one for one in linked if after < one and (until is None or one <= until))

    def of_phone(self, phone_key: str) -> Sequence[Record]:
        keys = self._phones.index_key
        return [one for one in self._living() if keys(_truth(one, PHONE)) == phone_key]

    def of_company(self, company_id: CompanyId) -> Sequence[Record]:
        linked = [one for one in self._all() if one.remote_id is not None]
        return [one for one in linked if one.company_id == company_id]

    def of_contacts(self, contacts: Sequence[str]) -> Sequence[Record]:
        return [one for one in self._living() if _truth(one, CONTACT) in contacts]

    def of_stage(self, stage: str, after: RecordId | None, limit: int) -> Sequence[Record]:
        found = [one for one in self._living() if _truth(one, STAGE) == stage]
        return [one for one in found if after is None or one.record_id > after][:limit]

    def list(self, after: RecordId | None, limit: int) -> Sequence[Record]:
        return [one for one in self._living() if after is None or one.record_id > after][:limit]

    def count_living(self) -> int:
        return len(self._living())

    def count_deleted(self, side: Side, since: datetime) -> int:
        return sum(
            one.deleted_by is side and one.deleted_at is not None and one.deleted_at >= since
            for one in self._all()
        )

    def count_blanked(self, side: Side, since: datetime) -> int:
        blanks = [one.blanked for one in self._living() if one.blanked is not None]
        return sum(one.side is side and one.at >= since for one in blanks)

    def count_wanted_companies(self) -> int:
        unlinked = [one for one in self._living() if one.remote_id is None]
        named = {_truth(one, COMPANY) for one in unlinked} - {None}
        return len(named - set(self._drawer.companies.values()))

    def put(self, records: Sequence[Record]) -> None:
        self._drawer.records.update({(self._kind, one.record_id): one for one in records})
        links = Counter(one.remote_id for one in self._all() if one.remote_id is not None)
        if any(count > 1 for count in links.values()):
            raise Conflict("CLASH", "A remote record is linked to another record.")

    def ends(self, remote_ids: Sequence[RemoteId]) -> Mapping[RemoteId, RemoteId | None]:
        known = self._drawer.ends
        return {one: known[self._kind, one][0] for one in remote_ids if (self._kind, one) in known}

    def put_end(self, remote_id: RemoteId, merged_into: RemoteId | None, at: datetime) -> None:
        self._drawer.ends[self._kind, remote_id] = (merged_into, at)

    def log_conflicts(self, lost: Sequence[Lost], at: datetime) -> None:
        known = self._drawer.conflicts
        first = max(known, default=0) + 1
        known.update({number: (self._kind, one, at) for number, one in enumerate(lost, first)})

    def _all(self) -> Sequence[Record]:
        known = self._drawer.records
        return [known[key] for key in sorted(known) if key[0] is self._kind]

    def _living(self) -> Sequence[Record]:
        return [one for one in self._all() if one.deleted_by is None and one.alias_of is None]


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


class MemoryRequests:
    def __init__(self, drawer: Drawer) -> None:
        self._requests = drawer.requests

    def find(self, request_id: str) -> tuple[str, str] | None:
        answered = self._requests.get(request_id)
        return None if answered is None else answered[:2]

    def put(self, request_id: str, fingerprint: str, answer: str, at: datetime) -> None:
        if request_id in self._requests:
            raise Conflict("CLASH", "The request was answered already.")
        self._requests[request_id] = (fingerprint, answer, at)


def _truth(record: Record, name: FieldName) -> Value:
    state = record.fields.get(name)
    return state.truth.value if state is not None and state.truth is not None else None
