"""Contacts and deals as the services of Vixiees hand them in and look at them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.errors import InvalidInput, NotFound, SyncError
from domain.model.checks import clamped
from domain.model.connection import Connection
from domain.model.values import AccountId, FieldName, Kind, RecordId, property_code
from domain.model.views import Receipt, RecordView, SyncCall, SyncState
from domain.ports.store import Store, Tx
from domain.sync.erase import erased
from domain.sync.local import delete_locally, latest_shown
from domain.sync.record import Record
from domain.sync.view import refusals, view
from domain.use_cases.accounts import connection_of, open_connection_of
from domain.use_cases.erase_record import erase_record
from domain.use_cases.idempotency import claim, reused
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.paging import key_before, token_after
from domain.use_cases.publishing import Kept
from domain.use_cases.take_call import take_call

CALLS_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRecords:
    """Takes what Vixiees holds of one kind; durable when it answers, in Pipedrive soon after."""

    kind: Kind
    store: Store
    keeping: Keeping

    async def sync(self, account_id: AccountId, call: SyncCall) -> Receipt:
        """Take one record.

        Raises NotFound for an unknown account, InvalidInput, Conflict for a record that was
        deleted or an account that has disconnected, AlreadyDone for a request_id used otherwise.
        """
        (result,) = await self.sync_many(account_id, [call])
        if isinstance(result, SyncError):
            raise result
        return result

    async def sync_many(
        self, account_id: AccountId, calls: Sequence[SyncCall]
    ) -> Sequence[Receipt | SyncError]:
        """Take many records; each has its own result, in order. Raises NotFound, Conflict."""
        results = list[Receipt | SyncError]()
        for start in range(0, len(calls), CALLS_AT_ONCE):
            results += await self._take_some(account_id, calls[start : start + CALLS_AT_ONCE])
        return results

    async def delete(
        self, account_id: AccountId, record_id: RecordId, request_id: str = ""
    ) -> RecordView:
        """Delete the record on both sides, for good; a merged one is gone already.

        Raises NotFound, Conflict, AlreadyDone.
        """
        return await self.store.transact(
            lambda tx: self._delete(tx, account_id, record_id, request_id)
        )

    async def erase(self, account_id: AccountId, record_id: RecordId) -> RecordView:
        """Delete the record on both sides and forget its personal data. Raises NotFound."""
        return await self.store.transact(lambda tx: self._erase(tx, account_id, record_id))

    async def get(self, account_id: AccountId, record_id: RecordId) -> RecordView:
        """Return the record. Raises NotFound."""
        return await self.store.transact(lambda tx: self._get(tx, account_id, record_id))

    async def list(
        self, account_id: AccountId, page_size: int, page_token: str
    ) -> tuple[Sequence[RecordView], str]:
        """Return a page of the living records by id, and the next one's token, empty at the end.

        Raises NotFound, InvalidInput.
        """
        key = key_before(page_token)
        after = RecordId(key) if key is not None else None
        page = await self.store.transact(lambda tx: self._list(tx, account_id, after, page_size))
        return page, token_after(page[-1].record_id) if len(page) == page_size else ""

    async def _take_some(
        self, account_id: AccountId, calls: Sequence[SyncCall]
    ) -> Sequence[Receipt | SyncError]:
        def take_all(tx: Tx) -> Sequence[Receipt | SyncError]:
            connection = open_connection_of(tx, account_id)
            return [self._take(tx, connection, call) for call in calls]

        return await self.store.transact(take_all)

    def _take(self, tx: Tx, connection: Connection, call: SyncCall) -> Receipt | SyncError:
        connection_id = connection.connection_id
        keeper = self.keeping.open(tx, connection_id, self.kind)
        record = keeper.load(call.record_id)
        standing = keeper.survivor(record) if record is not None else None
        wrong = keeper.words.faults(call, standing)
        if wrong:
            return InvalidInput(*wrong)
        request = self._request(call)
        again = reused(tx, connection_id, call.request_id, request)
        if again is not None:
            return again
        update_time, notices = clamped(call.update_time, keeper.now, latest_shown(record))
        taken = take_call(keeper, record, replace(call, update_time=update_time))
        if isinstance(taken, SyncError):
            return taken
        claim(tx, connection_id, call.request_id, request, keeper.now)
        after, more = taken
        return Receipt(record=_view(keeper, after), notices=(*notices, *more))

    def _request(self, call: SyncCall) -> str:
        return f"{self.kind} {call!r}"

    def _delete(
        self, tx: Tx, account_id: AccountId, record_id: RecordId, request_id: str
    ) -> RecordView:
        connection_id = open_connection_of(tx, account_id).connection_id
        keeper = self.keeping.open(tx, connection_id, self.kind)
        record = self._loaded(keeper, record_id)
        request = f"{self.kind} delete {record_id}"
        again = reused(tx, connection_id, request_id, request)
        if again is not None:
            raise again
        after = delete_locally(record, keeper.now, kept=keeper.connection.keeps_deleted)
        keeper.keep(Kept(record, after))
        claim(tx, connection_id, request_id, request, keeper.now)
        return _view(keeper, after)

    def _erase(self, tx: Tx, account_id: AccountId, record_id: RecordId) -> RecordView:
        keeper = self._keeper(tx, account_id)
        record = self._loaded(keeper, record_id)
        erase_record(tx, keeper, record)
        return _view(keeper, erased(record, keeper.now))

    def _get(self, tx: Tx, account_id: AccountId, record_id: RecordId) -> RecordView:
        keeper = self._keeper(tx, account_id)
        return _view(keeper, self._loaded(keeper, record_id))

    def _list(
        self, tx: Tx, account_id: AccountId, after: RecordId | None, limit: int
    ) -> Sequence[RecordView]:
        keeper = self._keeper(tx, account_id)
        return [_view(keeper, record) for record in keeper.page(after, limit)]

    def _loaded(self, keeper: Keeper, record_id: RecordId) -> Record:
        record = keeper.load(record_id)
        if record is None:
            raise NotFound(self.kind, record_id)
        return record

    def _keeper(self, tx: Tx, account_id: AccountId) -> Keeper:
        return self.keeping.open(tx, connection_of(tx, account_id).connection_id, self.kind)


def _view(keeper: Keeper, record: Record) -> RecordView:
    """Return the record in the words of Vixiees, and why it waits if it does."""
    shown = view(record, keeper.now)
    said = keeper.words.say(shown.fields)
    shown = replace(shown, fields=said.fields)
    refused = refusals(record)
    if refused and not shown.reason:
        names = keeper.words.say(dict.fromkeys(refused)).fields
        return replace(shown, reason="VALUE_REFUSED", message=_refused(names, refused.values()))
    if not said.reason or shown.reason or shown.state is SyncState.DELETED:
        return shown
    return replace(shown, state=SyncState.PENDING, reason=said.reason, message=said.message)


def _refused(names: Iterable[FieldName], words: Iterable[str]) -> str:
    told = (f"{property_code(name)!r} ({said})" for name, said in zip(names, words, strict=True))
    return (
        f"Pipedrive does not take the value of these properties: {', '.join(told)}. "
        "Change it on either side; all else is synchronized."
    )
