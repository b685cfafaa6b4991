"""How the parts are put together; building opens nothing."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta

from dependency_injector import containers, providers

from adapters.pipedrive.opening import Pipedrive
from app.logs import note
from domain.model.values import ConnectionId, Kind
from domain.model.work import Task
from domain.ports.crm import OAuth
from domain.ports.store import Store
from domain.ports.world import Clock, Html, Phones
from domain.use_cases.activity_keeping import ActivityKeeping
from domain.use_cases.audit import Audit
from domain.use_cases.authorize import Authorize
from domain.use_cases.digest_company import DigestCompany
from domain.use_cases.digest_events import DigestEvents
from domain.use_cases.digest_record import DigestRecord
from domain.use_cases.disconnect import Disconnect
from domain.use_cases.drive import Drive
from domain.use_cases.find_customer import FindCustomer
from domain.use_cases.follow_changes import FollowChanges
from domain.use_cases.forecast_budget import ForecastBudget
from domain.use_cases.forget_old import ForgetOld
from domain.use_cases.import_records import ImportRecords
from domain.use_cases.keep_alive import KeepAlive
from domain.use_cases.keep_catalog import KeepCatalog
from domain.use_cases.keep_webhooks import KeepWebhooks
from domain.use_cases.keeping import Keeping
from domain.use_cases.listings import CompanyListing, RecordListing
from domain.use_cases.log_activities import LogActivities
from domain.use_cases.look_up_many import LookUpMany
from domain.use_cases.look_up_record import LookUpRecord
from domain.use_cases.manage_activity_policy import ManageActivityPolicy
from domain.use_cases.manage_catalog import ManageCatalog
from domain.use_cases.manage_connections import ManageConnections
from domain.use_cases.map_properties import MapProperties
from domain.use_cases.prepare_activity import PrepareActivity
from domain.use_cases.probe import Probe
from domain.use_cases.push_activity import PushActivity
from domain.use_cases.push_record import PushRecord
from domain.use_cases.receive_webhooks import ReceiveWebhooks
from domain.use_cases.remove_record import RemoveRecord
from domain.use_cases.renew_tokens import RenewedTokens
from domain.use_cases.replan import Replan
from domain.use_cases.set_up import SetUp
from domain.use_cases.sweep import Sweep
from domain.use_cases.sync_records import SyncRecords
from domain.use_cases.wake_up import WakeUp
from domain.use_cases.work import Worker
from domain.use_cases.write_activity import WriteActivity
from domain.use_cases.write_record import WriteRecord


def now() -> datetime:
    """Return the present instant, as ports.world.Clock."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return 192 random bits, as ports.world.Ids."""
    return secrets.token_urlsafe(24)


async def sleep(span: timedelta) -> None:
    """Let others work meanwhile."""
    await asyncio.sleep(span.total_seconds())


def spread() -> float:
    """Return a number in 0..1 that keeps many records from coming back at one instant."""
    return secrets.SystemRandom().random()


def _renewed_tokens(
    store: Store, oauth: OAuth, clock: Clock, connection_id: ConnectionId
) -> RenewedTokens:
    return RenewedTokens(connection_id=connection_id, store=store, oauth=oauth, clock=clock)


