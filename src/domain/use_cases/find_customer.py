"""Finding whom a call was with by its numbers, in the local index alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.activity.activity import Found
from domain.activity.customer import Candidate, by_rank, customers_side
from domain.model.activity import Call
from domain.model.activity_policy import ActivityPolicy, Unknown
from domain.model.deal import OPEN
from domain.model.values import CONTACT_FIELDS, FIRST_NAME, PHONE, STATUS, RecordId, Side, Value
from domain.ports.world import Phones
from domain.sync.deals import only_vixiees, truth_of
from domain.sync.record import FieldState, Record, Truth
from domain.sync.stamp import stamp_of
from domain.use_cases.activity_keeping import ActivityKeeper
from domain.use_cases.contact_words import reference
from domain.use_cases.publishing import Kept

_MOST = 100
"""How many of those who share a number take part, as many as a caller may name."""
_INTERNAL = Found(
    reason="INTERNAL_CALL",
    message="Both numbers are the account's own: there is no customer to log the call on.",
    skip=True,
)
_NOBODY = Found(reason="NO_CONTACT", message="No contact has the number of the other side.")
_WITHHELD = Found(reason="NO_NUMBER", message="The number of the other side is not known.")
_UNREADABLE = Found(
    reason="PHONE_NOT_NORMALISABLE",
    message="No contact has the number of the other side, and it is no phone number of a known "
    "country: send it with its country, or set a region with SetActivityPolicy.",
)
_CREATED = Found(
    reason="CONTACT_CREATED",
    message="No contact had the number of the other side: this one was created for it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindCustomer:
    """Looks numbers up; for one that is nobody's, does as the account wants."""

    phones: Phones

    def of_call(self, keeper: ActivityKeeper, call: Call) -> Found:
        """Return whom the call was with, the main contact first."""
        policy = keeper.policy
        number = customers_side(
            call, policy.own_numbers, lambda one: self.phones.key(one, policy.region)
        )
        if number is None:
            return _INTERNAL
        contacts = ranked(keeper, number)
        if contacts:
            ids = tuple(one.record_id for one in contacts[:_MOST])
            return Found(number=number, contact_ids=ids)
        return self._nobody(keeper, policy, number)

    def _nobody(self, keeper: ActivityKeeper, policy: ActivityPolicy, number: str) -> Found:
        key = self.phones.key(number, policy.region)
        if policy.unknown is Unknown.CREATE_CONTACT and key is not None:
            return replace(_CREATED, number=number, contact_ids=(_created(keeper, key),))
        known = _NOBODY if key is not None else _UNREADABLE
        why = known if number.strip() else _WITHHELD
        return replace(why, number=number, skip=policy.unknown is Unknown.SKIP)


def ranked(keeper: ActivityKeeper, phone: str) -> Sequence[Record]:
    """Return the contacts with this phone, first the one that a call with it is logged on."""
    found = keeper.contacts.reached_by(phone, keeper.policy.region)
    records = {one.record_id: one for one in found}
    candidates = [
        Candidate(
            contact_id=one.record_id,
            touched_at=_touched_at(one),
            open_deal_at=_latest_open_deal(keeper, one),
        )
        for one in found
    ]
    return [records[contact_id] for contact_id in by_rank(candidates)]


def _latest_open_deal(keeper: ActivityKeeper, contact: Record) -> datetime | None:
    """Return when the contact's latest open deal was touched, None without one."""
    names = {only_vixiees(contact.record_id), reference(contact)}
    deals = keeper.deals.records.of_contacts(sorted(names))
    times = (_touched_at(one) for one in deals if truth_of(one, STATUS) == OPEN)
    return max((one for one in times if one is not None), default=None)


def _touched_at(record: Record) -> datetime | None:
    truths = (state.truth for state in record.fields.values())
    return max((one.own_time for one in truths if one is not None), default=None)


def _created(keeper: ActivityKeeper, number: str) -> RecordId:
    """Create a contact of this number, which is its name too, on both sides."""
    now = keeper.now
    stamp = stamp_of(Side.VIXIEES, now)

    def truth(value: Value) -> FieldState:
        held = Truth(value=value, stamp=stamp, since=stamp, side=Side.VIXIEES, own_time=now)
        return FieldState(truth=held)

    values = {FIRST_NAME: number, PHONE: number}
    fields = {name: truth(values.get(name)) for name in CONTACT_FIELDS}
    record = replace(keeper.contacts.new_record(), fields=fields)
    keeper.contacts.keep(Kept(None, record))
    return record.record_id
