"""Pipelines and stages (v2 `/pipelines`, `/stages`): what a deal moves along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from adapters.sandbox.checks import Check, boolean, integer, text
from adapters.sandbox.company.company import Company
from adapters.sandbox.company.events import Event, Origin, old_values
from adapters.sandbox.company.records import Record, deleted
from adapters.sandbox.exchange import Json
from adapters.sandbox.instants import rfc3339


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A pipeline or a stage: the checks of its body, its blank form, its webhook shape."""

    entity: str
    title: str
    writable: Mapping[str, Check]
    required: tuple[str, ...]
    blank: Json
    event_fields: Callable[[Json], Json]


PIPELINE = Part(
    entity="pipeline",
    title="Pipeline",
    writable={"name": text(blank=False), "is_deal_probability_enabled": boolean},
    required=("name",),
    blank={"name": "", "order_nr": 0, "is_deal_probability_enabled": False},
    event_fields=lambda fields: {
        "name": fields["name"],
        "order_nr": fields["order_nr"],
        "url_title": str(fields["name"]).replace(" ", "-"),
        "active_flag": True,
        "deal_probability": fields["is_deal_probability_enabled"],
    },
)
STAGE = Part(
    entity="stage",
    title="Stage",
    writable={
        "name": text(blank=False),
        "pipeline_id": integer,
        "deal_probability": integer,
        "is_deal_rot_enabled": boolean,
        "days_to_rotten": integer,
    },
    required=("name", "pipeline_id"),
    blank={
        "name": "",
        "order_nr": 0,
        "pipeline_id": None,
        "deal_probability": 100,
        "is_deal_rot_enabled": False,
        "days_to_rotten": None,
    },
    event_fields=lambda fields: {
        "name": fields["name"],
        "order_nr": fields["order_nr"],
        "pipeline_id": fields["pipeline_id"],
        "active_flag": True,
        "deal_probability": fields["deal_probability"],
        "rotten_flag": fields["is_deal_rot_enabled"],
        "rotten_days": fields["days_to_rotten"],
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Changes pipelines or stages, each announced to the webhooks."""

    company: Company
    part: Part
    origin: Origin

    def create(self, values: Json) -> Record:
        """Put a new one at the end."""
        table, now = self.company.tables[self.part.entity], rfc3339(self.origin.now)
        fields = {**self.part.blank, "order_nr": table.last_id + 1, **values}
        record = table.add(Record(id=0, add_time=now, update_time=now, fields=fields))
        self._announce(None, record)
        return record

    def update(self, record: Record, values: Json) -> Record:
        """Change it; a change that changes nothing is none."""
        fields = {**record.fields, **values}
        if fields == record.fields:
            return record
        changed = replace(record, fields=fields, update_time=rfc3339(self.origin.now))
        self.company.tables[self.part.entity].put(changed)
        self._announce(record, changed)
        return changed

    def delete(self, record: Record) -> None:
        """Delete it; what it held keeps its id."""
        self.company.tables[self.part.entity].put(deleted(record, self.origin.now))
        self._announce(record, None)

    def _announce(self, before: Record | None, after: Record | None) -> None:
        old, new = self._data(before), self._data(after)
        subject = after or before
        if subject is None:
            return
        event = Event(
            entity=self.part.entity,
            entity_id=subject.id,
            action="create" if before is None else "delete" if after is None else "change",
            data=new,
            previous=old_values(old, new) if old and new else old,
        )
        self.company.announce(event, self.origin)

    def _data(self, record: Record | None) -> Json | None:
        if record is None:
            return None
        return {
            "id": record.id,
            **self.part.event_fields(record.fields),
            "add_time": record.add_time,
            "update_time": record.update_time,
        }
