import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from adapters.sandbox.oauth.apps import App
from adapters.sandbox.serving.state_file import kept, opened, save
from adapters.sandbox.snapshot import BadSnapshot, dump, load
from tests.adapters.sandbox.driving import CALLBACK, Core
from tests.adapters.sandbox.test_deliveries import HOOK

SCRIPT = """
import sys
from pathlib import Path
from adapters.sandbox.serving.run import run
run(port=0, state=Path(sys.argv[1]), persons=3, started=lambda url: print(url, flush=True))
"""


@pytest.fixture
def randbytes() -> Callable[[int], bytes]:
    return Random(99).randbytes  # noqa: S311 - ids of a test


def _lived_in(core: Core) -> Core:
    """Make some of everything: a webhook, a waiting delivery, tokens, a field, a deletion."""
    core.data("POST", "/api/v1/webhooks", HOOK)
    options = [{"label": "Red"}]
    field = {"field_name": "Colour", "field_type": "enum", "options": options}
    core.data("POST", "/api/v2/personFields", field)
    core.data("DELETE", "/api/v2/persons/2")
    core("PUT", "/sandbox/switches", {"search_lag_seconds": 7})
    for _ in range(2):
        code = core.sandbox.grants.allow(11, "sandbox-client", CALLBACK, core.now)
    core.oauth("token", grant_type="authorization_code", code=code, redirect_uri=CALLBACK)
    return core


def test_a_sandbox_comes_back_as_it_was(core: Core, randbytes: Callable[[int], bytes]) -> None:
    text = dump(_lived_in(core).sandbox)
    again = load(text, randbytes)

    assert dump(again) == text
    assert again.due_deliveries(core.now) == core.sandbox.due_deliveries(core.now)
    assert again.grants.refresh == core.sandbox.grants.refresh
    assert Core(sandbox=again).data("GET", "/api/v2/persons") == core.data("GET", "/api/v2/persons")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 1}'])
def test_another_text_is_no_snapshot(text: str, randbytes: Callable[[int], bytes]) -> None:
    with pytest.raises(BadSnapshot):
        load(text, randbytes)


async def test_the_state_is_saved_when_the_block_ends(core: Core, tmp_path: Path) -> None:
    state = tmp_path / "deep" / "state.json"
    async with kept(core.sandbox, state):
        core.data("PATCH", "/api/v2/persons/3", {"name": "Kept"})

    again = opened(state, persons=0, seed=1, app=App())
    assert again.company.tables["person"].rows[3].name == "Kept"


def test_a_file_is_begun_with_the_wanted_company(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    sandbox = opened(state, persons=7, seed=2, app=App())
    save(sandbox, state)

    assert sandbox.company.tables["person"].last_id == 7
    assert opened(state, persons=9, seed=3, app=App()).company.tables["person"].last_id == 7


async def test_the_process_serves_until_it_is_told_to_stop_and_keeps_its_state(
    tmp_path: Path,
) -> None:
    state = tmp_path / "state.json"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SCRIPT, str(state), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(20):
        url = (await process.stdout.readline()).decode()
        process.send_signal(signal.SIGTERM)
        status = await process.wait()

    assert url.startswith("http://127.0.0.1:")
    assert status == 0
    assert state.exists()
