"""How a record is shown in an answer of the v2 API."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.sandbox.checks import Check
from adapters.sandbox.company.company import Company
from adapters.sandbox.company.fields import WITH_OPTIONS, Field
from adapters.sandbox.company.kinds import Kind
from adapters.sandbox.company.records import Record
from adapters.sandbox.exchange import Json
from adapters.sandbox.queries import flag, listed

_MOST_CUSTOM_FIELDS = 15


def view_parameters(kind: Kind) -> dict[str, Check]:
    return {
        "include_fields": listed(most=len(kind.extras), choices=kind.extras.keys()),
        "custom_fields": listed(most=_MOST_CUSTOM_FIELDS),
        "include_option_labels": flag,
        "include_labels": flag,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A way to show records: with the custom *fields*, *labels* and *extras* asked for."""

    fields: tuple[Field, ...]
    labels: Field | None
    extras: Json
    with_option_labels: bool

    def show(self, record: Record) -> Json:
        held = record.custom_fields
        custom = {field.field_code: self._value(field, held) for field in self.fields}
        shown = {**record.shown(), "custom_fields": custom, **self.extras}
        if self.labels is not None:
            shown["labels"] = _labelled(self.labels, record.fields["label_ids"])
        return shown

    def _value(self, field: Field, held: Json) -> object:
        value = held.get(field.field_code)
        if self.with_option_labels and field.field_type in WITH_OPTIONS:
            return _labelled(field, value)
        return value


def view_of(company: Company, kind: Kind, asked: Mapping[str, object]) -> View:
    """Make the view that checked query parameters ask for."""
    table = company.fields[kind.entity]
    fields, wanted, extras = table.custom(), asked.get("custom_fields"), asked.get("include_fields")
    if isinstance(wanted, tuple):
        fields = tuple(field for field in fields if field.field_code in wanted)
    return View(
        fields=fields,
        labels=table.find("label_ids") if asked.get("include_labels") else None,
        extras={name: kind.extras[name] for name in extras} if isinstance(extras, tuple) else {},
        with_option_labels=asked.get("include_option_labels") is True,
    )


def _labelled(field: Field, value: object) -> object:
    if isinstance(value, list):
        return [_labelled(field, option) for option in value]
    labels = {option.id: option.label for option in field.options or ()}
    return None if not isinstance(value, int) else {"id": value, "label": labels.get(value)}