class Container(containers.DeclarativeContainer):
    """Everything inside, for the adapters that were opened around it."""

    public_url = providers.Dependency(instance_of=str)
    store: providers.Dependency[Store] = providers.Dependency()
    phones: providers.Dependency[Phones] = providers.Dependency()
    pipedrive: providers.Dependency[Pipedrive] = providers.Dependency()
    html: providers.Dependency[Html] = providers.Dependency()
    app_url = providers.Dependency(instance_of=str)

    clock = providers.Object(now)
    ids = providers.Object(new_id)
    nap = providers.Object(sleep)
    journal = providers.Object(note)
    oauth = pipedrive.provided.oauth
    crms = pipedrive.provided.crms
    reader = pipedrive.provided.events

    keeping = providers.Singleton(Keeping, clock=clock, ids=ids, phones=phones)
    contacts = providers.Singleton(SyncRecords, kind=Kind.CONTACT, store=store, keeping=keeping)
    deals = providers.Singleton(SyncRecords, kind=Kind.DEAL, store=store, keeping=keeping)
    changes = providers.Singleton(FollowChanges, store=store, clock=clock)
    catalog = providers.Singleton(ManageCatalog, store=store, clock=clock)
    properties = providers.Singleton(MapProperties, store=store, clock=clock)
    connections = providers.Singleton(
        ManageConnections, store=store, clock=clock, ids=ids, public_url=public_url
    )
    authorize = providers.Singleton(
        Authorize, store=store, clock=clock, ids=ids, oauth=oauth, crms=crms
    )
    webhooks = providers.Singleton(
        ReceiveWebhooks, store=store, clock=clock, reader=reader, journal=journal
    )

    activity_keeping = providers.Singleton(ActivityKeeping, keeping=keeping)
    activities = providers.Singleton(
        LogActivities, store=store, keeping=activity_keeping, html=html
    )
    policies = providers.Singleton(ManageActivityPolicy, store=store, keeping=activity_keeping)

    push_activity = providers.Singleton(
        PushActivity,
        keeping=activity_keeping,
        prepare=providers.Singleton(
            PrepareActivity, customers=providers.Singleton(FindCustomer, phones=phones)
        ),
        write=providers.Singleton(WriteActivity, keeping=activity_keeping, app_url=app_url),
    )
    push = providers.Singleton(
        PushRecord,
        keeping=keeping,
        write=providers.Singleton(WriteRecord, keeping=keeping),
        look_up=providers.Singleton(LookUpRecord, keeping=keeping),
        look_up_many=providers.Singleton(LookUpMany, keeping=keeping),
        remove=providers.Singleton(RemoveRecord, keeping=keeping),
    )
    digest = providers.Singleton(
        DigestEvents,
        contacts=providers.Singleton(
            DigestRecord, kind=Kind.CONTACT, keeping=keeping, reader=reader
        ),
        deals=providers.Singleton(DigestRecord, kind=Kind.DEAL, keeping=keeping, reader=reader),
        companies=providers.Singleton(DigestCompany, keeping=keeping, reader=reader),
    )
    companies_listed = providers.Singleton(CompanyListing)
    contacts_listed = providers.Singleton(RecordListing, kind=Kind.CONTACT, keeping=keeping)
    deals_listed = providers.Singleton(RecordListing, kind=Kind.DEAL, keeping=keeping)
    keep_catalog = providers.Singleton(KeepCatalog, clock=clock)
    keep_webhooks = providers.Singleton(
        KeepWebhooks, clock=clock, ids=ids, journal=journal, public_url=public_url
    )
    runners = providers.Dict(
        {
            Task.SET_UP: providers.Singleton(
                SetUp, clock=clock, catalog=keep_catalog, webhooks=keep_webhooks
            ),
            Task.PUSH: push,
            Task.DIGEST: digest,
            Task.CATALOG: keep_catalog,
            Task.IMPORT: providers.Singleton(ImportRecords, keeping=keeping),
            Task.REPLAN: providers.Singleton(Replan, keeping=keeping),
            Task.PROBE: providers.Singleton(Probe, clock=clock),
            Task.KEEP_ALIVE: providers.Singleton(KeepAlive, clock=clock),
            Task.FORGET_OLD: providers.Singleton(ForgetOld, clock=clock),
            Task.BACKLOG: push,
            Task.WEBHOOKS: keep_webhooks,
            Task.SWEEP: providers.Singleton(
                Sweep,
                keeping=keeping,
                listings=providers.List(companies_listed, contacts_listed, deals_listed),
            ),
            Task.AUDIT: providers.Singleton(
                Audit, keeping=keeping, listings=providers.List(contacts_listed, deals_listed)
            ),
            Task.PUSH_ACTIVITY: push_activity,
            Task.DISCONNECT: providers.Singleton(
                Disconnect, oauth=oauth, public_url=public_url, journal=journal
            ),
        }
    )
    forecasts = providers.Singleton(ForecastBudget, store=store, clock=clock)
    wake_up = providers.Singleton(WakeUp, store=store, clock=clock)
    tokens = providers.Factory(_renewed_tokens, store, oauth, clock)
    drive = providers.Singleton(
        Drive,
        store=store,
        clock=clock,
        crms=crms,
        tokens=tokens.provider,
        runners=runners,
        spread=spread,
        journal=journal,
        sleep=nap,
    )
    worker = providers.Singleton(Worker, store=store, drive=drive, holder=new_id(), journal=journal)
