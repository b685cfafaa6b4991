"""ContactService."""

from collections.abc import AsyncIterator

from adapters.grpc_server import answers, contact_requests, requests
from adapters.grpc_server.batches import taken
from adapters.grpc_server.guard import Context
from adapters.grpc_server.use_cases import ActivityPolicies, Records
from vixiees.pipedrive.v1.contact_service_pb2 import (
    BatchSyncContactsRequest,
    BatchSyncContactsResponse,
    DeleteContactRequest,
    DeleteContactResponse,
    EraseContactRequest,
    EraseContactResponse,
    GetContactRequest,
    GetContactResponse,
    ListContactsRequest,
    ListContactsResponse,
    LookUpContactsRequest,
    LookUpContactsResponse,
    SyncContactRequest,
    SyncContactResponse,
)
from vixiees.pipedrive.v1.contact_service_pb2_grpc import ContactServiceServicer

_ID = "contact_id"


class ContactServicer(ContactServiceServicer):
    """Answers with the use cases in *contacts*; phones are looked up as calls are in *policies*."""

    def __init__(self, contacts: Records, policies: ActivityPolicies) -> None:
        self._contacts = contacts
        self._policies = policies

    async def SyncContact(
        self, request: SyncContactRequest, _context: Context
    ) -> SyncContactResponse:
        account_id, call = contact_requests.contact_call(request)
        return answers.receipt(await self._contacts.sync(account_id, call))

    async def BatchSyncContacts(
        self, request_iterator: AsyncIterator[BatchSyncContactsRequest], _context: Context
    ) -> BatchSyncContactsResponse:
        return BatchSyncContactsResponse(results=await taken(self._contacts, request_iterator))

    async def DeleteContact(
        self, request: DeleteContactRequest, _context: Context
    ) -> DeleteContactResponse:
        ids = requests.record_id(request.account_id, _ID, request.contact_id, request.request_id)
        view = await self._contacts.delete(*ids, request.request_id)
        return DeleteContactResponse(contact=answers.contact(view))

    async def EraseContact(
        self, request: EraseContactRequest, _context: Context
    ) -> EraseContactResponse:
        ids = requests.record_id(request.account_id, _ID, request.contact_id)
        return EraseContactResponse(contact=answers.contact(await self._contacts.erase(*ids)))

    async def GetContact(self, request: GetContactRequest, _context: Context) -> GetContactResponse:
        ids = requests.record_id(request.account_id, _ID, request.contact_id)
        return GetContactResponse(contact=answers.contact(await self._contacts.get(*ids)))

    async def ListContacts(
        self, request: ListContactsRequest, _context: Context
    ) -> ListContactsResponse:
        account_id = requests.account_id(request.account_id)
        size = requests.page_size(request.page_size)
        page, token = await self._contacts.list(account_id, size, request.page_token)
        return ListContactsResponse(contacts=map(answers.contact, page), next_page_token=token)

    async def LookUpContacts(
        self, request: LookUpContactsRequest, _context: Context
    ) -> LookUpContactsResponse:
        account_id = requests.account_id(request.account_id)
        found = await self._policies.look_up(account_id, request.phone)
        return LookUpContactsResponse(contacts=map(answers.contact, found))
