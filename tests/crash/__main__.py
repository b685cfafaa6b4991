"""Kills the service again and again, and tells what was lost: `make crash KILLS=1000`."""

import asyncio
import signal
import sys

from tests.crash.run import besieged

_DEFAULTS = [200, 1]


async def main(kills: int, seed: int) -> bool:
    """Print the figures; tell whether nothing was lost."""
    besieging = asyncio.ensure_future(besieged(kills, seed))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, besieging.cancel)
    outcome = await besieging
    print(outcome.line)
    for story in outcome.stories:
        print(f"  {story}")
    return outcome.verdict.is_clean


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    is_clean = asyncio.run(main(*[*numbers, *_DEFAULTS[len(numbers) :]]))
    sys.exit(0 if is_clean else 1)
