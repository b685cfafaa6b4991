"""Activities to begin with."""

from dataclasses import replace
from datetime import UTC, datetime

from domain.model.activity import (
    Call,
    CallState,
    Comment,
    Detail,
    Direction,
    DoneTask,
    Email,
    Report,
    SourceId,
    TaskStatus,
)
from domain.model.values import RecordId

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CALL = Call(direction=Direction.OUTBOUND, state=CallState.ANSWERED, seconds=65)
EMAIL = Email(subject="Offer", sender="eva@acme.test", body="<p>Hi</p>")
TASK = DoneTask(name="Visit", seconds=60, status=TaskStatus.COMPLETED)
COMMENT = Comment(author="Eva", body="Nice")


def a_report(detail: Detail = CALL, source_id: str = "1", **changes: object) -> Report:
    report = Report(
        source_id=SourceId(source_id), at=NOW, detail=detail, contact_ids=(RecordId("ana"),)
    )
    return replace(report, **changes)  # type: ignore[arg-type]  # as named
