"""The whole demonstration: connect, import, the scenes, the table."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.demo.activity_scenes import ACTIVITY_SCENES
from app.demo.call_scenes import CALL_SCENES
from app.demo.catalog_scenes import CATALOG_SCENES
from app.demo.deal_scenes import DEAL_SCENES
from app.demo.error_scenes import ERROR_SCENES
from app.demo.login import log_in
from app.demo.processes import free_addresses
from app.demo.property_scenes import PROPERTY_SCENES
from app.demo.scenes import SCENES
from app.demo.stage import Row, Stage, alike, eventually, set_stage
from vixiees.pipedrive.v1.connection_service_pb2 import ConnectionState

_FOLDER = Path(".run/demo").absolute()
_DONE = {
    ConnectionState.CONNECTION_STATE_ACTIVE,
    ConnectionState.CONNECTION_STATE_NEEDS_RECONNECT,
}


async def demonstrate(persons: int) -> bool:
    """Play everything against processes of its own, print the table; tell if every row holds."""
    console = Console()
    shutil.rmtree(_FOLDER, ignore_errors=True)
    _FOLDER.mkdir(parents=True)
    rows = await play(console, persons, _FOLDER)
    console.print(_table(rows))
    failed = sum(not row.holds for row in rows)
    console.print(f"{len(rows) - failed} of {len(rows)} rows hold.")
    if failed:
        console.print(f"What the service and the sandbox logged is in {_FOLDER}.")
    return not failed


async def play(console: Console, persons: int, folder: Path) -> Sequence[Row]:
    """Play everything with a company of that many persons; logs and databases go to *folder*."""
    async with set_stage(free_addresses(folder), persons) as stage:
        rows = [await connected(stage), await imported(stage, console, persons)]
        with console.status("Playing …") as status:
            scenes = (
                *SCENES,
                *CATALOG_SCENES,
                *DEAL_SCENES,
                *PROPERTY_SCENES,
                *ACTIVITY_SCENES,
                *CALL_SCENES,
                *ERROR_SCENES,
            )
            for number, scene in enumerate(scenes, start=1):
                status.update(f"Playing scene {number} of {len(scenes)} …")
                rows.append(await scene(stage))
    return rows


async def connected(stage: Stage) -> Row:
    """Log in as the administrator, and see which company each side is connected to."""
    await log_in(await stage.vixiees.authorize_url())
    company = await stage.colleague.company()
    seen = ""
    async for connection in stage.vixiees.connection():
        seen = connection.company.name
        if seen:
            break
    return Row(title="connected by a login", expected=company, vixiees=seen, pipedrive=company)


async def imported(stage: Stage, console: Console, persons: int) -> Row:
    """Wait for the initial synchronization, and compare every contact of both sides."""
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("import", total=persons)
        async for connection in stage.vixiees.connection():
            progress.update(task, completed=connection.progress.contacts)
            if connection.state in _DONE:
                break
    expected = f"{persons} contacts, all alike"
    same = await eventually(lambda: alike(stage), lambda count: count == persons)
    return Row(
        title="initial synchronization",
        expected=expected,
        vixiees=_counted(len(stage.vixiees.rows), same),
        pipedrive=_counted(len(await stage.colleague.persons()), same),
    )


def _counted(total: int, same: int) -> str:
    return f"{total} contacts, all alike" if same == total else f"{same} of {total} alike"


def _table(rows: Sequence[Row]) -> Table:
    table = Table(show_lines=True)
    for heading in ("What happened", "Expected", "Vixiees", "Pipedrive", ""):
        table.add_column(heading)
    for row in rows:
        mark = "[green]holds[/]" if row.holds else "[red]fails[/]"
        table.add_row(row.title, row.expected, row.vixiees, row.pipedrive or "-", mark)
    return table
