"""Vixiees' side: its own rows, kept as the interface's contract asks, over gRPC alone."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from app.demo.activities import Activities
from app.demo.catalog import Catalog
from app.demo.deals import Deals
from app.demo.refusals import faults_of
from vixiees.pipedrive.v1.catalog_pb2 import User
from vixiees.pipedrive.v1.change_service_pb2 import (
    AcknowledgeChangesRequest,
    Change,
    ChangeType,
    ContactChange,
    WatchChangesRequest,
)
from vixiees.pipedrive.v1.change_service_pb2_grpc import ChangeServiceStub
from vixiees.pipedrive.v1.connection_service_pb2 import (
    Connection,
    DisconnectRequest,
    ResumeConnectionRequest,
    StartConnectionRequest,
    WatchConnectionRequest,
)
from vixiees.pipedrive.v1.connection_service_pb2_grpc import ConnectionServiceStub
from vixiees.pipedrive.v1.contact_pb2 import ContactFields
from vixiees.pipedrive.v1.contact_service_pb2 import (
    DeleteContactRequest,
    GetContactRequest,
    ListContactsRequest,
    SyncContactRequest,
)
from vixiees.pipedrive.v1.contact_service_pb2_grpc import ContactServiceStub

Fields = Mapping[str, str]
_PAGE = 500
_PAUSE = 0.2
_PROPERTY = "properties."


@dataclass(slots=True, kw_only=True)
class ContactRow:
    """One row of Vixiees' table of contacts."""

    fields: dict[str, str]
    update_time: datetime
    applied_change: int = 0


