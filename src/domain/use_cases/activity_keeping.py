"""Activities of a connection within one transaction, beside its contacts and deals."""

from dataclasses import dataclass

from domain.activity.activity import Activity, next_step
from domain.model.activity import ActivityId
from domain.model.activity_policy import ActivityPolicy
from domain.model.values import ConnectionId, Kind, RecordId
from domain.model.work import Task, Work, WorkKey
from domain.ports.store import Tx
from domain.sync.record import Record
from domain.use_cases.keeping import Keeper, Keeping


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityKeeping:
    """Opens the activities of a connection within a transaction."""

    keeping: Keeping

    def open(self, tx: Tx, connection_id: ConnectionId) -> "ActivityKeeper":
        """Return the connection's activities at the present instant."""
        return ActivityKeeper(tx, self.keeping.open(tx, connection_id, Kind.CONTACT))


class ActivityKeeper:
    """The activities of one connection; *contacts* and *deals* are its records."""

    def __init__(self, tx: Tx, contacts: Keeper) -> None:
        self._tx = tx
        self.deals = contacts.of(Kind.DEAL)
        self.connection_id = contacts.connection.connection_id
        self.contacts = contacts
        self.now = contacts.now
        self.activities = tx.activities(self.connection_id)
        self.catalog = tx.catalog(self.connection_id)

    @property
    def policy(self) -> ActivityPolicy:
        """Return how the account wants its activities."""
        return next(iter(self.catalog.all(ActivityPolicy)), ActivityPolicy())

    def load(self, activity_id: ActivityId) -> Activity | None:
        """Return the activity, for a leg the one that it is part of."""
        activity = self.activities.get(activity_id)
        if activity is not None and activity.part_of is not None:
            return self.activities.get(activity.part_of)
        return activity

    def contact(self, contact_id: RecordId) -> Record | None:
        """Return the contact's record, for a merged one the one it was merged into."""
        record = self.contacts.load(contact_id)
        return self.contacts.survivor(record) if record is not None else None

    def deal(self, deal_id: RecordId) -> Record | None:
        """Return the deal's record, for a merged one the one it was merged into."""
        record = self.deals.load(deal_id)
        return self.deals.survivor(record) if record is not None else None

    def keep(self, *activities: Activity) -> None:
        """Store the activities and mark what they ask for next, unless they wait."""
        self.activities.put(activities)
        self.mark(*activities)

    def mark(self, *activities: Activity) -> None:
        """Put on the due list what these activities ask for next."""
        steps = [(one, next_step(one, self.now)) for one in activities if one.waiting is None]
        works = [
            Work(key=WorkKey(Task.PUSH_ACTIVITY, one.activity_id), due_at=due.at)
            for one, due in steps
            if due is not None
        ]
        self._tx.work(self.connection_id).mark(works)
