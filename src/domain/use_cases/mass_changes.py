"""Stopping before very many deletions, absences or emptied fields reach the other side."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.errors import MassBlanking, MassDeletion
from domain.model.connection import Connection
from domain.model.values import Kind, Side
from domain.ports.records import Records
from domain.sync.mass_change import ALWAYS_ALLOWED, WINDOW, is_mass_absence, is_mass_change
from domain.use_cases.publishing import Kept


class Watched(Protocol):
    """The records of a kind, as a keeper has them."""

    @property
    def kind(self) -> Kind: ...
    @property
    def records(self) -> Records: ...
    @property
    def connection(self) -> Connection: ...
    @property
    def now(self) -> datetime: ...


def check_deletions(watched: Watched, side: Side, more: int = 0) -> None:
    """Let what that side deleted pass to the other one. Raises MassDeletion.

    *more* are deletions that are about to be stored.
    """
    if _is_approved(watched):
        return
    deleted = watched.records.count_deleted(side, watched.now - WINDOW) + more
    if deleted <= ALWAYS_ALLOWED:
        return
    if is_mass_change(deleted, watched.records.count_living() + deleted - more):
        raise MassDeletion(watched.kind, deleted)


def check_absences(watched: Watched, absent: int) -> None:
    """Let so many records, not listed any more, be taken for lost. Raises MassDeletion."""
    if is_mass_absence(absent, watched.records.count_living()) and not _is_approved(watched):
        raise MassDeletion(watched.kind, absent)


def check_blanks(watched: Watched, side: Side, more: int = 0) -> None:
    """Let what that side emptied pass to the other one. Raises MassBlanking.

    *more* are records with emptied fields that are about to be stored.
    """
    if _is_approved(watched):
        return
    blanked = watched.records.count_blanked(side, watched.now - WINDOW) + more
    if blanked > ALWAYS_ALLOWED and is_mass_change(blanked, watched.records.count_living()):
        raise MassBlanking(watched.kind, blanked)


def check_news(watched: Watched, news: Sequence[Kept]) -> None:
    """Let what Pipedrive has just emptied pass to Vixiees. Raises MassBlanking."""
    blanks = [
        one.after.blanked
        for one in news
        if one.after.blanked and (one.before is None or one.before.blanked != one.after.blanked)
    ]
    emptied = sum(one.side is Side.PIPEDRIVE for one in blanks)
    if emptied:
        check_blanks(watched, Side.PIPEDRIVE, emptied)


def _is_approved(watched: Watched) -> bool:
    approved = watched.connection.approved_until
    return approved is not None and watched.now < approved
