"""The words of Vixiees and those of records: what is heard in a call, what is said on the feed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from domain.errors import SyncError, Violation
from domain.model.catalog import Property
from domain.model.connection import Connection
from domain.model.contact import blank_name, phone_notice, violations
from domain.model.property_values import canonical_value
from domain.model.values import (
    FIRST_NAME,
    LAST_NAME,
    PHONE,
    FieldName,
    Kind,
    Value,
    property_code,
    property_field,
)
from domain.model.views import Notice, SyncCall
from domain.ports.store import Tx
from domain.ports.world import Phones
from domain.sync.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a call says, in the words of records."""

    fields: Mapping[FieldName, Value]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What Vixiees can be told of these fields.

    With a *reason* some of them have no word yet, and the record waits: *message* says for what.
    """

    fields: Mapping[FieldName, Value]
    reason: str = ""
    message: str = ""


class Words(Protocol):
    """The words for one kind of record of one connection."""

    def faults(self, call: SyncCall, record: Record | None) -> tuple[Violation, ...]:
        """Return what is wrong with the call, but for what the record holds already."""

    def whole_faults(
        self, call: SyncCall, truths: Mapping[FieldName, Value]
    ) -> tuple[Violation, ...]:
        """Return what the call makes wrong of the whole record, which now holds these truths."""

    def first_faults(self, call: SyncCall) -> tuple[Violation, ...]:
        """Return what is wrong with the call as the first one for its record."""

    def hear(self, call: SyncCall, record: Record | None) -> Heard | SyncError:
        """Return what the call says of the record; None for a new one."""

    def say(self, fields: Mapping[FieldName, Value]) -> Said:
        """Return the fields as Vixiees is told of them."""


class PropertyWords:
    """Custom properties: Vixiees calls them by its own ids, records by Pipedrive's codes."""

    def __init__(self, tx: Tx, connection: Connection, kind: Kind) -> None:
        self._tx = tx
        self._connection = connection
        self._kind = kind
        mapped = connection.properties
        self._mapped = [one for one in mapped if one.kind is kind and not one.is_stale]

    def hear(self, fields: Mapping[FieldName, Value]) -> Heard:
        """Take the properties; one that Pipedrive could not hold is left out with a notice."""
        given = {
            property_id: value
            for name, value in fields.items()
            if (property_id := property_code(name)) is not None
        }
        if not given:
            return Heard(fields=fields)
        codes = {str(one.property_id): one.code for one in self._mapped}
        known = {one.code: one for one in self._definitions() if one.kind is self._kind}
        heard = {name: value for name, value in fields.items() if property_code(name) is None}
        notices = list[Notice]()
        for property_id, value in given.items():
            definition = known.get(codes.get(property_id, ""))
            taken = _taken(definition, value)
            if definition is None:
                notices.append(_notice(property_id, "PROPERTY_NOT_MAPPED", _NOT_MAPPED))
            elif taken is None and value is not None:
                notices.append(_notice(property_id, "VALUE_NOT_TRANSLATABLE", _NOT_TRANSLATABLE))
            else:
                heard[property_field(definition.code)] = taken
        return Heard(fields=heard, notices=tuple(notices))

    def say(self, fields: Mapping[FieldName, Value]) -> Mapping[FieldName, Value]:
        """Give the properties the ids that Vixiees knows them by."""
        ids = {one.code: one.property_id for one in self._mapped}
        return {
            property_field(ids[code]) if (code := property_code(name)) in ids else name: value
            for name, value in fields.items()
        }

    def _definitions(self) -> list[Property]:
        return list(self._tx.catalog(self._connection.connection_id).all(Property))


class ContactWords:
    """Contacts: but for the properties, both speak the same words."""

    def __init__(self, tx: Tx, connection: Connection, phones: Phones) -> None:
        self._properties = PropertyWords(tx, connection, Kind.CONTACT)
        self._phones = phones

    def faults(self, call: SyncCall, record: Record | None) -> tuple[Violation, ...]:
        del record
        return violations(call.fields, call.update_time)

    def whole_faults(
        self, call: SyncCall, truths: Mapping[FieldName, Value]
    ) -> tuple[Violation, ...]:
        names_a_name = FIRST_NAME in call.fields or LAST_NAME in call.fields
        return blank_name(truths) if names_a_name else ()

    def first_faults(self, call: SyncCall) -> tuple[Violation, ...]:
        return blank_name(call.fields)

    def hear(self, call: SyncCall, record: Record | None) -> Heard | SyncError:
        del record
        heard = self._properties.hear(call.fields)
        phone = call.fields.get(PHONE)
        if phone is None or self._phones.key(phone) is not None:
            return heard
        return Heard(fields=heard.fields, notices=(phone_notice(), *heard.notices))

    def say(self, fields: Mapping[FieldName, Value]) -> Said:
        return Said(fields=self._properties.say(fields))


_NOT_MAPPED = "no field of Pipedrive is mapped to it; call SetPropertyMapping. It was left out."
_NOT_TRANSLATABLE = (
    "the field in Pipedrive cannot hold this value; see its type and options in ListProperties. "
    "It was left out."
)


def _taken(definition: Property | None, value: Value) -> Value:
    return canonical_value(definition, value) if definition is not None and value else None


def _notice(property_id: str, reason: str, message: str) -> Notice:
    return Notice(field=f"fields.properties[{property_id}]", reason=reason, message=message)
