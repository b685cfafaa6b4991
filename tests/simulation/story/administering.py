"""What an account's administrator does, whenever that may be (F25)."""

from contextlib import suppress

from domain.errors import SyncError
from domain.model.catalog import PipelineId, PipelineMapping, PlaybookId, StageId, StageStep, StepId
from domain.model.values import Kind
from tests.simulation.service.instance import Gone
from tests.simulation.story.beginning import map_pipelines
from tests.simulation.story.deed import Deed
from tests.simulation.story.stage import Stage
from tests.simulation.world.account import Account
from tests.simulation.world.words import PLAYBOOKS


def map_partly(stage: Stage, deed: Deed) -> None:
    """Leave a stage without a step for now; what needs it has to wait."""
    which, number, *_ = deed.numbers
    account = stage.account(which)
    place = number % 2
    mapping = PipelineMapping(
        pipeline_id=PipelineId(place + 1),
        playbook_id=PlaybookId(PLAYBOOKS[place]),
        stages=(StageStep(stage_id=StageId(place * 2 + 1), step_id=StepId("s1")),),
    )

    async def work() -> None:
        with suppress(Gone, SyncError):
            await account.ask(
                lambda inside: inside.catalog().set_mapping(account.account_id, mapping)
            )

    stage.remapped.add(account.account_id)
    stage.world.weather.met["F25 mapped partly"] += 1
    stage.later(work())


def map_wholly(stage: Stage, deed: Deed) -> None:
    """Map every stage again."""
    stage.later(_mapped(stage.account(deed.numbers[0])))


def log_in_again(stage: Stage, deed: Deed) -> None:
    """Log in once more, though nothing may ask for it."""
    account = stage.account(deed.numbers[0])

    async def work() -> None:
        with suppress(Gone, SyncError):
            await account.log_in()

    stage.world.weather.met["F25 logged in again"] += 1
    stage.later(work())


def disconnect(stage: Stage, deed: Deed) -> None:
    """Disconnect the account; somebody connects it again later."""
    account = stage.account(deed.numbers[0])

    async def work() -> None:
        with suppress(Gone, SyncError):
            await account.ask(lambda inside: inside.connections().disconnect(account.account_id))

    stage.world.weather.met["F25 disconnected"] += 1
    stage.later(work())


def erase(stage: Stage, deed: Deed) -> None:
    """Have one contact's data erased everywhere."""
    which, other, *_ = deed.numbers
    account = stage.account(which)
    rows = account.vixiees.keys(Kind.CONTACT)
    if rows:
        key = rows[other % len(rows)]
        account.vixiees.erase(key)
        stage.diary.ended[stage.here(account, *key)] = "erased"
        stage.world.weather.met["F25 erased"] += 1


async def _mapped(account: Account) -> None:
    with suppress(Gone, SyncError):
        await map_pipelines(account)
