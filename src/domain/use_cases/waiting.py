"""Waiting for news of the store beside other things."""

import asyncio


async def ended(news: asyncio.Task[int], seen: int) -> int:
    """Return the count that *news* brought; when it brought none yet, end it and return *seen*."""
    if news.done():
        return news.result()
    news.cancel()
    await asyncio.wait({news})
    return seen
