"""Doing at Pipedrive what a record asks for, one step at a time."""

from dataclasses import dataclass
from datetime import datetime

from domain.sync.plan import Create, Due, Find, Merge, Read, Remove, Update, next_step
from domain.sync.record import Record
from domain.use_cases.driven import Driven
from domain.use_cases.keeping import Keeping
from domain.use_cases.look_up_many import LookUpMany
from domain.use_cases.look_up_record import LookUpRecord
from domain.use_cases.remove_record import RemoveRecord
from domain.use_cases.subjects import record_named
from domain.use_cases.write_record import WriteRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class PushRecord:
    """Takes the next step of a record; what then is due is marked by keeping the record."""

    keeping: Keeping
    write: WriteRecord
    look_up: LookUpRecord
    look_up_many: LookUpMany
    remove: RemoveRecord

    async def run(self, driven: Driven, subject: str) -> datetime | None:
        """Take the record's next step, if its time has come."""
        kind, record_id = record_named(subject)
        record = await driven.transact(
            lambda tx: self.keeping.open(tx, driven.connection_id, kind).load(record_id)
        )
        now = self.keeping.clock()
        due = next_step(record, now) if record is not None else None
        if record is None or due is None:
            return None
        if due.at > now:
            return due.at
        await self._take(driven, record, due)
        return None

    async def _take(self, driven: Driven, record: Record, due: Due) -> None:
        match due.step:
            case Create() | Update():
                await self.write.run(driven, record)
            case Read(remote_id) if record.missing_since is None:
                if not await self.look_up_many.run(driven, record.kind, remote_id):
                    await self.look_up.read(driven, record, remote_id)
            case Read(remote_id):
                await self.look_up.read(driven, record, remote_id)
            case Find(since):
                await self.look_up.find(driven, record, since)
            case Remove(remote_id):
                await self.remove.delete(driven, record, remote_id)
            case Merge(loser, winner):
                await self.remove.merge(driven, record, loser, winner)
