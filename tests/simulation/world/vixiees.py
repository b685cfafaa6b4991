"""The other services of Vixiees: rows that people edit, calls about them, changes they apply.

They keep the contract of the interface: calls of one row in order, each repeated until it is
answered; the number of the last change that a row contains with each of them.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.container import Container
from domain.errors import Conflict, InvalidInput, NotFound, StoreUnavailable
from domain.model.change import Change, ChangeType
from domain.model.values import AccountId, ChangeNumber, FieldName, Kind, RecordId, Value
from domain.model.views import Receipt, SyncCall
from tests.simulation.service.instance import Gone
from tests.simulation.world.scene import Scene

Key = tuple[Kind, RecordId]
Refusal = Conflict | InvalidInput | NotFound
_NOT_YET = ChangeNumber(0)
_TICK = timedelta(milliseconds=1)
_AGAIN = 1.0
_PATIENCE = 20.0
LATER = frozenset(
    {"NOT_CONNECTED", "ACCOUNT_NOT_FOUND", "CONNECTION_NOT_FOUND", "UNKNOWN_PLAYBOOK"}
)
"""Refusals that end when the account is connected and its playbooks are published."""


@dataclass(slots=True, kw_only=True)
class Row:
    """A contact or a deal as Vixiees holds it. *applied* is the last change written into it."""

    fields: dict[FieldName, Value]
    update_time: datetime
    applied: ChangeNumber = _NOT_YET


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be told of a row; a deletion has no *call*, and it may be an erasure."""

    call: SyncCall | None
    number: int
    erases: bool = False


@dataclass(slots=True, kw_only=True)
class Side:
    """What one account's services remember. *answers* are the reasons of refusals, counted."""

    rows: dict[Key, Row] = field(default_factory=dict)
    deleted: set[Key] = field(default_factory=set)
    merged: dict[Key, RecordId] = field(default_factory=dict)
    refused: list[tuple[Key, str]] = field(default_factory=list)
    accepted: int = 0


