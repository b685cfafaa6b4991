"""The state of the sandbox in a file, so that it outlives the process."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.sandbox.oauth.apps import App
from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.seed.build import seeded_company
from adapters.sandbox.snapshot import dump, load

_SAVE_EVERY_SECONDS = 3.0


def opened(
    state: Path | None, *, persons: int, deals: int | None = None, seed: int, app: App
) -> Sandbox:
    """Take up the sandbox in the file, or begin a new one. Raises BadSnapshot."""
    if state is not None and state.exists():
        return load(state.read_text("utf-8"), secrets.token_bytes, app)
    company = seeded_company(persons=persons, deals=deals, seed=seed, randbytes=secrets.token_bytes)
    return Sandbox(company, app)


def save(sandbox: Sandbox, state: Path) -> None:
    """Write the file whole or not at all."""
    state.parent.mkdir(parents=True, exist_ok=True)
    draft = state.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        file.write(dump(sandbox))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(state)


@asynccontextmanager
async def kept(sandbox: Sandbox, state: Path | None) -> AsyncIterator[None]:
    """Save *sandbox* every few seconds if it changed, and at the end of the block."""
    if state is None:
        yield
        return
    saving = asyncio.create_task(_keep_saving(sandbox, state))
    try:
        yield
    finally:
        saving.cancel()
        await asyncio.gather(saving, return_exceptions=True)
        save(sandbox, state)


async def _keep_saving(sandbox: Sandbox, state: Path) -> None:
    saved = sandbox.version
    while True:
        await asyncio.sleep(_SAVE_EVERY_SECONDS)
        if sandbox.version != saved:
            saved = sandbox.version
            save(sandbox, state)
