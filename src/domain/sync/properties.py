"""Custom properties: a field of the record while a mapping names it, else only shown."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from domain.model.values import Side, Value, property_code, property_field
from domain.sync.record import FieldState, KnownRemote, Precision, Record, Truth
from domain.sync.stamp import stamp_of


def mapped_as(record: Record, codes: Collection[str]) -> Record:
    """Return the record with exactly these properties among its fields.

    One that comes in holds what Pipedrive was last seen to hold; one that goes out is shown so. Of
    a record that Pipedrive has not got nothing is known to come in.
    """
    present = {code for name in record.fields if (code := property_code(name)) is not None}
    leaving = present - set(codes)
    coming = set(codes) - present if record.remote_id is not None else set[str]()
    if not leaving and not coming:
        return record
    states = {
        name: state for name, state in record.fields.items() if property_code(name) not in leaving
    }
    shown = {name: record.fields[name].remote for name in record.fields.keys() - states.keys()}
    states.update(
        {property_field(code): _first_seen(record, record.unmapped.get(code)) for code in coming}
    )
    unmapped = dict(record.unmapped) | {
        code: known.value
        for name, known in shown.items()
        if (code := property_code(name)) and known is not None and known.value is not None
    }
    return replace(record, fields=states, unmapped=without(unmapped, coming))


def without(properties: Mapping[str, str], codes: Collection[str]) -> Mapping[str, str]:
    """Return the properties that are not among these codes."""
    return {code: value for code, value in properties.items() if code not in codes}


def _first_seen(record: Record, value: Value) -> FieldState:
    at = max((one.remote.at for one in record.fields.values() if one.remote), default=None)
    if at is None:
        return FieldState()
    stamp = stamp_of(Side.PIPEDRIVE, at)
    truth = Truth(value=value, stamp=stamp, since=stamp, side=Side.PIPEDRIVE, own_time=at)
    known = KnownRemote(value=value, at=at, precision=Precision.SECOND, shows=stamp)
    return FieldState(truth=truth, remote=known)
