"""The service between the worlds, without a store: it feeds the pure functions and obeys them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from domain.model.checks import clamped
from domain.model.values import ChangeNumber, FieldName, RemoteId, Side, Value
from domain.sync.answers import begin_create, begin_update, landed, linked, refused, settle
from domain.sync.compete import Seen
from domain.sync.ends import delete_remotely, gone, is_twin, moved, removed, with_twin
from domain.sync.events import Told, observe_event
from domain.sync.local import acknowledged, delete_locally, observe_call
from domain.sync.plan import SECOND_LOOK, Create, Due, Tidings, Update, next_step, tidings, told
from domain.sync.prune import pruned
from domain.sync.reads import Reading, observe_reading
from domain.sync.record import Call, Lost, Record
from domain.sync.twins import observe_twin
from tests.domain.sync.building import ADA
from tests.domain.sync.worlds import vixiees
from tests.domain.sync.worlds.clock import instant
from tests.domain.sync.worlds.pipedrive import Hook, Shown

CALL_LIMIT = timedelta(seconds=10)


@dataclass
class Service:
    """One contact's record, the feed, the conflict log and the ends of persons."""

    record: Record = field(default_factory=lambda: Record(record_id=ADA))
    feed: list[Tidings] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    ends: dict[RemoteId, RemoteId | None] = field(default_factory=dict)
    _acknowledged: int = 0

    def acknowledge(self, number: int) -> None:
        self._acknowledged = max(number, self._acknowledged)

    def due(self, now: int) -> Due | None:
        record = self._load()
        return next_step(record, instant(now)) if record.fields else None

    def waits_for_answer(self, now: int) -> bool:
        """Tell whether webhooks have to wait for the answer to our own write."""
        call = self.record.call
        return call is not None and instant(now) < call.sent_at + CALL_LIMIT

    def take_call(self, call: vixiees.Call, now: int) -> None:
        record = self._load()
        if record.deleted_by is None:
            update_time, _ = clamped(instant(call.update_time), instant(now))
            seen = observe_call(record, call.fields, update_time, ChangeNumber(call.applied))
            self._keep(seen, now)

    def take_deletion(self, now: int) -> None:
        self._keep(Seen(delete_locally(self._load(), instant(now))), now)

    def take_hook(self, hook: Hook, now: int) -> None:
        if hook.previous is None:
            return self.take_end(hook.remote_id, hook.merged_into, now)
        record = self._load()
        if hook.remote_id == record.remote_id:
            return self._keep(self._observe(record, hook, now), now)
        if hook.marker == ADA and hook.remote_id not in self.ends:
            return self._meet(hook, now)
        return None

    def take_end(self, remote_id: RemoteId, merged_into: RemoteId | None, now: int) -> None:
        self.ends[remote_id] = merged_into
        record = self._load()
        if record.remote_id != remote_id:
            return None
        heir = merged_into
        while heir is not None and heir in self.ends:
            heir = self.ends[heir]
        if record.deleted_by is Side.VIXIEES:
            return self._keep(Seen(removed(record, remote_id)), now)
        if heir is None:
            return self._keep(Seen(delete_remotely(record, instant(now))), now)
        return self._keep(Seen(moved(record, heir, instant(now))), now)

    def begin(self, now: int) -> Mapping[FieldName, Value]:
        """Remember the write that is due; return its values."""
        record, due = self._load(), self.due(now)
        match due.step if due is not None else None:
            case Create():
                self._keep(Seen(begin_create(record, instant(now))), now)
            case Update(names):
                self._keep(Seen(begin_update(record, names, instant(now))), now)
            case _:
                pass
        return {name: one.value for name, one in self.record.writes[-1].fields.items()}

    def take_answer(self, shown: Shown, sent_at: int, now: int, *, created: bool) -> None:
        record = self._load()
        if created:
            if record.remote_id not in {None, shown.remote_id}:
                return self._keep(Seen(with_twin(record, shown.remote_id)), now)
            record = linked(record, shown.remote_id, instant(sent_at), instant(now))
        elif record.remote_id != shown.remote_id:
            return self._keep(Seen(replace(record, call=None)), now)
        reading = _reading(shown, sent_at)
        self._keep(landed(record, instant(sent_at), reading, instant(now)), now)
        return self._replay_end(now)

    def take_refusal(self, sent_at: int, now: int) -> None:
        """Take that the write met a 404."""
        record = refused(self._load(), instant(sent_at))
        if record.remote_id is not None:
            record = gone(record, instant(now))
        self._keep(Seen(record), now)

    def take_reading(self, shown: Shown, issued_at: int, now: int) -> None:
        record = self._load()
        if record.remote_id == shown.remote_id:
            self._keep(observe_reading(record, _reading(shown, issued_at), instant(now)), now)
        elif shown.marker == ADA and shown.remote_id not in self.ends:
            self._meet_read(shown, issued_at, now)

    def take_find(self, found: list[Shown], sought: Call | None, issued_at: int, now: int) -> None:
        record = self._load()
        if record.call != sought:
            return
        if record.remote_id is not None or not found:
            self._keep(Seen(settle(record)), now)
        for shown in found:
            record = self._load()
            if shown.remote_id == record.remote_id:
                continue
            if record.remote_id is not None or record.deleted_by is not None:
                self._keep(Seen(with_twin(record, shown.remote_id)), now)
                continue
            sent_at = record.call.sent_at if record.call is not None else None
            made = linked(record, shown.remote_id, sent_at, instant(now))
            reading = _reading(shown, issued_at)
            self._keep(observe_reading(made, reading, instant(now)), now)
            self._replay_end(now)

    def take_absence(self, remote_id: RemoteId, heir: RemoteId | None, now: int) -> None:
        record = self._load()
        if record.remote_id != remote_id:
            return
        since = record.missing_since
        if since is not None and instant(now) >= since + SECOND_LOOK:
            self.take_end(remote_id, heir, now)
        else:
            self._keep(Seen(gone(record, instant(now))), now)

    def take_twin(self, shown: Shown, now: int) -> None:
        record = self._load()
        self._keep(observe_twin(record, _reading(shown, now), record), now)

    def take_removed(self, remote_id: RemoteId, merged_into: RemoteId | None, now: int) -> None:
        self.ends[remote_id] = merged_into
        self._keep(Seen(removed(self._load(), remote_id)), now)

    def _load(self) -> Record:
        return acknowledged(self.record, ChangeNumber(self._acknowledged))

    def _keep(self, seen: Seen, now: int) -> None:
        after = pruned(seen.record, instant(now))
        news = tidings(self.record, after)
        self.record, self.lost = after, [*self.lost, *seen.lost]
        if news is not None:
            self.feed.append(news)
            self.record = told(after, news, ChangeNumber(len(self.feed)), instant(now))

    def _observe(self, record: Record, hook: Hook, now: int) -> Seen:
        previous = hook.previous
        if hook.created:
            previous = {name: None for name, value in hook.fields.items() if value is not None}
        news = Told(
            at=instant(hook.at), fields=hook.fields, previous=previous, maybe_ours=hook.ours
        )
        return observe_event(record, news, instant(now))

    def _meet(self, hook: Hook, now: int) -> None:
        record = self._load()
        if self._is_ours_anew(hook.remote_id, record, now):
            made = linked(record, hook.remote_id, None, instant(now))
            seen = self._observe(made, hook, now)
            self._keep(Seen(replace(seen.record, doubt=True), seen.lost), now)

    def _meet_read(self, shown: Shown, issued_at: int, now: int) -> None:
        record = self._load()
        if self._is_ours_anew(shown.remote_id, record, now):
            made = linked(record, shown.remote_id, None, instant(now))
            seen = observe_reading(made, _reading(shown, issued_at), instant(now))
            self._keep(Seen(replace(seen.record, doubt=True), seen.lost), now)

    def _is_ours_anew(self, remote_id: RemoteId, record: Record, now: int) -> bool:
        """Tell whether the person is to be linked; a twin of a late POST is noted."""
        if record.deleted_by is None and record.remote_id is None:
            return bool(record.attempts)
        is_late_create = any(one.open for one in record.attempts)
        if is_late_create or (record.deleted_by is None and is_twin(record)):
            self._keep(Seen(with_twin(record, remote_id)), now)
        return False

    def _replay_end(self, now: int) -> None:
        remote_id = self.record.remote_id
        if remote_id is not None and remote_id in self.ends:
            self.take_end(remote_id, self.ends[remote_id], now)


def _reading(shown: Shown, issued_at: int) -> Reading:
    return Reading(
        fields=shown.fields,
        update_time=instant(shown.updated).replace(microsecond=0),
        issued_at=instant(issued_at),
        served_at=instant(shown.served).replace(microsecond=0),
    )
