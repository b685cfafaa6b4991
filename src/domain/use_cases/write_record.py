"""Creating and updating a remote record, so that no crash and no lost answer does it twice."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import (
    CrmError,
    CrmGone,
    CrmRefused,
    MarkerGone,
    OutcomeUnknown,
    PropertyRefused,
)
from domain.model.remote import RemoteRecord
from domain.model.values import COMPANY, OWNER, STAGE, CompanyId, FieldName, Side, property_field
from domain.ports.crm import Patch
from domain.sync.answers import (
    begin_create,
    begin_update,
    landed,
    linked,
    refused,
    value_refused,
)
from domain.sync.deals import truth_of
from domain.sync.ends import gone, with_twin
from domain.sync.parking import park
from domain.sync.plan import Create, Update, next_step
from domain.sync.record import Record
from domain.use_cases.companies import company_for, company_instead, learn_companies, placed
from domain.use_cases.driven import Driven
from domain.use_cases.ending import follow_end
from domain.use_cases.keeping import Keeper, Keeping
from domain.use_cases.lost_references import doubt_set_up, without_lost_references
from domain.use_cases.mass_changes import check_blanks
from domain.use_cases.publishing import Kept
from domain.use_cases.sightings import seen_in_read

_OF_THE_SET_UP = frozenset({OWNER, STAGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """A write that is remembered and may leave."""

    record: Record
    sent_at: datetime
    patch: Patch


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteRecord:
    """Remembers a write, sends it, and remembers its outcome."""

    keeping: Keeping

    async def run(self, driven: Driven, record: Record) -> None:
        """Write what the record asks for. Raises CrmError when it was certainly not done."""
        company = _company_to_write(record, self.keeping.clock())
        company_id = await company_for(driven, company) if company is not None else None
        await self._write(driven, record, company_id)

    async def _write(
        self,
        driven: Driven,
        record: Record,
        company_id: CompanyId | None,
        *,
        is_last: bool = False,
    ) -> None:
        begun = await driven.transact(
            lambda tx: _begin(
                self.keeping.open(tx, driven.connection_id, record.kind), record, company_id
            )
        )
        if begun is not None:
            await self._send(driven, begun, is_last=is_last)

    async def _send(self, driven: Driven, begun: _Begun, *, is_last: bool) -> None:
        try:
            answer = await _call(driven, begun)
        except OutcomeUnknown:
            return
        except CrmError as error:
            other = None if is_last else await _other_company(driven, begun, error)
            if other is not None:
                await driven.transact(
                    lambda tx: _give_back(
                        self.keeping.open(tx, driven.connection_id, begun.record.kind), begun
                    )
                )
                await self._write(driven, begun.record, other, is_last=True)
                return
            await driven.transact(
                lambda tx, error=error: _fail(  # type: ignore[misc]  # bound before it is gone
                    self.keeping.open(tx, driven.connection_id, begun.record.kind), begun, error
                )
            )
            if not isinstance(error, CrmGone | CrmRefused):
                raise
        else:
            await learn_companies(driven, [answer.company_id])
            await driven.transact(
                lambda tx: _land(
                    self.keeping.open(tx, driven.connection_id, begun.record.kind), begun, answer
                )
            )


def _company_to_write(record: Record, now: datetime) -> str | None:
    """Return the name of the company that the next write will name by its id."""
    due = next_step(record, now)
    names = due.step.names if due is not None and isinstance(due.step, Update) else record.fields
    state = record.fields.get(COMPANY) if COMPANY in names else None
    return state.truth.value if state is not None and state.truth is not None else None


def _begin(keeper: Keeper, seen: Record, company_id: CompanyId | None) -> _Begun | None:
    """Remember the write; None if the record has changed since its company was looked up.

    Raises MassBlanking.
    """
    record = keeper.load(seen.record_id)
    due = next_step(record, keeper.now) if record is not None else None
    if record is None or due is None or due.at > keeper.now:
        return None
    if _company_to_write(record, keeper.now) != _company_to_write(seen, keeper.now):
        keeper.mark([record])
        return None
    match due.step:
        case Create():
            begun = begin_create(record, keeper.now, company_id)
        case Update(names):
            if any(_is_emptied(record, name) for name in names):
                check_blanks(keeper, Side.VIXIEES)
            begun = begin_update(record, names, keeper.now, company_id)
        case _:
            keeper.mark([record])
            return None
    keeper.keep(Kept(record, begun))
    values = {name: written.value for name, written in begun.writes[-1].fields.items()}
    patch = Patch(
        fields=values, company_id=company_id, carry=record.carry, types=keeper.types(values)
    )
    return _Begun(record=begun, sent_at=keeper.now, patch=patch)


def _is_emptied(record: Record, name: FieldName) -> bool:
    state = record.fields[name]
    return state.truth is not None and state.truth.value is None


async def _call(driven: Driven, begun: _Begun) -> RemoteRecord:
    record, records = begun.record, driven.crm.records(begun.record.kind)
    if record.remote_id is None:
        return await records.create(record.record_id, begun.patch)
    return await records.update(record.remote_id, begun.patch)


async def _other_company(driven: Driven, begun: _Begun, error: CrmError) -> CompanyId | None:
    """Return the company to name instead, if a write was refused for one that is no more."""
    company_id, name = begun.patch.company_id, begun.patch.fields.get(COMPANY)
    if company_id is None or name is None or not isinstance(error, CrmRefused):
        return None
    return await company_instead(driven, name, company_id)


def _give_back(keeper: Keeper, begun: _Begun) -> None:
    record = keeper.load(begun.record.record_id)
    if record is not None:
        keeper.keep(Kept(record, refused(record, begun.sent_at)))


def _fail(keeper: Keeper, begun: _Begun, error: CrmError) -> None:
    """Take that the write certainly had no effect."""
    record = keeper.load(begun.record.record_id)
    if record is None:
        return
    after = refused(record, begun.sent_at)
    if isinstance(error, MarkerGone | PropertyRefused):
        keeper.have_catalog_read()
    if isinstance(error, PropertyRefused):
        name = property_field(error.code)
        after = value_refused(record, begun.sent_at, name, error.message)
    elif isinstance(error, CrmGone) and after.remote_id is not None:
        after = gone(after, keeper.now)
    elif isinstance(error, CrmGone | CrmRefused) and _is_as_sent(record, begun):
        after = _refused(keeper, begun, after, error)
    keeper.keep(Kept(record, after))


def _refused(keeper: Keeper, begun: _Begun, record: Record, error: CrmError) -> Record:
    """Return the record without what it names in vain; else it needs a person.

    What it names may be gone without our knowing; then it goes on once the set-up was read again.
    """
    rest = without_lost_references(keeper, record)
    if rest != record:
        return rest
    if _OF_THE_SET_UP & begun.patch.fields.keys():
        doubt_set_up(keeper)
    return park(record, error.reason, error.message, keeper.now)


def _is_as_sent(record: Record, begun: _Begun) -> bool:
    """Tell whether what was refused is still what the record holds: else it is tried anew."""
    sent = begun.record.writes[-1].fields
    return all(truth_of(record, name) == written.value for name, written in sent.items())


def _land(keeper: Keeper, begun: _Begun, answer: RemoteRecord) -> None:
    """Take the answer to our write into the record that it left from."""
    record = keeper.load(begun.record.record_id)
    if record is None:
        return None
    remote_id = answer.remote_id
    after = record
    if begun.record.remote_id is None:
        owner = keeper.linked_to(remote_id)
        if owner is not None and owner.record_id != record.record_id:
            # This cannot be what our POST has made; whether it made anything is looked up later.
            return None
        if record.remote_id not in {None, remote_id} or record.deleted_by is Side.PIPEDRIVE:
            return keeper.keep(Kept(record, with_twin(record, remote_id)))
        after = linked(record, remote_id, begun.sent_at, keeper.now)
    elif record.remote_id != remote_id:
        return keeper.keep(Kept(record, replace(record, call=None)))
    sighting = seen_in_read(keeper, answer, begun.sent_at)
    seen = landed(after, begun.sent_at, sighting.reading, keeper.now)
    after = placed(seen.record, answer.company_id, sighting.reading.fields[COMPANY])
    keeper.keep(Kept(record, after, seen.lost))
    if remote_id in keeper.records.ends([remote_id]):
        follow_end(keeper, after, remote_id, keeper.now)
    return None
