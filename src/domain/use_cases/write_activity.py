"""Writing an activity, so that no crash and no lost answer does it twice or loses a line."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.activity.activity import Activity, changed, fingerprint, parked
from domain.activity.draft import Draft, Part, changed_parts
from domain.activity.links import marker_of
from domain.activity.posts import is_alone, logged, looked_for, refused, rejected, undone
from domain.activity.sections import composed, is_ours, merged
from domain.errors import CrmError, CrmGone, CrmRefused, OutcomeUnknown
from domain.model.activity import ActivityKind
from domain.model.activity_policy import ActivityTypes
from domain.model.remote import RemoteActivity
from domain.model.values import RemoteId
from domain.ports.records import Records
from domain.ports.store import Tx
from domain.use_cases.activity_keeping import ActivityKeeper, ActivityKeeping
from domain.use_cases.driven import Driven
from domain.use_cases.heirs import heir_of
from domain.use_cases.look_up_record import CLOCKS_APART
from domain.use_cases.lost_references import doubt_set_up
from domain.use_cases.prepare_activity import Ready

_TYPES_NEW = timedelta(minutes=1)
"""How young the types have to be for a refusal to have another reason."""
_GONE = "ACTIVITY_DELETED"
_GONE_MESSAGE = "It was deleted in Pipedrive, so what is new about it is not written there."


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteActivity:
    """Sends what was prepared, and remembers its outcome. *app_url* is where Vixiees is seen."""

    keeping: ActivityKeeping
    app_url: str

    async def run(self, driven: Driven, ready: Ready) -> None:
        """Create the activity or write what has changed of it. Raises CrmError."""
        remote_id = ready.activity.remote_id
        try:
            if remote_id is None:
                made = await self._create(driven, ready)
                await self._keep(
                    driven, ready.activity, lambda one: logged(one, made.remote_id, self._now())
                )
            else:
                await self._update(driven, ready, remote_id)
                told = fingerprint(ready.activity)
                await self._keep(
                    driven, ready.activity, lambda one: changed(one, ready.draft, told)
                )
        except OutcomeUnknown:
            if remote_id is not None:
                raise
        except CrmError as error:
            await self._fail(driven, ready, error)

    async def find(self, driven: Driven, activity: Activity, since: datetime) -> None:
        """Link the activity to what unanswered POSTs made, or let the next one leave.

        If they made several, all but one are deleted. What one POST cannot have made, people did.
        """
        marker = self._marker(driven, activity)
        newest = await self._newest(driven, activity, since)
        found = [one.remote_id for one in newest if is_ours(one.html, marker)]
        kept = activity.remote_id or min(found, default=None)
        for twin in () if is_alone(activity) else found:
            if twin != kept:
                await _delete(driven, activity.kind, twin)
        await self._keep(driven, activity, lambda one: looked_for(one, kept, self._now()))

    async def _newest(
        self, driven: Driven, activity: Activity, since: datetime
    ) -> Sequence[RemoteActivity]:
        written = activity.written
        if activity.kind is not ActivityKind.NOTE or written is None:
            return await driven.crm.newest_activities(since - CLOCKS_APART)
        contact, deal = await driven.transact(
            lambda tx: _now_on(self.keeping.open(tx, driven.connection_id), written)
        )
        return await driven.crm.newest_notes(contact, deal)

    async def _create(self, driven: Driven, ready: Ready) -> RemoteActivity:
        html = composed(ready.draft.sections, self._marker(driven, ready.activity))
        if ready.activity.kind is ActivityKind.NOTE:
            return await driven.crm.create_note(ready.draft, html)
        return await driven.crm.create_activity(ready.draft, html)

    async def _update(self, driven: Driven, ready: Ready, remote_id: RemoteId) -> None:
        """Write the parts that differ; the note is read first, so that people's lines stay."""
        before, is_note = ready.activity.written, ready.activity.kind is ActivityKind.NOTE
        parts = changed_parts(before, ready.draft) if before is not None else frozenset(Part)
        html = ""
        if Part.NOTE in parts:
            read = driven.crm.note if is_note else driven.crm.activity
            present = (await read(remote_id)).html
            sections = before.sections if before is not None else ()
            marker = self._marker(driven, ready.activity)
            html = merged(present, sections, ready.draft.sections, marker)
            parts = parts - {Part.NOTE} if html == present else parts
        if parts:
            update = driven.crm.update_note if is_note else driven.crm.update_activity
            await update(remote_id, ready.draft, html, parts)

    async def _fail(self, driven: Driven, ready: Ready, error: CrmError) -> None:
        """Take that the write certainly had no effect; raise what may pass by itself."""
        activity, is_new = ready.activity, ready.activity.remote_id is None
        is_final = isinstance(error, CrmGone | CrmRefused)
        may_pass = isinstance(error, CrmRefused) and await self._doubt_set_up(driven, ready)

        def failed(one: Activity) -> Activity:
            if not is_final:
                return undone(one) if is_new else one
            is_told_still = not ready.is_again and fingerprint(one) == fingerprint(activity)
            if may_pass or not is_told_still:
                return rejected(one) if is_new else one
            if is_new:
                return refused(one, error.reason, error.message, self._now())
            if isinstance(error, CrmGone):
                return parked(one, _GONE, _GONE_MESSAGE, self._now())
            return parked(one, error.reason, error.message, self._now())

        await self._keep(driven, activity, failed)
        if not is_final:
            raise error

    async def _doubt_set_up(self, driven: Driven, ready: Ready) -> bool:
        """Let the set-up be read anew: a type may have been switched off, an agent have left.

        Return whether to try again with other types; False if they were just read.
        """
        if ready.activity.kind is ActivityKind.NOTE:
            return False
        since = self._now() - _TYPES_NEW

        def forget(tx: Tx) -> bool:
            keeper = self.keeping.open(tx, driven.connection_id)
            if ready.draft.owner is not None:
                doubt_set_up(keeper.contacts)
            catalog = keeper.catalog
            is_old = any(one.read_at < since for one in catalog.all(ActivityTypes))
            if is_old:
                catalog.replace(ActivityTypes, [])
            return is_old

        return await driven.transact(forget)

    async def _keep(
        self, driven: Driven, activity: Activity, change: Callable[[Activity], Activity]
    ) -> None:
        def keep(tx: Tx) -> None:
            keeper = self.keeping.open(tx, driven.connection_id)
            current = keeper.load(activity.activity_id)
            if current is not None:
                keeper.keep(change(current))

        await driven.transact(keep)

    def _marker(self, driven: Driven, activity: Activity) -> str:
        return marker_of(self.app_url, driven.connection.account_id, activity.activity_id)

    def _now(self) -> datetime:
        return self.keeping.keeping.clock()


def _now_on(keeper: ActivityKeeper, note: Draft) -> tuple[RemoteId | None, RemoteId | None]:
    """Return the contact and the deal that the note is on now: it follows them where they merge."""
    contact = next(iter(note.contacts), None)
    return _heir(keeper.contacts.records, contact), _heir(keeper.deals.records, note.deal)


def _heir(records: Records, remote_id: RemoteId | None) -> RemoteId | None:
    return (heir_of(records, remote_id) or remote_id) if remote_id is not None else None


async def _delete(driven: Driven, kind: ActivityKind, twin: RemoteId) -> None:
    delete = driven.crm.delete_note if kind is ActivityKind.NOTE else driven.crm.delete_activity
    with suppress(CrmGone):
        await delete(twin)
