"""Logs: one event a line, JSON for machines or colours for people, on standard error."""

import logging
import sys
from collections.abc import Mapping

import structlog


def set_up_logs(*, as_json: bool) -> None:
    """Send structlog's and the standard library's events the same way."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("httpx", "httpcore", "alembic", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def note(event: str, details: Mapping[str, str]) -> None:
    """Write what a use case tells the operator, as ports.world.Journal."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger("service")
    logger.warning(event, **details)
