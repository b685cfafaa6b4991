"""The people of Vixiees: they call, sell and edit, and repeat what was not accepted."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

import grpc

from app.demo.deals import DealRow, deal
from app.demo.vixiees import Vixiees
from tests.crash.wanted import Contact, Deal, Wanted, word_of
from vixiees.pipedrive.v1.deal_pb2 import DealFields

PAUSE = 0.05
"""How long they think at most, in seconds."""
_AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
_FINAL = {grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.NOT_FOUND}
_AGAIN = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED}
_VALUE = 100


@dataclass(slots=True, kw_only=True)
class Here:
    """One of several who share the contacts and deals among them.

    Each does one thing after the other, as the interface asks of the calls for one contact.
    """

    vixiees: Vixiees
    wanted: Wanted
    rng: Random
    share: int
    of: int
    _contacts: dict[str, str] = field(default_factory=dict)
    _calls: dict[str, str] = field(default_factory=dict)

    async def work(self, may: asyncio.Event, stop: asyncio.Event) -> None:
        """Edit while *may* is set, until *stop* is."""
        chores = {
            self._create: 8,
            self._edit: 40,
            self._delete: 3,
            self._call: 8,
            self._call_again: 8,
            self._sell: 4,
            self._edit_deal: 25,
        }
        while not stop.is_set():
            await may.wait()
            (chore,) = self.rng.choices(list(chores), list(chores.values()))
            await chore()
            await asyncio.sleep(self.rng.uniform(0, PAUSE))

    async def _create(self) -> None:
        number = self.wanted.number()
        phone, contact_id = f"+346{number:08}", f"c-{number}"
        fields = {"first_name": f"F{number}", "last_name": f"L{number}", "phone": phone}
        await _accepted(lambda: self.vixiees.create(fields, contact_id))
        self._contacts[phone] = contact_id
        self.wanted.note(f"{phone} was created in Vixiees")
        self.wanted.contacts[phone] = Contact(fields["first_name"], fields["last_name"])
        self.wanted.taken_contacts.add((contact_id, fields["first_name"]))

    async def _edit(self) -> None:
        phone = self._someone()
        contact_id, name = self._contacts.get(phone, ""), f"F{self.wanted.number()}"
        if contact_id and await _accepted(
            lambda: self.vixiees.edit(contact_id, {"first_name": name})
        ):
            self.wanted.note(f"{phone} got the first name {name}")
            self.wanted.contacts[phone].first_name = name
            self.wanted.taken_contacts.add((contact_id, name))

    async def _delete(self) -> None:
        phone = self._someone()
        contact_id = self._contacts.get(phone, "")
        row = self.vixiees.rows.get(contact_id)
        if row is None or not self.wanted.may_delete(phone):
            return
        self.wanted.number()
        self.wanted.delete(phone, "here")

        async def delete() -> None:
            self.vixiees.rows[contact_id] = row
            await self.vixiees.delete(contact_id)

        if not await _accepted(delete):
            self.wanted.undelete(phone, "here")

    async def _call(self) -> None:
        phone = self._someone()
        if phone:
            self.wanted.contacts[phone].is_kept = True
            call_id = f"call-{self.wanted.number()}"
            self._calls[call_id] = self._contacts[phone]
            await self._log(call_id, "")

    async def _call_again(self) -> None:
        if self._calls:
            call_id = self.rng.choice(list(self._calls))
            await self._log(call_id, f"https://recordings.example/{self.wanted.number()}.mp3")

    async def _log(self, call_id: str, recording: str) -> None:
        contact_id = self._calls[call_id]
        await _accepted(
            lambda: self.vixiees.activities.call(
                call_id, _AT, contact_ids=[contact_id], recording_url=recording
            )
        )
        self.wanted.calls[call_id] = recording

    async def _sell(self) -> None:
        phone = self._someone()
        fields = deal(f"D{self.wanted.number()} new", amount=str(_VALUE))
        if phone:
            self.wanted.contacts[phone].is_kept = True
            fields.contact_id = self._contacts[phone]
        deal_id = word_of(fields.title)
        self.vixiees.deals.rows[deal_id] = DealRow(fields=fields, update_time=datetime.now(UTC))
        await _accepted(lambda: self.vixiees.deals.send(deal_id, wait_for_contact=True))
        self.wanted.deals[deal_id] = Deal(fields.title, _VALUE)
        self.wanted.taken_deals.add((deal_id, fields.title))

    async def _edit_deal(self) -> None:
        words = {
            deal_id: word_of(row.fields.title) for deal_id, row in self.vixiees.deals.rows.items()
        }
        known = [
            deal_id
            for deal_id, word in words.items()
            if word in self.wanted.deals and self._is_ours(word)
        ]
        if not known:
            return
        deal_id = self.rng.choice(known)
        title = f"{words[deal_id]} {self.wanted.number()}"
        await _accepted(lambda: self.vixiees.deals.edit(deal_id, DealFields(title=title)))
        self.wanted.deals[words[deal_id]].title = title
        self.wanted.taken_deals.add((deal_id, title))

    def _is_ours(self, numbered: str) -> bool:
        return int(numbered[1:]) % self.of == self.share

    def _someone(self) -> str:
        """Return the phone of a living contact of ours with a row; empty if there is none."""
        known = self._contacts.values()
        for contact_id, row in self.vixiees.rows.items():
            if contact_id not in known and row.fields.get("phone", "") in self.wanted.contacts:
                self._contacts[row.fields["phone"]] = contact_id
        living = [
            phone
            for phone in self.wanted.living()
            if self._is_ours(phone) and self._contacts.get(phone) in self.vixiees.rows
        ]
        return self.rng.choice(living) if living else ""


async def _accepted(call: Callable[[], Awaitable[object]]) -> bool:
    """Repeat the call until it is accepted, as whoever must not lose it does; False if refused."""
    while True:
        try:
            await call()
        except KeyError:  # the row went away meanwhile
            return False
        except grpc.aio.AioRpcError as error:
            if error.code() in _FINAL:
                return False
            if error.code() not in _AGAIN:
                raise
            await asyncio.sleep(PAUSE)
        else:
            return True
