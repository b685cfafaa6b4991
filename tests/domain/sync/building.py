"""The life of one contact's record, told step by step; times are seconds after noon."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from domain.model.values import ChangeNumber, FieldName, RecordId, RemoteId, Side, Value
from domain.sync.answers import begin_create, begin_update, landed, linked
from domain.sync.compete import Seen
from domain.sync.ends import delete_remotely
from domain.sync.events import Told, observe_event
from domain.sync.local import acknowledged, delete_locally, observe_call
from domain.sync.plan import Create, Step, Tidings, Update, next_step, tidings, told
from domain.sync.reads import Reading, observe_reading
from domain.sync.record import (
    FieldState,
    KnownLocal,
    KnownRemote,
    Lost,
    Precision,
    Record,
    Showing,
    Truth,
)
from domain.sync.stamp import Stamp, stamp_of

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
REMOTE = RemoteId(7)
ADA = RecordId("ada")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def a_stamp(seconds: float, side: Side = Side.VIXIEES) -> Stamp:
    return stamp_of(side, at(seconds))


def a_truth(value: Value, seconds: float, side: Side = Side.VIXIEES) -> Truth:
    stamp = a_stamp(seconds, side)
    return Truth(value=value, stamp=stamp, since=stamp, side=side, own_time=at(seconds))


def known_remotely(
    value: Value,
    seconds: float = 0,
    shows: Stamp | None = None,
    precision: Precision = Precision.SECOND,
) -> KnownRemote:
    return KnownRemote(value=value, at=at(seconds), precision=precision, shows=shows)


def known_locally(value: Value, seconds: float = 0, shows: Stamp | None = None) -> KnownLocal:
    return KnownLocal(value=value, at=at(seconds), number=ChangeNumber(0), shows=shows)


def in_step(value: Value, seconds: float = 0) -> FieldState:
    """Return a field that Vixiees set at *seconds* and that both sides hold."""
    truth = a_truth(value, seconds)
    remote = known_remotely(value, seconds, truth.stamp)
    showing = Showing(at=at(seconds), value=value, number=ChangeNumber(0))
    local = known_locally(value, seconds, truth.stamp)
    return FieldState(truth=truth, remote=remote, local=local, shown=(showing,))


def linked_record(**fields: FieldState) -> Record:
    return Record(record_id=ADA, remote_id=REMOTE, linked_at=NOON, fields=fields)


def a_reading(
    updated: float, *, issued: float, served: float | None = None, **fields: Value
) -> Reading:
    """Return an answer; Pipedrive's own times have whole seconds."""
    return Reading(
        fields=fields,
        update_time=at(updated).replace(microsecond=0),
        issued_at=at(issued),
        served_at=at(issued if served is None else served).replace(microsecond=0),
    )


@dataclass
class Life:
    """A record and everything that came of it. *now* follows the steps unless they name it."""

    record: Record = field(default_factory=lambda: Record(record_id=ADA))
    published: list[Tidings] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    def call(self, when: float, applied: int = 0, **fields: Value) -> None:
        """Let Vixiees show what it changed at *when*."""
        self._take(observe_call(self.record, fields, at(when), ChangeNumber(applied)))

    def acknowledge(self, number: int) -> None:
        self._take(Seen(acknowledged(self.record, ChangeNumber(number))))

    def delete_here(self, when: float) -> None:
        self._take(Seen(delete_locally(self.record, at(when))))

    def delete_there(self, when: float) -> None:
        self._take(Seen(delete_remotely(self.record, at(when))))

    def webhook(
        self,
        when: float,
        previous: Mapping[FieldName, Value] | None,
        *,
        ours: bool = False,
        now: float | None = None,
        behind: float = 0,
        **fields: Value,
    ) -> None:
        """Let a webhook tell of a change at *when*; *fields* is what the contact holds then.

        That is by Pipedrive's clock, which is so many seconds *behind*.
        """
        news = Told(
            at=at(when),
            fields=fields,
            previous=previous,
            maybe_ours=ours,
            behind=timedelta(seconds=behind),
        )
        self._take(observe_event(self.record, news, at(when if now is None else now)))

    def read(
        self,
        updated: float,
        *,
        issued: float,
        now: float | None = None,
        served: float | None = None,
        **fields: Value,
    ) -> None:
        """Let an answer show what the contact holds since *updated*."""
        reading = a_reading(updated, issued=issued, served=served, **fields)
        self._take(observe_reading(self.record, reading, at(issued if now is None else now)))

    def send(self, when: float) -> frozenset[FieldName]:
        """Let our write leave; return its fields."""
        match self.step(when):
            case Create():
                self._take(Seen(begin_create(self.record, at(when))))
            case Update(names):
                self._take(Seen(begin_update(self.record, names, at(when))))
            case step:
                message = f"nothing to write but {step}"
                raise AssertionError(message)
        return frozenset(self.record.writes[-1].fields)

    def answer(self, sent: float, updated: float, now: float, **fields: Value) -> None:
        """Answer the write that left at *sent* and took effect in the second *updated*."""
        if self.record.remote_id is None:
            self._take(Seen(linked(self.record, REMOTE, at(sent), at(now))))
        reading = a_reading(updated, issued=sent, served=now, **fields)
        self._take(landed(self.record, at(sent), reading, at(now)))

    def step(self, now: float) -> Step | None:
        """Return what is due at Pipedrive by then."""
        due = next_step(self.record, at(now))
        return due.step if due is not None and due.at <= at(now) else None

    def truth(self, name: FieldName) -> Value:
        truth = self.record.fields[name].truth
        assert truth is not None
        return truth.value

    def told(self, name: FieldName) -> list[Value]:
        """Return the field's values that went on the feed."""
        return [one.fields[name] for one in self.published if name in one.fields]

    def _take(self, seen: Seen) -> None:
        news = tidings(self.record, seen.record)
        self.record = seen.record
        self.lost += seen.lost
        if news is not None:
            self.published.append(news)
            number = ChangeNumber(len(self.published))
            self.record = told(self.record, news, number, at(-1))


def a_life(**fields: Value) -> Life:
    """Return the life of a contact that both sides hold since noon."""
    return Life(linked_record(**{name: in_step(value) for name, value in fields.items()}))


def written(life: Life, value: str, *, sent: float, called: float | None = None) -> None:
    """Let Vixiees set the first name, and our write of it land in the second after it left."""
    life.call(sent - 1 if called is None else called, first_name=value)
    life.send(sent)
    life.answer(sent, sent + 1, sent + 2, first_name=value)


def a_posted_life() -> Life:
    """Return the life of a contact whose POST left at 1 s."""
    life = Life()
    life.call(0, first_name="Ada", phone="1")
    life.send(1)
    return life
