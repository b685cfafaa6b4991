"""The running service: an exit stack opens the adapters in order and closes them backwards."""

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from adapters.grpc_server.server import serving as serving_grpc
from adapters.html.sanitizing import NhHtml
from adapters.http_server.server import serving as serving_http
from adapters.http_server.wiring import Wiring
from adapters.phones.phones import LibPhones
from adapters.pipedrive.app import PipedriveApp
from adapters.pipedrive.opening import opened
from adapters.sandbox.oauth.apps import App
from adapters.sql.opening import migrate, open_store
from app.container import Container, new_id
from app.settings import Settings
from domain.ports.store import Store


@dataclass(frozen=True, slots=True)
class Running:
    """Where the service listens."""

    http_url: str
    grpc_address: str


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """Run the service while the block runs; what has begun is finished on leaving."""
    migrate(settings.database_url)
    async with AsyncExitStack() as stack:
        phones = LibPhones(settings.phone_region)
        store = await stack.enter_async_context(
            open_store(settings.database_url, keys=_keys(settings), phones=phones)
        )
        pipedrive = await stack.enter_async_context(opened(_app(settings)))
        container = Container(
            public_url=settings.public_url,
            app_url=settings.app_url,
            store=store,
            phones=phones,
            pipedrive=pipedrive,
            html=NhHtml(),
        )
        http_url = await stack.enter_async_context(
            serving_http(
                _http_wiring(settings, container, store),
                host=settings.http_host,
                port=settings.http_port,
            )
        )
        grpc_address = await stack.enter_async_context(
            serving_grpc(
                f"{settings.grpc_host}:{settings.grpc_port}",
                connections=container.connections(),
                contacts=container.contacts(),
                deals=container.deals(),
                changes=container.changes(),
                catalog=container.catalog(),
                properties=container.properties(),
                forecasts=container.forecasts(),
                activities=container.activities(),
                policies=container.policies(),
                tokens=settings.service_tokens,
                reflection=settings.reflection,
                ids=new_id,
            )
        )
        await container.wake_up().run()
        await stack.enter_async_context(_working(container))
        yield Running(http_url, grpc_address)


@asynccontextmanager
async def _working(container: Container) -> AsyncIterator[None]:
    stop = asyncio.Event()
    working = asyncio.create_task(container.worker().run(stop))
    try:
        yield
    finally:
        stop.set()
        await working


def _app(settings: Settings) -> PipedriveApp:
    callback = f"{settings.public_url}/oauth/callback"
    if settings.is_sandboxed:
        stand_in = App()
        return PipedriveApp(
            client_id=stand_in.client_id,
            client_secret=stand_in.client_secret,
            redirect_uri=callback,
            oauth_url=settings.sandbox_url,
            sandbox_url=settings.sandbox_url,
        )
    return PipedriveApp(
        client_id=settings.client_id,
        client_secret=settings.client_secret.get_secret_value(),
        redirect_uri=callback,
        oauth_url=settings.oauth_url,
        sandbox_url=None,
    )


def _http_wiring(settings: Settings, container: Container, store: Store) -> Wiring:
    app = _app(settings)

    async def ready() -> Mapping[str, bool]:
        await store.transact(lambda tx: tx.connections.list(None, 1))
        return {"store": True}

    return Wiring(
        authorize=container.authorize(),
        webhooks=container.webhooks(),
        ready=ready,
        ids=new_id,
        client_id=app.client_id,
        client_secret=app.client_secret,
        public_url=settings.public_url,
        return_url=settings.return_url,
    )


def _keys(settings: Settings) -> tuple[bytes, ...]:
    """Return the keys of the settings; against the sandbox one is made and kept in a file."""
    if settings.keys:
        return settings.keys
    settings.state_folder.mkdir(parents=True, exist_ok=True)
    kept = settings.state_folder / "sandbox.key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_bytes(base64.b64encode(secrets.token_bytes(32)))
    return (base64.b64decode(kept.read_bytes()),)
