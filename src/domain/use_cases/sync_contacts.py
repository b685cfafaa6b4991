"""Contacts as the services of Vixiees hand them in and look at them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.errors import InvalidInput, NotFound, SyncError
from domain.model.connection import Connection
from domain.model.contact import clamped, phone_notice, violations
from domain.model.values import PHONE, AccountId, RecordId
from domain.model.views import ContactCall, ContactView, Receipt
from domain.ports.store import Store, Tx
from domain.sync.local import delete_locally
from domain.sync.view import view
from domain.use_cases.accounts import connection_of, open_connection_of
from domain.use_cases.idempotency import claim, reused
from domain.use_cases.keeping import Keeping
from domain.use_cases.paging import key_before, token_after
from domain.use_cases.publishing import Kept
from domain.use_cases.take_call import take_call

CALLS_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncContacts:
    """Takes what Vixiees holds; durable when it answers, in Pipedrive soon after."""

    store: Store
    keeping: Keeping

    async def sync(self, account_id: AccountId, call: ContactCall) -> Receipt:
        """Take one contact.

        Raises NotFound for an unknown account, InvalidInput, Conflict for a contact that was
        deleted or an account that has disconnected, AlreadyDone for a request_id used otherwise.
        """
        (result,) = await self.sync_many(account_id, [call])
        if isinstance(result, SyncError):
            raise result
        return result

    async def sync_many(
        self, account_id: AccountId, calls: Sequence[ContactCall]
    ) -> Sequence[Receipt | SyncError]:
        """Take many contacts; each has its own result, in order. Raises NotFound, Conflict."""
        results = list[Receipt | SyncError]()
        for start in range(0, len(calls), CALLS_AT_ONCE):
            results += await self._take_some(account_id, calls[start : start + CALLS_AT_ONCE])
        return results

    async def delete(
        self, account_id: AccountId, contact_id: RecordId, request_id: str = ""
    ) -> ContactView:
        """Delete the contact on both sides, for good; a merged one is gone already.

        Raises NotFound, Conflict, AlreadyDone.
        """
        return await self.store.transact(
            lambda tx: self._delete(tx, account_id, contact_id, request_id)
        )

    async def get(self, account_id: AccountId, contact_id: RecordId) -> ContactView:
        """Return the contact. Raises NotFound."""
        return await self.store.transact(lambda tx: self._get(tx, account_id, contact_id))

    async def list(
        self, account_id: AccountId, page_size: int, page_token: str
    ) -> tuple[Sequence[ContactView], str]:
        """Return a page of the living contacts by id, and the next one's token, empty at the end.

        Raises NotFound, InvalidInput.
        """
        key = key_before(page_token)
        after = RecordId(key) if key is not None else None
        page = await self.store.transact(lambda tx: self._list(tx, account_id, after, page_size))
        return page, token_after(page[-1].contact_id) if len(page) == page_size else ""

    async def _take_some(
        self, account_id: AccountId, calls: Sequence[ContactCall]
    ) -> Sequence[Receipt | SyncError]:
        def take_all(tx: Tx) -> Sequence[Receipt | SyncError]:
            connection = open_connection_of(tx, account_id)
            return [self._take(tx, connection, call) for call in calls]

        return await self.store.transact(take_all)

    def _take(self, tx: Tx, connection: Connection, call: ContactCall) -> Receipt | SyncError:
        wrong = violations(call.fields, call.update_time)
        if wrong:
            return InvalidInput(*wrong)
        connection_id = connection.connection_id
        again = reused(tx, connection_id, call.request_id, repr(call))
        if again is not None:
            return again
        keeper = self.keeping.open(tx, connection_id)
        update_time, notices = clamped(call.update_time, keeper.now)
        phone = call.fields.get(PHONE)
        if phone is not None and self.keeping.phones.key(phone) is None:
            notices += (phone_notice(),)
        taken = take_call(keeper, replace(call, update_time=update_time))
        if isinstance(taken, SyncError):
            return taken
        claim(tx, connection_id, call.request_id, repr(call), keeper.now)
        return Receipt(contact=view(taken, keeper.now), notices=notices)

    def _delete(
        self, tx: Tx, account_id: AccountId, contact_id: RecordId, request_id: str
    ) -> ContactView:
        connection_id = open_connection_of(tx, account_id).connection_id
        keeper = self.keeping.open(tx, connection_id)
        record = keeper.load(contact_id)
        if record is None:
            raise NotFound("contact", contact_id)
        request = f"delete {contact_id}"
        again = reused(tx, connection_id, request_id, request)
        if again is not None:
            raise again
        after = delete_locally(record, keeper.now, kept=keeper.connection.keeps_deleted)
        keeper.keep(Kept(record, after))
        claim(tx, connection_id, request_id, request, keeper.now)
        return view(after, keeper.now)

    def _get(self, tx: Tx, account_id: AccountId, contact_id: RecordId) -> ContactView:
        keeper = self.keeping.open(tx, connection_of(tx, account_id).connection_id)
        record = keeper.load(contact_id)
        if record is None:
            raise NotFound("contact", contact_id)
        return view(record, keeper.now)

    def _list(
        self, tx: Tx, account_id: AccountId, after: RecordId | None, limit: int
    ) -> Sequence[ContactView]:
        keeper = self.keeping.open(tx, connection_of(tx, account_id).connection_id)
        return [view(record, keeper.now) for record in keeper.page(after, limit)]
