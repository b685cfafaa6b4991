"""The people of Pipedrive: they edit its pages, whatever the service is going through."""

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random

import httpx

from app.demo.pipedrive import Colleague
from app.demo.sales import Sales
from tests.crash.here import PAUSE
from tests.crash.pipedrive import Lists
from tests.crash.wanted import Contact, Deal, Wanted, word_of

_STAGE = 6
_LOOK_EVERY = 20


@dataclass(slots=True, kw_only=True)
class There:
    """They know a person or a deal that was made here once they have looked at the lists."""

    colleague: Colleague
    wanted: Wanted
    rng: Random
    _persons: dict[str, int] = field(default_factory=dict)
    _deals: dict[str, int] = field(default_factory=dict)

    async def work(self, may: asyncio.Event, stop: asyncio.Event) -> None:
        """Edit while *may* is set, until *stop* is."""
        chores = {
            self._look: 100 / _LOOK_EVERY,
            self._create: 8,
            self._edit: 45,
            self._delete: 3,
            self._sell: 4,
            self._edit_deal: 30,
        }
        while not stop.is_set():
            await may.wait()
            (chore,) = self.rng.choices(list(chores), list(chores.values()))
            try:
                await chore()
            except httpx.HTTPStatusError as error:
                if error.response.status_code != HTTPStatus.NOT_FOUND:
                    raise
                await self._look()  # somebody has deleted or merged it
            await asyncio.sleep(self.rng.uniform(0, PAUSE))

    async def _look(self) -> None:
        persons, deals = await self.colleague.persons(), await Lists(self.colleague).deals()
        self._persons = {
            one.fields["phone"]: one.person_id for one in persons if "phone" in one.fields
        }
        self._deals = {word_of(one.title): one.id for one in deals}

    async def _create(self) -> None:
        number = self.wanted.number()
        phone, first_name, last_name = f"+346{number:08}", f"F{number}", f"L{number}"
        person_id = await self.colleague.create(f"{first_name} {last_name}", [phone])
        self._persons[phone] = person_id
        self.wanted.contacts[phone] = Contact(first_name, last_name)

    async def _edit(self) -> None:
        if phone := self._someone():
            name = f"L{self.wanted.number()}"
            await self.colleague.edit(self._persons[phone], last_name=name)
            self.wanted.note(f"{phone} got the last name {name} as {self._persons[phone]}")
            self.wanted.contacts[phone].last_name = name

    async def _delete(self) -> None:
        phone = self._someone()
        if phone and self.wanted.may_delete(phone):
            self.wanted.number()
            self.wanted.delete(phone, "there")
            try:
                await self.colleague.delete(self._persons.pop(phone))
            except httpx.HTTPStatusError:
                self.wanted.undelete(phone, "there")
                raise

    async def _sell(self) -> None:
        value = self.wanted.number()
        title = f"D{value} new"
        number = await Sales(self.colleague).create(
            title, value=value, currency="EUR", stage_id=_STAGE
        )
        self._deals[word_of(title)] = number
        self.wanted.deals[word_of(title)] = Deal(title, value)

    async def _edit_deal(self) -> None:
        known = [word for word in self._deals if word in self.wanted.deals]
        if known:
            word, value = self.rng.choice(known), self.wanted.number()
            await Sales(self.colleague).edit(self._deals[word], value=value)
            self.wanted.deals[word].value = value

    def _someone(self) -> str:
        """Return the phone of somebody who lives and whose page is known; empty if nobody's is."""
        known = [phone for phone in self.wanted.living() if phone in self._persons]
        return self.rng.choice(known) if known else ""
