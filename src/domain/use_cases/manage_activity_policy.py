"""How an account wants its activities in Pipedrive, and whom it knows by a phone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.activity.activity import ActivityState
from domain.activity.policy import policy_faults
from domain.errors import InvalidInput, Violation
from domain.model.activity_policy import ActivityPolicy
from domain.model.values import AccountId
from domain.model.views import RecordView
from domain.ports.store import Store, Tx
from domain.sync.view import view
from domain.use_cases.accounts import connection_of, held_connection_of
from domain.use_cases.activity_keeping import ActivityKeeper, ActivityKeeping
from domain.use_cases.find_customer import ranked

_MOST_TAKEN_UP = 1_000
"""How many parked activities a new policy takes up again; more wait for news about them."""
_LONGEST_PHONE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageActivityPolicy:
    """Keeps the policy; looks contacts up as calls do, with no request to Pipedrive."""

    store: Store
    keeping: ActivityKeeping

    async def get(self, account_id: AccountId) -> ActivityPolicy:
        """Return the policy, the default one if none was set. Raises NotFound."""
        return await self.store.transact(
            lambda tx: self._open(tx, account_id).policy,
        )

    async def set(self, account_id: AccountId, policy: ActivityPolicy) -> ActivityPolicy:
        """Replace the policy for what is logged from now on, and try again what is parked.

        Raises NotFound, InvalidInput.
        """
        faults = tuple(policy_faults(policy, self.keeping.keeping.phones.knows_region))
        if faults:
            raise InvalidInput(*faults)

        def put(tx: Tx) -> ActivityPolicy:
            connection = held_connection_of(tx, account_id)
            keeper = self.keeping.open(tx, connection.connection_id)
            keeper.catalog.put([policy])
            stuck = keeper.activities.list(ActivityState.PARKED, None, _MOST_TAKEN_UP)
            keeper.keep(*(replace(one, parked=None, waiting=None, found=None) for one in stuck))
            return policy

        return await self.store.transact(put)

    async def look_up(self, account_id: AccountId, phone: str) -> Sequence[RecordView]:
        """Return the contacts with this phone, first the one that a call is logged on.

        Raises NotFound, InvalidInput.
        """
        if not phone.strip() or len(phone) > _LONGEST_PHONE:
            message = f"send a phone number of up to {_LONGEST_PHONE} characters."
            raise InvalidInput(Violation(field="phone", reason="INVALID_PHONE", message=message))

        def look(tx: Tx) -> Sequence[RecordView]:
            keeper = self._open(tx, account_id)
            return [view(one, keeper.now) for one in ranked(keeper, phone)]

        return await self.store.transact(look)

    def _open(self, tx: Tx, account_id: AccountId) -> ActivityKeeper:
        return self.keeping.open(tx, connection_of(tx, account_id).connection_id)
