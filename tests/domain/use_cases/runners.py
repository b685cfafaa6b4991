"""What does each kind of work for a firm."""

from typing import Protocol

from domain.model.values import Kind
from domain.model.work import Task
from domain.use_cases.audit import Audit
from domain.use_cases.digest_company import DigestCompany
from domain.use_cases.digest_events import DigestEvents
from domain.use_cases.digest_record import DigestRecord
from domain.use_cases.disconnect import Disconnect
from domain.use_cases.driven import Runner
from domain.use_cases.forget_old import ForgetOld
from domain.use_cases.import_records import ImportRecords
from domain.use_cases.keep_alive import KeepAlive
from domain.use_cases.keep_catalog import KeepCatalog
from domain.use_cases.keep_webhooks import KeepWebhooks
from domain.use_cases.keeping import Keeping
from domain.use_cases.listings import CompanyListing, RecordListing
from domain.use_cases.look_up_many import LookUpMany
from domain.use_cases.look_up_record import LookUpRecord
from domain.use_cases.probe import Probe
from domain.use_cases.push_record import PushRecord
from domain.use_cases.remove_record import RemoveRecord
from domain.use_cases.replan import Replan
from domain.use_cases.set_up import SetUp
from domain.use_cases.sweep import Sweep
from domain.use_cases.write_record import WriteRecord
from tests.domain.use_cases.time_line import TimeLine
from tests.fakes.letters import Letters
from tests.fakes.oauth import FakeOAuth
from tests.fakes.world import CountedIds, FakeClock, Notes

PUBLIC_URL = "https://sync.example"
BOTH = (Kind.CONTACT, Kind.DEAL)


class Parts(Protocol):
    """What a firm has that its runners need."""

    clock: FakeClock
    ids: CountedIds
    notes: Notes
    oauth: FakeOAuth
    letters: Letters
    keeping: Keeping
    timeline: TimeLine


def runners_of(firm: Parts) -> dict[Task, Runner]:
    """Wire the runners to what the firm has."""
    keeping = firm.keeping
    push = PushRecord(
        keeping=keeping,
        write=WriteRecord(keeping=keeping),
        look_up=LookUpRecord(keeping=keeping),
        look_up_many=LookUpMany(keeping=keeping),
        remove=RemoveRecord(keeping=keeping),
    )
    digest = DigestEvents(
        contacts=DigestRecord(kind=Kind.CONTACT, keeping=keeping, reader=firm.letters),
        deals=DigestRecord(kind=Kind.DEAL, keeping=keeping, reader=firm.letters),
        companies=DigestCompany(keeping=keeping, reader=firm.letters),
    )
    catalog = KeepCatalog(clock=firm.clock)
    webhooks = KeepWebhooks(
        clock=firm.clock, ids=firm.ids, journal=firm.notes, public_url=PUBLIC_URL
    )
    listed = tuple(RecordListing(kind=kind, keeping=keeping) for kind in BOTH)
    return {
        Task.SET_UP: SetUp(clock=firm.clock, catalog=catalog, webhooks=webhooks),
        Task.PUSH: push,
        Task.DIGEST: digest,
        Task.CATALOG: catalog,
        Task.IMPORT: ImportRecords(keeping=keeping),
        Task.REPLAN: Replan(keeping=keeping),
        Task.PUSH_ACTIVITY: firm.timeline.push,
        Task.DISCONNECT: Disconnect(oauth=firm.oauth, public_url=PUBLIC_URL, journal=firm.notes),
        Task.PROBE: Probe(clock=firm.clock),
        Task.KEEP_ALIVE: KeepAlive(clock=firm.clock),
        Task.FORGET_OLD: ForgetOld(clock=firm.clock),
        Task.BACKLOG: push,
        Task.WEBHOOKS: webhooks,
        Task.SWEEP: Sweep(keeping=keeping, listings=(CompanyListing(), *listed)),
        Task.AUDIT: Audit(keeping=keeping, listings=listed),
    }
