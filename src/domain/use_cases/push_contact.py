"""Doing at Pipedrive what a record asks for, one step at a time."""

from dataclasses import dataclass
from datetime import datetime

from domain.model.values import RecordId
from domain.sync.plan import Create, Due, Find, Merge, Read, Remove, Update, next_step
from domain.sync.record import Record
from domain.use_cases.driven import Driven
from domain.use_cases.keeping import Keeping
from domain.use_cases.look_up_contact import LookUpContact
from domain.use_cases.look_up_many import LookUpMany
from domain.use_cases.remove_contact import RemoveContact
from domain.use_cases.write_contact import WriteContact


@dataclass(frozen=True, slots=True, kw_only=True)
class PushContact:
    """Takes the next step of a record; what then is due is marked by keeping the record."""

    keeping: Keeping
    write: WriteContact
    look_up: LookUpContact
    look_up_many: LookUpMany
    remove: RemoveContact

    async def run(self, driven: Driven, subject: str) -> datetime | None:
        """Take the record's next step, if its time has come."""
        record = await driven.transact(
            lambda tx: self.keeping.open(tx, driven.connection_id).load(RecordId(subject))
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
                if not await self.look_up_many.run(driven, remote_id):
                    await self.look_up.read(driven, record, remote_id)
            case Read(remote_id):
                await self.look_up.read(driven, record, remote_id)
            case Find(since):
                await self.look_up.find(driven, record, since)
            case Remove(remote_id):
                await self.remove.delete(driven, record, remote_id)
            case Merge(loser, winner):
                await self.remove.merge(driven, record, loser, winner)