class Vixiees:
    """One account's side."""

    def __init__(self, account_id: AccountId, scene: Scene) -> None:
        self.account_id = account_id
        self.side = Side()
        self.masked = False
        self._scene = scene
        self._letters: dict[Key, deque[Letter]] = {}
        self._sending: dict[Key, asyncio.Task[None]] = {}
        self._numbers = 0

    @property
    def is_idle(self) -> bool:
        """Tell whether every call was answered."""
        return not any(self._letters.values())

    def create(self, kind: Kind, record_id: RecordId, fields: Mapping[FieldName, Value]) -> None:
        """Let somebody make a row."""
        key = (kind, record_id)
        self.side.rows[key] = Row(fields=dict(fields), update_time=self._scene.time.vixiees())
        self.tell(key)

    def edit(self, key: Key, fields: Mapping[FieldName, Value]) -> None:
        """Let somebody edit a row."""
        row = self.side.rows[key]
        row.update_time = max(self._scene.time.vixiees(), row.update_time + _TICK)
        row.fields.update(fields)
        self.tell(key, tuple(fields) if self.masked else None)

    def delete(self, key: Key) -> None:
        """Let somebody delete a row."""
        del self.side.rows[key]
        self.side.deleted.add(key)
        self._enqueue(key, None)

    def keys(self, kind: Kind) -> list[Key]:
        """Return the rows of a kind, in the order of their ids."""
        return sorted(key for key in self.side.rows if key[0] is kind)

    def delete_again(self, key: Key) -> None:
        """Ask once more for a deletion."""
        self._enqueue(key, None)

    def erase(self, key: Key) -> None:
        """Let somebody have a row's data forgotten everywhere."""
        del self.side.rows[key]
        self.side.deleted.add(key)
        self._enqueue(key, None, erases=True)

    def tell(self, key: Key, names: tuple[FieldName, ...] | None = None) -> None:
        """Send a row as it is, or these fields of it."""
        row = self.side.rows[key]
        chosen = row.fields if names is None else {name: row.fields[name] for name in names}
        kind, record_id = key
        call = SyncCall(
            record_id=record_id,
            fields=dict(chosen),
            update_time=row.update_time,
            applied_change=row.applied,
            wait_for_contact=kind is Kind.DEAL,
        )
        self._enqueue(key, call)

    def apply(self, change: Change, *, touches: bool = False) -> None:
        """Take one change of the feed into its row, once."""
        key = (change.kind, change.record_id)
        if key in self.side.deleted or change.kind is Kind.USER:
            return
        row = self.side.rows.get(key)
        if row is not None and change.number <= row.applied:
            return
        if change.type is ChangeType.UPSERTED:
            row = row or Row(fields={}, update_time=change.at - timedelta(days=1))
            row.fields.update(change.fields)
            row.applied = change.number
            if touches:
                row.update_time = max(self._scene.time.vixiees(), row.update_time + _TICK)
            self.side.rows[key] = row
        else:
            self._forget(key)
            if change.merged_into is not None:
                self._move(key, change.merged_into)

    def _move(self, key: Key, heir: RecordId) -> None:
        """Let the deals of a contact that was merged away be those of the one that stays."""
        self.side.merged[key] = heir
        for (kind, _), row in self.side.rows.items():
            if kind is Kind.DEAL and row.fields.get("contact") == key[1]:
                row.fields["contact"] = heir

    def _forget(self, key: Key) -> None:
        self.side.rows.pop(key, None)
        self.side.deleted.add(key)

    def _enqueue(self, key: Key, call: SyncCall | None, *, erases: bool = False) -> None:
        self._numbers += 1
        number = self._numbers
        if call is not None:
            call = replace(call, request_id=f"r{number}" if number % 2 else "")
        self._letters.setdefault(key, deque()).append(
            Letter(call=call, number=number, erases=erases)
        )
        sending = self._sending.get(key)
        if sending is None or sending.done():
            self._sending[key] = self._scene.loop.create_task(self._send_all(key))

    async def _send_all(self, key: Key) -> None:
        letters = self._letters[key]
        while letters:
            outcome = await self._sent(key, letters[0])
            if outcome is None:
                await asyncio.sleep(_AGAIN)
                continue
            self._scene.note(f"call {key[1]} #{letters[0].number} -> {outcome}")
            if not self._scene.weather.happens("F14 call twice"):
                letters.popleft()

    async def _sent(self, key: Key, letter: Letter) -> str | None:
        """Return what was answered; None if nothing was, so that it has to be sent again."""
        instance = self._scene.pick()
        await asyncio.sleep(self._scene.weather.latency())
        if instance is None or self._scene.weather.happens("F03 call lost"):
            return None
        kind, record_id = key

        async def work(container: Container) -> Receipt | None:
            records = container.contacts() if kind is Kind.CONTACT else container.deals()
            if letter.call is not None:
                return await records.sync(self.account_id, letter.call)
            if letter.erases:
                await records.erase(self.account_id, record_id)
            else:
                await records.delete(self.account_id, record_id)
            return None

        refusal: Refusal | None = None
        try:
            async with asyncio.timeout(_PATIENCE):
                await instance.call(work)
        except (Gone, StoreUnavailable, TimeoutError):
            return None
        except (Conflict, InvalidInput, NotFound) as error:
            refusal = error
        await asyncio.sleep(self._scene.weather.latency())
        is_later = refusal is not None and refusal.reason in LATER
        if is_later or self._scene.weather.happens("F03 call's answer lost"):
            return None
        return self._heard(key, refusal)

    def _heard(self, key: Key, error: Refusal | None) -> str:
        if error is None:
            self.side.accepted += 1
            return "OK"
        if error.reason.endswith("_DELETED"):
            self._forget(key)
            while len(self._letters[key]) > 1:
                self._letters[key].pop()  # nobody tells of a row that is no more
        if not (error.reason.endswith("_NOT_FOUND") and key in self.side.deleted):
            self.side.refused.append((key, error.reason))
        return error.reason
