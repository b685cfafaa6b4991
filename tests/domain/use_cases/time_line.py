"""What an account does with its contacts, and the part of the service that tells Pipedrive."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.activity.view import ActivityReceipt, ActivityView
from domain.model.activity import (
    ActivityKind,
    Call,
    CallState,
    Detail,
    Direction,
    Report,
    SourceId,
)
from domain.model.activity_policy import ActivityPolicy
from domain.model.values import AccountId, RecordId
from domain.ports.store import Store
from domain.use_cases.activity_keeping import ActivityKeeping
from domain.use_cases.find_customer import FindCustomer
from domain.use_cases.keeping import Keeping
from domain.use_cases.log_activities import LogActivities
from domain.use_cases.manage_activity_policy import ManageActivityPolicy
from domain.use_cases.prepare_activity import PrepareActivity
from domain.use_cases.push_activity import PushActivity
from domain.use_cases.write_activity import WriteActivity
from tests.contracts.store.builders import Digits
from tests.domain.sentences import in_sentences, told
from tests.fakes.html import PlainHtml

APP_URL = "https://app.example"
A_CALL = Call(
    direction=Direction.OUTBOUND,
    state=CallState.ANSWERED,
    seconds=125,
    from_number="+34 900",
    to_number="+34 612",
)


class TimeLine:
    """Hands activities in, all of the instant *at* unless told otherwise, and shows them."""

    def __init__(self, store: Store, keeping: Keeping, account_id: AccountId) -> None:
        self._account_id = account_id
        self.at = keeping.clock()
        self.keeping = activities = ActivityKeeping(keeping=keeping)
        self.log = LogActivities(store=store, keeping=activities, html=PlainHtml())
        self.policies = ManageActivityPolicy(store=store, keeping=activities)
        self.push = PushActivity(
            keeping=activities,
            prepare=PrepareActivity(customers=FindCustomer(phones=Digits())),
            write=WriteActivity(keeping=activities, app_url=APP_URL),
        )

    async def call(
        self, source_id: str = "1", contacts: Sequence[str] = (), **changes: object
    ) -> ActivityReceipt:
        """Hand in a call that differs from A_CALL by these changes."""
        detail = replace(A_CALL, **changes)  # type: ignore[arg-type]  # as named
        return await self.hand_in(source_id, detail, contacts)

    async def hand_in(
        self,
        source_id: str,
        detail: Detail,
        contacts: Sequence[str] = (),
        *,
        deal: str | None = None,
        agents: Sequence[str] = (),
        at: datetime | None = None,
    ) -> ActivityReceipt:
        """Hand in an activity."""
        report = Report(
            source_id=SourceId(source_id),
            at=at or self.at,
            detail=detail,
            contact_ids=tuple(map(RecordId, contacts)),
            deal_id=RecordId(deal) if deal is not None else None,
            agents=tuple(agents),
        )
        with in_sentences():
            receipt = await self.log.log(self._account_id, report)
        told(receipt.notices)
        return receipt

    async def view(
        self, source_id: str = "1", kind: ActivityKind = ActivityKind.CALL
    ) -> ActivityView:
        return await self.log.get(self._account_id, kind, SourceId(source_id))

    async def set_policy(self, policy: ActivityPolicy) -> None:
        with in_sentences():
            await self.policies.set(self._account_id, policy)

    async def look_up(self, phone: str) -> Sequence[str]:
        """Return the ids of the contacts with this phone."""
        with in_sentences():
            found = await self.policies.look_up(self._account_id, phone)
        return [one.record_id for one in found]
