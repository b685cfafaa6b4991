"""How the parts are put together; building opens nothing."""

import secrets
from datetime import UTC, datetime

from dependency_injector import containers, providers

from adapters.pipedrive.opening import Pipedrive
from app.logs import note
from domain.model.values import ConnectionId
from domain.model.work import Task
from domain.ports.crm import OAuth
from domain.ports.store import Store
from domain.ports.world import Clock, Html, Phones
from domain.use_cases.activity_keeping import ActivityKeeping
from domain.use_cases.authorize import Authorize
from domain.use_cases.digest_company import DigestCompany
from domain.use_cases.digest_contact import DigestContact
from domain.use_cases.digest_events import DigestEvents
from domain.use_cases.disconnect import Disconnect
from domain.use_cases.drive import Drive
from domain.use_cases.find_customer import FindCustomer
from domain.use_cases.follow_changes import FollowChanges
from domain.use_cases.import_contacts import ImportContacts
from domain.use_cases.keep_catalog import KeepCatalog
from domain.use_cases.keeping import Keeping
from domain.use_cases.linked_deals import NoDeals
from domain.use_cases.log_activities import LogActivities
from domain.use_cases.look_up_contact import LookUpContact
from domain.use_cases.manage_activity_policy import ManageActivityPolicy
from domain.use_cases.manage_catalog import ManageCatalog
from domain.use_cases.manage_connections import ManageConnections
from domain.use_cases.prepare_activity import PrepareActivity
from domain.use_cases.push_activity import PushActivity
from domain.use_cases.push_contact import PushContact
from domain.use_cases.receive_webhooks import ReceiveWebhooks
from domain.use_cases.remove_contact import RemoveContact
from domain.use_cases.renew_tokens import RenewedTokens
from domain.use_cases.set_up import SetUp
from domain.use_cases.sync_contacts import SyncContacts
from domain.use_cases.work import Worker
from domain.use_cases.write_activity import WriteActivity
from domain.use_cases.write_contact import WriteContact


def now() -> datetime:
    """Return the present instant, as ports.world.Clock."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return 192 random bits, as ports.world.Ids."""
    return secrets.token_urlsafe(24)


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
    journal = providers.Object(note)
    oauth = pipedrive.provided.oauth
    crms = pipedrive.provided.crms
    reader = pipedrive.provided.events

    keeping = providers.Singleton(Keeping, clock=clock, ids=ids, phones=phones)
    contacts = providers.Singleton(SyncContacts, store=store, keeping=keeping)
    changes = providers.Singleton(FollowChanges, store=store, clock=clock)
    catalog = providers.Singleton(ManageCatalog, store=store)
    connections = providers.Singleton(
        ManageConnections, store=store, clock=clock, ids=ids, public_url=public_url
    )
    authorize = providers.Singleton(
        Authorize, store=store, clock=clock, ids=ids, oauth=oauth, crms=crms
    )
    webhooks = providers.Singleton(
        ReceiveWebhooks, store=store, clock=clock, reader=reader, journal=journal
    )

    activity_keeping = providers.Singleton(
        ActivityKeeping, keeping=keeping, deals=providers.Singleton(NoDeals)
    )
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
        PushContact,
        keeping=keeping,
        write=providers.Singleton(WriteContact, keeping=keeping),
        look_up=providers.Singleton(LookUpContact, keeping=keeping),
        remove=providers.Singleton(RemoveContact, keeping=keeping),
    )
    digest = providers.Singleton(
        DigestEvents,
        contacts=providers.Singleton(DigestContact, keeping=keeping, reader=reader),
        companies=providers.Singleton(DigestCompany, keeping=keeping, reader=reader),
    )
    keep_catalog = providers.Singleton(KeepCatalog, clock=clock)
    runners = providers.Dict(
        {
            Task.SET_UP: providers.Singleton(
                SetUp, clock=clock, ids=ids, catalog=keep_catalog, public_url=public_url
            ),
            Task.PUSH: push,
            Task.DIGEST: digest,
            Task.CATALOG: keep_catalog,
            Task.IMPORT: providers.Singleton(ImportContacts, keeping=keeping),
            Task.PUSH_ACTIVITY: push_activity,
            Task.DISCONNECT: providers.Singleton(
                Disconnect, oauth=oauth, public_url=public_url, journal=journal
            ),
        }
    )
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
    )
    worker = providers.Singleton(Worker, store=store, drive=drive, holder=new_id(), journal=journal)
