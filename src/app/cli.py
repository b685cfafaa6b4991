"""The command `vixiees-pipedrive`."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from adapters.sandbox.serving.run import run as run_sandbox
from adapters.sql.opening import migrate as migrate_database
from app.demo.play import demonstrate
from app.logs import set_up_logs
from app.service import running
from app.settings import Settings
from domain.errors import SyncError

EX_CONFIG = 78
cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Keeps the contacts of a Vixiees account and its Pipedrive company equal, both ways.",
)


@cli.command()
def run() -> None:
    """Start the service, with the sandbox beside it unless Pipedrive credentials are set."""
    settings = _settings()
    if not settings.is_sandboxed:
        return _serve(settings)
    with _sandbox_beside(settings):
        return _serve(settings)


@cli.command()
def serve() -> None:
    """Start the service alone."""
    _serve(_settings())


@cli.command()
def sandbox(
    port: Annotated[int, typer.Option(help="0 takes a free port.")] = 8200,
    persons: Annotated[int, typer.Option(help="How many persons a new company has.")] = 2000,
    deals: Annotated[int | None, typer.Option(help="Its deals; three for four persons.")] = None,
    state: Annotated[Path | None, typer.Option(help="Keep the company in this file.")] = None,
) -> None:
    """Serve a stand-in of a Pipedrive company."""
    run_sandbox(port=port, persons=persons, deals=deals, state=state, started=_say_sandbox)


@cli.command()
def migrate() -> None:
    """Bring the database up to date."""
    migrate_database(_settings().database_url)
    typer.echo("The database is up to date.")


@cli.command()
def demo(
    persons: Annotated[int, typer.Option(help="How many persons the company has.")] = 2000,
) -> None:
    """Play every line of the mission, and print what was seen on both sides."""
    raise typer.Exit(0 if asyncio.run(demonstrate(persons)) else 1)


def main() -> None:
    """Run the command; refusals are printed as sentences."""
    try:
        cli()
    except SyncError as error:
        typer.echo(f"{error.reason}: {error.message}", err=True)
        sys.exit(1)
    except OSError as error:
        typer.echo(f"CANNOT_START: {error.strerror or error}", err=True)
        sys.exit(1)


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in fault["loc"]).upper()
            where = f"VIXIEES_PIPEDRIVE_{name}: " if name else ""
            typer.echo(f"{where}{fault['msg']}", err=True)
        raise typer.Exit(EX_CONFIG) from error
    except SettingsError as error:
        typer.echo(f"{error}; it has to be JSON", err=True)
        raise typer.Exit(EX_CONFIG) from error


def _serve(settings: Settings) -> None:
    set_up_logs(as_json=settings.log_json)

    async def until_stopped() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with running(settings) as where:
            typer.echo(_welcome(settings, where.http_url, where.grpc_address))
            await stop.wait()

    asyncio.run(until_stopped())


def _welcome(settings: Settings, http_url: str, grpc_address: str) -> str:
    pipedrive = settings.sandbox_url if settings.is_sandboxed else "the real one"
    return (
        f"gRPC       {grpc_address}\n"
        f"HTTP       {http_url}\n"
        f"Pipedrive  {pipedrive}\n"
        "\n"
        "To connect the account acme, ask for its login page and open it in a browser:\n"
        "\n"
        "  .venv/bin/buf curl --schema proto --protocol grpc --http2-prior-knowledge \\\n"
        '    -d \'{"account_id": "acme"}\' \\\n'
        f"    http://{grpc_address}/vixiees.pipedrive.v1.ConnectionService/StartConnection\n"
    )


@contextmanager
def _sandbox_beside(settings: Settings) -> Iterator[None]:
    """Run the sandbox as a process of its own: it outlives a crash of the service."""
    settings.state_folder.mkdir(parents=True, exist_ok=True)
    port = urlsplit(settings.sandbox_url).port or 80
    state = settings.state_folder / "sandbox.json"
    command = [sys.argv[0], "sandbox", "--port", str(port), "--state", str(state)]
    process = subprocess.Popen(command, env=os.environ)  # noqa: S603 - our own command
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _say_sandbox(base_url: str) -> None:
    typer.echo(f"Sandbox    {base_url} (a stand-in of a Pipedrive company)")


if __name__ == "__main__":
    main()