class Vixiees:
    """A service of Vixiees: it owns the rows, sends its edits and applies the change feed."""

    def __init__(self, channel: grpc.aio.Channel, account_id: str) -> None:
        self.rows: dict[str, ContactRow] = {}
        self.users: dict[int, User] = {}
        self.catalog = Catalog(channel, account_id)
        self.deals = Deals(channel, account_id)
        self.activities = Activities(channel, account_id)
        self._account_id = account_id
        self._persons: dict[str, int] = {}
        self._connections = ConnectionServiceStub(channel)
        self._contacts = ContactServiceStub(channel)
        self._changes = ChangeServiceStub(channel)

    async def authorize_url(self) -> str:
        """Return where the administrator has to log in."""
        request = StartConnectionRequest(account_id=self._account_id)
        return (await self._connections.StartConnection(request)).authorize_url

    async def resume(self) -> None:
        """Let a paused connection go on at once."""
        await self._connections.ResumeConnection(
            ResumeConnectionRequest(account_id=self._account_id)
        )

    async def disconnect(self) -> None:
        """End the connection."""
        await self._connections.Disconnect(DisconnectRequest(account_id=self._account_id))

    async def connection(self) -> AsyncIterator[Connection]:
        """Yield the connection now and whenever it changes."""
        request = WatchConnectionRequest(account_id=self._account_id)
        async for answer in self._connections.WatchConnection(request):
            yield answer.connection

    async def create(self, fields: Fields, contact_id: str = "") -> str:
        """Create a contact, of a new id if none is given, and send it; return its id."""
        contact_id = contact_id or str(uuid.uuid4())
        self.rows[contact_id] = ContactRow(fields=dict(fields), update_time=datetime.now(UTC))
        await self.send(contact_id)
        return contact_id

    async def edit(self, contact_id: str, fields: Fields) -> None:
        """Change these fields of a row and send it."""
        self.edit_offline(contact_id, fields, datetime.now(UTC))
        await self.send(contact_id)

    async def clear(self, contact_id: str, field: str) -> None:
        """Empty a field of a row and send it."""
        row = self.rows[contact_id]
        row.fields.pop(field, None)
        row.update_time = datetime.now(UTC)
        await self.send(contact_id)

    def edit_offline(self, contact_id: str, fields: Fields, at: datetime) -> None:
        """Change these fields of a row as if at that time, and send nothing yet."""
        row = self.rows[contact_id]
        row.fields.update(fields)
        row.update_time = at

    async def send(self, contact_id: str) -> None:
        """Send a row as it is."""
        row = self.rows[contact_id]
        update_time = Timestamp()
        update_time.FromDatetime(row.update_time)
        request = SyncContactRequest(
            account_id=self._account_id,
            contact_id=contact_id,
            fields=_message(row.fields),
            update_time=update_time,
            applied_change=row.applied_change,
        )
        await self._contacts.SyncContact(request, wait_for_ready=True)

    async def refused(self, fields: Fields) -> str:
        """Try to create this contact; return why it is refused, which field first."""
        try:
            contact_id = await self.create(fields)
        except grpc.aio.AioRpcError as error:
            return faults_of(error)
        return f"accepted as {contact_id}"

    async def delete(self, contact_id: str) -> None:
        """Delete a row, and the contact with it."""
        del self.rows[contact_id]
        request = DeleteContactRequest(account_id=self._account_id, contact_id=contact_id)
        await self._contacts.DeleteContact(request, wait_for_ready=True)

    async def person_id(self, contact_id: str) -> int:
        """Return the contact's id in Pipedrive, 0 while there is none; known ids are kept."""
        if contact_id not in self._persons:
            request = GetContactRequest(account_id=self._account_id, contact_id=contact_id)
            answer = await self._contacts.GetContact(request, wait_for_ready=True)
            if answer.contact.person_id:
                self._persons[contact_id] = answer.contact.person_id
        return self._persons.get(contact_id, 0)

    async def contact_id(self, person_id: int) -> str:
        """Return the id of this person's row, empty while there is none."""
        linked = await self.linked()
        contact_id = linked.get(person_id, "")
        return contact_id if contact_id in self.rows else ""

    async def linked(self) -> Mapping[int, str]:
        """Return the contact of each person, as the service lists them."""
        found: dict[int, str] = {}
        request = ListContactsRequest(account_id=self._account_id, page_size=_PAGE)
        while True:
            page = await self._contacts.ListContacts(request, wait_for_ready=True)
            found |= {one.person_id: one.contact_id for one in page.contacts if one.person_id}
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    async def follow(self) -> None:
        """Apply the changes as they come, for ever; a stream that breaks is resumed."""
        done = 0
        while True:
            request = WatchChangesRequest(account_id=self._account_id, after=done)
            try:
                async for answer in self._changes.WatchChanges(request, wait_for_ready=True):
                    if answer.HasField("change"):
                        done = answer.change.number
                        self._take(answer.change)
                    else:
                        done = answer.bookmark.number
                        await self._acknowledge(done)
            except grpc.aio.AioRpcError:
                await asyncio.sleep(_PAUSE)

    async def _acknowledge(self, number: int) -> None:
        request = AcknowledgeChangesRequest(account_id=self._account_id, number=number)
        await self._changes.AcknowledgeChanges(request)

    def _take(self, change: Change) -> None:
        time = change.time.ToDatetime(UTC)
        if change.HasField("contact"):
            self._apply(change.number, change.contact, time)
        elif change.HasField("deal"):
            self.deals.apply(change.number, change.deal, time)
        elif change.HasField("user"):
            self.users[change.user.user.user_id] = change.user.user

    def _apply(self, number: int, change: ContactChange, time: datetime) -> None:
        row = self.rows.get(change.contact_id)
        if row is not None and number <= row.applied_change:
            return
        if change.type != ChangeType.CHANGE_TYPE_UPSERTED:
            self.rows.pop(change.contact_id, None)
            return
        if row is None:
            row = ContactRow(fields={}, update_time=time)
            self.rows[change.contact_id] = row
        row.fields = _changed(row.fields, change)
        row.applied_change = number


@asynccontextmanager
async def vixiees(grpc_address: str, account_id: str) -> AsyncIterator[Vixiees]:
    """Open a channel to the service; follow the change feed while the block runs."""
    fast_retries = (("grpc.max_reconnect_backoff_ms", 500),)
    async with grpc.aio.insecure_channel(grpc_address, options=fast_retries) as channel:
        side = Vixiees(channel, account_id)
        following = asyncio.create_task(side.follow())
        try:
            yield side
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following


def _message(fields: Fields) -> ContactFields:
    """Return a row's fields; those named like `properties.size` are custom properties."""
    message = ContactFields()
    for name, value in fields.items():
        if name.startswith(_PROPERTY):
            message.properties[name.removeprefix(_PROPERTY)] = value
        else:
            setattr(message, name, value)
    return message


def _changed(fields: Fields, change: ContactChange) -> dict[str, str]:
    """Return a row's fields after a change."""
    given = {
        field.name: text for field, text in change.fields.ListFields() if field.name != "properties"
    }
    properties = {f"{_PROPERTY}{name}": text for name, text in change.fields.properties.items()}
    kept = fields.keys() - set(change.changed_fields) - properties.keys()
    filled = {name: text for name, text in properties.items() if text}
    return {name: fields[name] for name in kept} | given | filled
