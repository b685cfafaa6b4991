"""Deals that Pipedrive refuses for a stage that was deleted, or for an owner who has left."""

from dataclasses import replace
from datetime import timedelta

from domain.model.values import OWNER, STAGE, Kind
from domain.sync.deals import instead, known_to_vixiees_alone, only_vixiees, renamed, unshown
from domain.sync.record import Record
from domain.sync.steps import Steps
from domain.use_cases.keeping import Keeper

_SOON = timedelta(minutes=1)
_RESPITE = timedelta(minutes=15)


def without_lost_references(keeper: Keeper, refused: Record) -> Record:
    """Return a refused deal without the stage and the owner that Pipedrive no longer lists.

    It goes where its step is mapped now, or waits if that is nowhere. It belongs to the fallback
    owner, else to whom Pipedrive shows it; where no user at all was listed, nobody has left.
    """
    if refused.kind is not Kind.DEAL:
        return refused
    return _with_owner(keeper, _with_stage(keeper, refused))


def doubt_set_up(keeper: Keeper) -> None:
    """Have the set-up read again soon after a refusal, a quarter of an hour after the last time.

    It costs 70 tokens, and whatever is refused may be refused again and again.
    """
    soon, read_at = keeper.now + _SOON, keeper.connection.upkeep.catalog_read_at
    keeper.have_catalog_read(soon if read_at is None else max(soon, read_at + _RESPITE))


def sent_to_its_step(deal: Record, stage: str, steps: Steps) -> Record:
    """Return the deal on its way to where its step is mapped now; it waits if that is nowhere."""
    mapped = steps.stage_for(deal.step)
    return renamed(deal, STAGE, stage, mapped or only_vixiees(deal.step))


def _with_stage(keeper: Keeper, deal: Record) -> Record:
    stage, setting = unshown(deal, STAGE), keeper.setting()
    if stage is None or known_to_vixiees_alone(stage) is not None:
        return deal
    is_listed = any(str(one.stage_id) == stage for one in setting.stages)
    return deal if is_listed or not deal.step else sent_to_its_step(deal, stage, Steps(setting))


def _with_owner(keeper: Keeper, deal: Record) -> Record:
    owner, users = unshown(deal, OWNER), keeper.users()
    active = [one.user_id for one in users if one.is_active]
    if owner is None or not users or any(str(one) == owner for one in active):
        return deal
    fallback, shown = keeper.connection.fallback_owner, deal.fields[OWNER].remote
    if fallback in active:
        return instead(deal, OWNER, str(fallback))
    if shown is not None:
        return instead(deal, OWNER, shown.value)
    # Whose a new deal is that is nobody's, Pipedrive will tell.
    return replace(deal, fields={name: deal.fields[name] for name in deal.fields.keys() - {OWNER}})
