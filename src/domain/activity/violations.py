"""What is wrong with an activity as it is handed in; every fault is listed."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from domain.activity.links import link_faults
from domain.errors import Violation
from domain.model.activity import Call, Comment, DoneTask, Email, Report, TaskStatus

LONGEST_SECONDS = 7 * 24 * 3600
"""Longer than anybody calls or works without a pause."""
_AHEAD = timedelta(days=1)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST_LINE = 998
"""The longest line of an e-mail's header (RFC 5322)."""
_LONGEST_TEXT = 65_536
_LONGEST_NUMBER = 64
_MOST = 100


def violations(report: Report, now: datetime) -> tuple[Violation, ...]:
    """Return everything that is wrong with the report."""
    found = [*_time(report, now), *_people(report)]
    match report.detail:
        case Call() as call:
            found += _call(call)
        case Email() as email:
            found += _email(email)
        case DoneTask() as task:
            found += _task(task)
        case Comment() as comment:
            found += _comment(comment)
    return tuple(found)


def _time(report: Report, now: datetime) -> Iterator[Violation]:
    if not _EARLIEST <= report.at <= now + _AHEAD:
        message = "it lies before the year 2000 or after tomorrow; send when it took place."
        yield _fault(_TIMES[type(report.detail)], "TIME_OUT_OF_RANGE", message)


_TIMES = {
    Call: "start_time",
    Email: "send_time",
    DoneTask: "completion_time",
    Comment: "create_time",
}


def _people(report: Report) -> Iterator[Violation]:
    if len(report.contact_ids) > _MOST:
        yield _fault("contact_ids", "TOO_MANY", f"at most {_MOST} are possible.")
    if len(report.agents) > _MOST:
        yield _fault("agent_emails", "TOO_MANY", f"at most {_MOST} are possible.")
    for index, agent in enumerate(report.agents[:_MOST]):
        yield from _line(f"agent_emails[{index}]", agent, _LONGEST_LINE)
    is_on_somebody = report.contact_ids or report.deal_id
    if isinstance(report.detail, Comment) and not is_on_somebody:
        yield _fault("contact_ids", "REQUIRED", "a note needs a contact or a deal.")


def _call(call: Call) -> Iterator[Violation]:
    yield from _seconds("duration", call.seconds)
    yield from _line("from_number", call.from_number, _LONGEST_NUMBER)
    yield from _line("to_number", call.to_number, _LONGEST_NUMBER)
    yield from _text("notes", call.notes)
    yield from link_faults("recording_url", call.recording_url)


def _email(email: Email) -> Iterator[Violation]:
    if len(email.subject) > _LONGEST_LINE:
        yield _too_long("subject", len(email.subject), _LONGEST_LINE)
    yield from _nul("subject", email.subject)
    if not email.sender.strip():
        yield _fault("from", "REQUIRED", "send who wrote it.")
    yield from _line("from", email.sender, _LONGEST_LINE)
    for field, addresses in (("to", email.recipients), ("cc", email.copies)):
        if len(addresses) > _MOST:
            yield _fault(field, "TOO_MANY", f"at most {_MOST} are possible.")
        for index, address in enumerate(addresses[:_MOST]):
            yield from _line(f"{field}[{index}]", address, _LONGEST_LINE)


def _task(task: DoneTask) -> Iterator[Violation]:
    if task.status is not TaskStatus.COMPLETED:
        message = f"the task is {task.status}; only completed tasks are synchronized."
        yield _fault("status", "TASK_NOT_COMPLETED", message)
    if not task.name.strip():
        yield _fault("name", "REQUIRED", "send the task's name.")
    yield from _text("name", task.name)
    yield from _text("notes", task.notes)
    yield from _seconds("work_duration", task.seconds)


def _comment(comment: Comment) -> Iterator[Violation]:
    if not comment.body.strip():
        yield _fault("body", "REQUIRED", "send what was written; nothing of it can be shown.")
    yield from _line("author", comment.author, _LONGEST_LINE)


def _seconds(field: str, seconds: int) -> Iterator[Violation]:
    if seconds < 0:
        reason = "NEGATIVE_DURATION"
        yield _fault(field, reason, "it ends before it begins; send how long it took.")
    elif seconds > LONGEST_SECONDS:
        yield _fault(field, "DURATION_TOO_LONG", "it is longer than seven days.")


def _line(field: str, text: str, longest: int) -> Iterator[Violation]:
    if len(text) > longest:
        yield _too_long(field, len(text), longest)
    if any(unicodedata.category(one) in {"Cc", "Cs"} for one in text):
        message = "leave out control characters, line breaks and half surrogates."
        yield _fault(field, "CONTROL_CHARACTER", message)


def _text(field: str, text: str) -> Iterator[Violation]:
    if len(text) > _LONGEST_TEXT:
        yield _too_long(field, len(text), _LONGEST_TEXT)
    yield from _nul(field, text)


def _nul(field: str, text: str) -> Iterator[Violation]:
    if "\0" in text:
        yield _fault(field, "NUL_CHARACTER", "leave out U+0000.")


def _too_long(field: str, length: int, longest: int) -> Violation:
    message = f"it has {length} characters; at most {longest} are possible."
    return _fault(field, "TOO_LONG", message)


def _fault(field: str, reason: str, message: str) -> Violation:
    return Violation(field=field, reason=reason, message=message)
