"""An account, its company and everything of the service between them, in virtual time."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from domain.model.catalog import Pipeline, PipelineId, Stage, StageId, User, UserId
from domain.model.change import Change
from domain.model.connection import Connection, ConnectionState, Grant
from domain.model.remote import Event
from domain.model.values import (
    AccountId,
    ChangeNumber,
    ConnectionId,
    FieldName,
    RecordId,
    RemoteId,
    Value,
)
from domain.model.views import Bookmark, Intake, Receipt, RecordView, SyncCall
from domain.model.work import Task, Work, WorkKey
from domain.use_cases.authorize import Authorize
from domain.use_cases.drive import Drive
from domain.use_cases.driven import Driven, Turns
from domain.use_cases.follow_changes import FollowChanges
from domain.use_cases.forecast_budget import ForecastBudget
from domain.use_cases.keeping import Keeping
from domain.use_cases.manage_catalog import ManageCatalog
from domain.use_cases.manage_connections import ManageConnections
from domain.use_cases.map_properties import MapProperties
from domain.use_cases.receive_webhooks import ReceiveWebhooks
from domain.use_cases.renew_tokens import RenewedTokens
from domain.use_cases.sync_records import SyncRecords
from tests.contracts.store.builders import Digits
from tests.domain.sentences import in_sentences, told
from tests.domain.use_cases.runners import BOTH, PUBLIC_URL, runners_of
from tests.domain.use_cases.time_line import TimeLine
from tests.fakes.company import FakeCompany
from tests.fakes.crm import FakeCrm
from tests.fakes.crm_requests import UnforeseenError
from tests.fakes.letters import Letters
from tests.fakes.oauth import FakeOAuth
from tests.fakes.virtual_store import VirtualStore
from tests.fakes.world import CountedIds, FakeClock, Notes

ACME = AccountId("acme")
_MOST_TURNS = 100


class Firm:
    """Both sides and the service. Nothing is done or delivered until a test says so."""

    def __init__(self) -> None:
        self.clock, self.ids, self.notes = FakeClock(), CountedIds(), Notes()
        self.company = FakeCompany(self.clock)
        self.crm = FakeCrm(self.company)
        self.oauth, self.letters = FakeOAuth(self.clock), Letters()
        self.store = VirtualStore(clock=self.clock, phones=Digits())
        self.keeping = Keeping(clock=self.clock, ids=self.ids, phones=Digits())
        self.contacts, self.deals = (
            SyncRecords(kind=kind, store=self.store, keeping=self.keeping) for kind in BOTH
        )
        self.changes = FollowChanges(store=self.store, clock=self.clock)
        self.connections = ManageConnections(
            store=self.store, clock=self.clock, ids=self.ids, public_url=PUBLIC_URL
        )
        self.forecasts = ForecastBudget(store=self.store, clock=self.clock)
        self.catalog = ManageCatalog(store=self.store, clock=self.clock)
        self.properties = MapProperties(store=self.store, clock=self.clock)
        self.timeline = TimeLine(self.store, self.keeping, ACME)
        self.logins = Authorize(
            store=self.store, clock=self.clock, ids=self.ids, oauth=self.oauth, crms=self.crm
        )
        self.webhooks = ReceiveWebhooks(
            store=self.store, clock=self.clock, reader=self.letters, journal=self.notes
        )
        self.drive = Drive(
            store=self.store,
            clock=self.clock,
            crms=self.crm,
            tokens=self._tokens,
            runners=runners_of(self),
            spread=lambda: 0.0,
            journal=self.notes,
            sleep=self.clock.sleep,
        )
        self._seen = ChangeNumber(0)

    def furnish(self) -> None:
        """Give the company what none is without: a user, and a pipeline with a stage."""
        user = User(user_id=UserId(1), name="Boss", email="boss@acme.test")
        pipeline = Pipeline(pipeline_id=PipelineId(1), name="Sales")
        stage = Stage(stage_id=StageId(1), pipeline_id=pipeline.pipeline_id, name="New")
        self.company.users[user.user_id] = user
        self.company.pipelines[pipeline.pipeline_id] = pipeline
        self.company.stages[stage.stage_id] = stage

    async def start(self) -> None:
        """Make the account known."""
        await self.connections.start(ACME)

    async def log_in(self) -> Connection:
        """Let the administrator log in and allow the access."""
        _, url = await self.connections.start(ACME)
        state = url.partition("state=")[2]
        departure = await self.logins.begin(state)
        with in_sentences():
            return await self.logins.finish(state, "code", departure.session)

    async def connect(self) -> None:
        """Log in and import everything."""
        await self.log_in()
        await self.work()
        assert (await self.connection()).state is ConnectionState.ACTIVE

    async def connection(self) -> Connection:
        return await self.connections.get(ACME)

    async def connection_id(self) -> ConnectionId:
        return (await self.connection()).connection_id

    async def grant(self) -> Grant | None:
        """Return the stored tokens."""
        connection_id = await self.connection_id()
        return await self.store.transact(lambda tx: tx.secrets.grant(connection_id))

    async def call(
        self,
        contact_id: str,
        fields: Mapping[FieldName, Value],
        *,
        at: datetime | None = None,
        applied: int = 0,
        request_id: str = "",
    ) -> Receipt:
        """Hand these fields of a contact in, edited now if not *at* another time."""
        call = SyncCall(
            record_id=RecordId(contact_id),
            fields=fields,
            update_time=at or self.clock(),
            applied_change=ChangeNumber(applied),
            request_id=request_id,
        )
        with in_sentences():
            receipt = await self.contacts.sync(ACME, call)
        told(receipt.notices)
        return receipt

    async def view(self, contact_id: str) -> RecordView:
        with in_sentences():
            view = await self.contacts.get(ACME, RecordId(contact_id))
        assert view.message or not view.reason
        return view

    async def remote_id(self, contact_id: str) -> RemoteId:
        remote_id = (await self.view(contact_id)).remote_id
        assert remote_id is not None
        return remote_id

    async def delete(self, contact_id: str, request_id: str = "") -> RecordView:
        with in_sentences():
            return await self.contacts.delete(ACME, RecordId(contact_id), request_id)

    async def in_step(self, contact_id: str, fields: Mapping[FieldName, Value]) -> RemoteId:
        """Create a contact on both sides, everything about it settled; return its remote id."""
        await self.call(contact_id, fields)
        await self.work()
        await self.deliver()
        await self.work()
        self.later(minutes=1)
        await self.acknowledge()
        return await self.remote_id(contact_id)

    async def deliver(self, *events: Event) -> Sequence[Intake]:
        """Deliver these events, or all that wait."""
        chosen = events or tuple(self.company.outbox)
        self.company.outbox = [one for one in self.company.outbox if one not in chosen]
        connection = await self.connection()
        bodies = [self.letters.body_of(event) for event in chosen]
        return [await self.webhooks.receive(connection, body) for body in bodies]

    async def work(self) -> None:
        """Do everything that is due, until nothing is."""
        for _ in range(_MOST_TURNS):
            lease = await self.store.lease("worker", timedelta(hours=1))
            if lease is None:
                return
            try:
                await self.drive.run(lease, asyncio.Event())
            finally:
                await self.store.release(lease)
            self._check_failures()
        raise AssertionError("the work never ends")

    def _check_failures(self) -> None:
        """Make sure that no work failed in a way that the test did not order."""
        failed = [details for event, details in self.notes.kept if event == "work_failed"]
        ordered = UnforeseenError.__name__
        assert [one for one in failed if one["error"] != ordered] == []

    async def drives(self, connection: Connection) -> Driven:
        """Return the connection, as it is given, driven by somebody."""
        work = Work(key=WorkKey(Task.IMPORT), due_at=self.clock())
        await self.store.transact(lambda tx: tx.work(connection.connection_id).mark([work]))
        lease = await self.store.lease("worker", timedelta(hours=1))
        assert lease is not None
        return Driven(
            connection=connection,
            lease=lease,
            store=self.store,
            crm=self.crm,
            tokens=self._tokens(connection.connection_id),
            turns=Turns(asyncio.Lock),
            budget=lambda: connection.budget,
        )

    def later(self, **span: float) -> None:
        self.clock.pass_(timedelta(**span))

    async def news(self) -> list[Change]:
        """Return the changes since the last look, with nothing acknowledged."""
        found = list[Change]()
        async for item in self.changes.watch(ACME, self._seen):
            if isinstance(item, Bookmark):
                break
            found.append(item)
        self._seen = found[-1].number if found else self._seen
        return found

    async def acknowledge(self) -> None:
        """Let Vixiees apply and acknowledge every change so far."""
        await self.news()
        await self.changes.acknowledge(ACME, self._seen)

    def shown(self, remote_id: RemoteId) -> Mapping[FieldName, Value]:
        """Return what Pipedrive holds of a contact, the empty fields left out."""
        contact = self.company.contacts[remote_id]
        company = {"company": self.company.names[contact.company_id]} if contact.company_id else {}
        filled = {name: value for name, value in contact.fields.items() if value is not None}
        return {**filled, **company}

    def _tokens(self, connection_id: ConnectionId) -> RenewedTokens:
        return RenewedTokens(
            connection_id=connection_id, store=self.store, oauth=self.oauth, clock=self.clock
        )
