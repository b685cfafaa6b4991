"""A process whose twenty-five workers meet an expired token at once.

It prints what each of them got: `renewed <generation>` or `lost <reason>`. Run as a module with
two arguments: the database's address and the sandbox's.
"""

import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

from adapters.pipedrive.opening import opened
from adapters.sql.opening import open_store
from domain.errors import CrmError
from domain.model.connection import Grant
from domain.ports.crm import Tokens
from domain.use_cases.renew_tokens import RenewedTokens
from tests.adapters.pipedrive.opened_sandbox import app_at
from tests.contracts.store.builders import ACME, Digits

KEY = bytes(32)
_WORKERS = 25


async def _outcome(tokens: Tokens, refused: Grant) -> str:
    try:
        return f"renewed {(await tokens.renewed(refused)).generation}"
    except CrmError as error:
        return f"lost {error.reason}"


async def outcomes(url: str, sandbox_url: str, ahead: float = 0) -> Counter[str]:
    """Return what the workers got, of a process whose clock is so many seconds ahead."""
    async with (
        open_store(url, keys=[KEY], phones=Digits()) as store,
        opened(app_at(sandbox_url)) as pipedrive,
    ):
        tokens = RenewedTokens(
            connection_id=ACME,
            store=store,
            oauth=pipedrive.oauth,
            clock=lambda: datetime.now(UTC) + timedelta(seconds=ahead),
        )
        expired = await store.transact(lambda tx: tx.secrets.grant(ACME))
        assert expired is not None
        workers = (_outcome(tokens, expired) for _ in range(_WORKERS))
        return Counter(await asyncio.gather(*workers))


if __name__ == "__main__":
    print(*asyncio.run(outcomes(sys.argv[1], sys.argv[2])).elements(), sep="\n")  # noqa: T201 - for the test
