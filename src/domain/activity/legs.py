"""Several reports of one call: which of them tells how it went, and how one report grows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from domain.model.activity import Call, CallState, Report

Legs = tuple[Report, ...]
Item = TypeVar("Item")

_BEST_FIRST = (
    CallState.ANSWERED,
    CallState.VOICEMAIL,
    CallState.BUSY,
    CallState.NO_ANSWER,
    CallState.CANCELED,
    CallState.FAILED,
)


def collapsed(legs: Legs) -> Report:
    """Return the one report that all legs make: the best outcome, with everybody of all legs.

    An answered leg beats one that rang in vain; among equals the longest, then the first counts.
    """
    main = min(legs, key=_rank)
    others = [one for one in legs if one is not main]
    return replace(
        main,
        contact_ids=_union(main.contact_ids, (one.contact_ids for one in others)),
        deal_id=next((one.deal_id for one in (main, *others) if one.deal_id), None),
        agents=_union(main.agents, (one.agents for one in others)),
    )


def with_leg(legs: Legs, report: Report) -> Legs:
    """Return the legs with the report added, or in place of what its source told before."""
    known = [one.source_id for one in legs]
    if report.source_id not in known:
        return (*legs, report)
    return tuple(_grown(one, report) if one.source_id == report.source_id else one for one in legs)


def _rank(leg: Report) -> tuple[int, int]:
    if not isinstance(leg.detail, Call):
        return 0, 0
    return _BEST_FIRST.index(leg.detail.state), -leg.detail.seconds


def _grown(before: Report, after: Report) -> Report:
    """Return the later report; what it leaves out although it was told before stays told."""
    detail = after.detail
    if isinstance(detail, Call) and isinstance(before.detail, Call):
        detail = replace(
            detail,
            recording_url=detail.recording_url or before.detail.recording_url,
            notes=detail.notes or before.detail.notes,
            session=detail.session or before.detail.session,
        )
    return replace(
        after,
        detail=detail,
        contact_ids=after.contact_ids or before.contact_ids,
        deal_id=after.deal_id or before.deal_id,
        agents=after.agents or before.agents,
    )


def _union(first: Sequence[Item], others: Iterable[Sequence[Item]]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys([*first, *(one for some in others for one in some)]))
