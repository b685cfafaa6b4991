"""A batch of contacts: taken in groups, so that no stream fills the memory."""

from collections.abc import AsyncIterator, Sequence

from adapters.grpc_server import answers, contact_requests
from adapters.grpc_server.use_cases import Records
from domain.errors import InvalidInput, SyncError, Violation
from domain.model.values import AccountId
from domain.model.views import Receipt, SyncCall
from vixiees.pipedrive.v1.contact_service_pb2 import (
    BatchSyncContactsRequest,
    BatchSyncContactsResult,
)

MOST_CONTACTS = 10_000
_GROUP = 500

Read = tuple[AccountId, SyncCall] | SyncError


async def taken(
    contacts: Records, stream: AsyncIterator[BatchSyncContactsRequest]
) -> Sequence[BatchSyncContactsResult]:
    """Return a result a request, in order. Raises InvalidInput for more than 10,000."""
    results = list[BatchSyncContactsResult]()
    account_id: str | None = None
    async for group in _groups(stream):
        if len(results) + len(group) > MOST_CONTACTS:
            raise _too_many()
        account_id = account_id or group[0].contact.account_id
        results += await _take(contacts, [_read(request, account_id) for request in group])
    return results


async def _groups(
    stream: AsyncIterator[BatchSyncContactsRequest],
) -> AsyncIterator[Sequence[BatchSyncContactsRequest]]:
    group = list[BatchSyncContactsRequest]()
    async for request in stream:
        group.append(request)
        if len(group) == _GROUP:
            yield group
            group = []
    if group:
        yield group


def _read(request: BatchSyncContactsRequest, account_id: str) -> Read:
    try:
        read = contact_requests.contact_call(request.contact)
    except InvalidInput as error:
        return error
    if read[0] != account_id:
        message = "all contacts of one stream are of one account."
        return InvalidInput(Violation(field="account_id", reason="OTHER_ACCOUNT", message=message))
    return read


async def _take(contacts: Records, group: Sequence[Read]) -> list[BatchSyncContactsResult]:
    """Take those that could be read; NotFound and Conflict concern the account, and are raised."""
    calls = [one for one in group if not isinstance(one, SyncError)]
    outcomes: Sequence[Receipt | SyncError] = ()
    if calls:
        outcomes = await contacts.sync_many(calls[0][0], [call for _, call in calls])
    following = iter(outcomes)
    return [_result(one if isinstance(one, SyncError) else next(following)) for one in group]


def _result(outcome: Receipt | SyncError) -> BatchSyncContactsResult:
    if isinstance(outcome, SyncError):
        return BatchSyncContactsResult(refused=answers.refusal(outcome))
    return BatchSyncContactsResult(accepted=answers.receipt(outcome))


def _too_many() -> InvalidInput:
    message = f"a stream holds at most {MOST_CONTACTS} contacts; those before are stored."
    return InvalidInput(Violation(field="requests", reason="TOO_MANY", message=message))
