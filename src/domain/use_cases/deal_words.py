"""The words of deals: steps for stages, contacts by Vixiees' ids, owners by e-mail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from domain.errors import SyncError, Violation
from domain.model.catalog import Currency, User
from domain.model.connection import Connection
from domain.model.deal import inconsistencies, violations
from domain.model.money import canonical_money, decimal_in, digits_of, money, parts, rounded
from domain.model.values import ARCHIVED, CONTACT, OWNER, STAGE, VALUE, FieldName, Kind, Value
from domain.model.views import Notice, SyncCall
from domain.ports.store import Tx
from domain.sync.deals import known_to_vixiees_alone, speaks_old_words, truth_of
from domain.sync.owners import address, outdated, owner_for
from domain.sync.record import Record
from domain.sync.steps import Steps, step_named
from domain.use_cases.contact_words import DELETED, ContactNames, Wait
from domain.use_cases.pipelines import setting_of
from domain.use_cases.words import Heard, PropertyWords, Said


@dataclass(slots=True, kw_only=True)
class _Draft:
    """The fields that a call says, while it is being heard."""

    fields: dict[FieldName, Value]
    notices: list[Notice] = field(default_factory=list)

    def put(self, name: FieldName, heard: tuple[Value, Notice | None]) -> None:
        """Take what was heard for the name; nothing heard leaves the field out."""
        value, notice = heard
        if value is None:
            del self.fields[name]
        else:
            self.fields[name] = value
        if notice is not None:
            self.notices.append(notice)


class DealWords:
    """Deals."""

    def __init__(self, tx: Tx, connection: Connection) -> None:
        self._catalog = tx.catalog(connection.connection_id)
        self._connection = connection
        self._contacts = ContactNames(tx.records(connection.connection_id, Kind.CONTACT))
        self._properties = PropertyWords(tx, connection, Kind.DEAL)

    def faults(self, call: SyncCall, record: Record | None) -> tuple[Violation, ...]:
        step = call.fields.get(STAGE)
        wrong_step = self._steps.faults(step_named(step)) if step is not None else ()
        fields = dict(call.fields)
        if _repeated(call.fields.get(VALUE), record) is not None:
            del fields[VALUE]
        return *violations(fields, call.update_time, self._currencies), *wrong_step

    def whole_faults(
        self, call: SyncCall, truths: Mapping[FieldName, Value]
    ) -> tuple[Violation, ...]:
        found = inconsistencies({**truths, **call.fields})
        named = {f"fields.{name}" for name in call.fields}
        return tuple(one for one in found if one.field in named)

    def first_faults(self, call: SyncCall) -> tuple[Violation, ...]:
        return inconsistencies(call.fields)

    def hear(self, call: SyncCall, record: Record | None) -> Heard | SyncError:
        properties = self._properties.hear(call.fields)
        draft = _Draft(fields=dict(properties.fields), notices=list(properties.notices))
        given = {name: value for name, value in call.fields.items() if value is not None}
        draft.fields.pop(ARCHIVED, None)
        if self._is_told_empty(call, record):
            del draft.fields[CONTACT]
        if CONTACT in given:
            contact = self._contacts.heard(given[CONTACT], wait=call.wait_for_contact)
            if not isinstance(contact, SyncError):
                draft.fields[CONTACT] = contact
            elif record is not None and contact.reason == DELETED:
                draft.put(CONTACT, _left(contact))
            else:
                return contact
        if VALUE in given:
            repeated = _repeated(given[VALUE], record)
            draft.put(VALUE, (repeated, None) if repeated else self._rounded(given[VALUE]))
        if STAGE in call.fields:
            name = call.fields[STAGE]
            heard = self._steps.heard(name, record, call.applied_change) if name else (None, None)
            draft.put(STAGE, heard)
        if OWNER in call.fields:
            draft.put(OWNER, self._owner(call, record))
        return Heard(fields=draft.fields, notices=tuple(draft.notices))

    def _is_told_empty(self, call: SyncCall, record: Record | None) -> bool:
        """Tell whether the call names no contact because we know of none: a deleted one is kept."""
        present = truth_of(record, CONTACT) if record is not None else None
        is_empty = CONTACT in call.fields and call.fields[CONTACT] is None
        return is_empty and present is not None and self._contacts.said(present) is None

    def say(self, fields: Mapping[FieldName, Value]) -> Said:
        said = dict(self._properties.say(fields))
        waiting = Wait("", "")
        translations: Mapping[FieldName, Callable[[str], Value | Wait]] = {
            OWNER: self._say_owner,
            CONTACT: self._contacts.said,
            STAGE: self._say_stage,
        }
        for name in translations.keys() & fields.keys():
            value = fields[name]
            word = translations[name](value) if value is not None else None
            if isinstance(word, Wait):
                waiting = word
                del said[name]
            else:
                said[name] = word
        return Said(fields=said, reason=waiting.reason, message=waiting.message)

    @cached_property
    def _steps(self) -> Steps:
        return Steps(setting_of(self._catalog))

    @cached_property
    def _users(self) -> list[User]:
        return list(self._catalog.all(User))

    @cached_property
    def _currencies(self) -> list[Currency]:
        return list(self._catalog.all(Currency))

    def _rounded(self, value: str) -> tuple[Value, Notice | None]:
        """Round to the digits of the currency; the value was checked before."""
        amount, currency = parts(value)
        exact = decimal_in(amount)
        if exact is None:
            return None, None
        digits = {one.code: one.digits for one in self._currencies}
        near = rounded(exact, digits.get(currency, digits_of(currency)))
        message = f"it was rounded to the digits of {currency}."
        notice = Notice(field="fields.value.amount", reason="VALUE_ROUNDED", message=message)
        return money(near, currency), None if near == exact else notice

    def _owner(self, call: SyncCall, record: Record | None) -> tuple[Value, Notice | None]:
        email = call.fields[OWNER]
        if email is None:
            return None, None
        state = record.fields.get(OWNER) if record is not None else None
        if state is not None and speaks_old_words(state, call.applied_change):
            return None, outdated()
        present = truth_of(record, OWNER) if record is not None else None
        return owner_for(email, self._users, present, self._connection.fallback_owner)

    def _say_stage(self, stage: str) -> str | Wait:
        name = known_to_vixiees_alone(stage) or self._steps.name_for(stage)
        return name or Wait(
            "STAGE_NOT_MAPPED",
            f"Stage {stage}, in which the deal is in Pipedrive, is mapped to no step. "
            "The deal waits for it: map its pipeline in Settings › Integrations › Pipedrive.",
        )

    def _say_owner(self, owner: str) -> str | Wait:
        known = {str(one.user_id): address(one.email) for one in self._users}
        return known.get(owner) or Wait(
            "WAITS_FOR_OWNER",
            f"User {owner}, who owns the deal, was not read from Pipedrive yet; "
            "the users are read again when one changes, and daily.",
        )


def _left(deleted: SyncError) -> tuple[Value, Notice]:
    """Leave the contact of a deal as it is: its other fields may be edited all the same."""
    message = "it was deleted, and was left out."
    return None, Notice(field="fields.contact_id", reason=deleted.reason, message=message)


def _repeated(value: Value, record: Record | None) -> Value:
    """Return the value if Vixiees only says what it showed or was told before, else None.

    Pipedrive may hold amounts that nobody may send: negative ones, or of more digits.
    """
    state = record.fields.get(VALUE) if record is not None else None
    text = canonical_money(value) if value is not None else None
    if state is None or text is None:
        return None
    known = {one.value for one in state.shown} | {one.value for one in state.sent}
    known |= {one.value for one in (state.truth, state.local) if one is not None}
    return text if text in known else None
