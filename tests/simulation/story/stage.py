"""Where a story is played: the world, and who did what in it with what in view."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime

from domain.model.values import FieldName, Kind, RecordId, Side, Value
from tests.domain.sync.worlds.history import History, Made
from tests.simulation.story.deed import Story
from tests.simulation.world.account import Account
from tests.simulation.world.world import World

NOTHING = "nothing was there"
"""What whoever makes a thing has in view."""
Thing = tuple[str, Side, Kind, str]
"""A row of Vixiees or a record of Pipedrive: its account, side, kind and id there."""


@dataclass(slots=True)
class Diary:
    """What people did. *ended* are things that somebody deleted or merged away.

    A merge leaves no trace if no webhook is to tell of it and the winner keeps an id of its own.
    *doubtful* are things of which it cannot be known which edit has to stand. *renames* counts
    companies that got another name, or ended: who was in them just then depends on the moment.
    *markers* are the ids of Vixiees that edited records of Pipedrive carried. *met* are the
    phones of contacts who were made on both sides at once.
    """

    edits: dict[Thing, History] = field(default_factory=dict)
    ended: dict[Thing, str] = field(default_factory=dict)
    doubtful: set[Thing] = field(default_factory=set)
    touched: list[str] = field(default_factory=list)
    renames: int = 0
    markers: dict[Thing, str] = field(default_factory=dict)
    met: dict[Thing, Value] = field(default_factory=dict)

    def wrote(self, thing: Thing, name: FieldName, value: Value, over: Value, at: datetime) -> None:
        """Write down an edit; *over* is what its author had in view, *at* their side's clock."""
        if value == over:
            return
        made = Made(value=value, over=over, side=thing[1], own_time=round(at.timestamp() * 1000))
        self.edits.setdefault(thing, History()).add(name, made)

    def count(self) -> int:
        """Return how many fields were edited."""
        return sum(history.count() for history in self.edits.values())


class Stage:
    """A story's world while it is played."""

    def __init__(self, world: World, story: Story) -> None:
        self.world, self.story, self.diary = world, story, Diary()
        self.spells: list[asyncio.Task[None]] = []
        self.remapped = set[str]()
        self._under_way = set[asyncio.Task[None]]()

    def later(self, work: Coroutine[None, None, None]) -> None:
        """Let somebody do something that takes a moment."""
        task = self.world.loop.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    @property
    def is_idle(self) -> bool:
        """Tell whether nobody is about to do anything."""
        return not self._under_way

    def account(self, number: int) -> Account:
        """Return one of the accounts."""
        return self.world.accounts[number % len(self.world.accounts)]

    def here(self, account: Account, kind: Kind, record_id: RecordId) -> Thing:
        """Return the thing that a row of Vixiees is."""
        return account.account_id, Side.VIXIEES, kind, record_id

    def there(self, account: Account, kind: Kind, remote_id: int) -> Thing:
        """Return the thing that a record of Pipedrive is."""
        return account.account_id, Side.PIPEDRIVE, kind, str(remote_id)

    def pipedrive_now(self) -> datetime:
        """Return the time by Pipedrive's clock."""
        return self.world.time.pipedrive()
