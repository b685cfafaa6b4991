"""The subject of an activity: one line that tells what happened with whom."""

from domain.activity.wording import Wording, filled
from domain.model.activity import Call, Comment, DoneTask, Email, Report

LONGEST = 255
_ELLIPSIS = "…"


def subject_of(report: Report, customer: str, wording: Wording) -> str:
    """Return the subject; *customer* is the name or number of whom it was with, if known."""
    match report.detail:
        case Call() as call:
            text = filled(
                wording["call.subject"],
                direction=wording[f"call.{call.direction}"],
                state=wording[f"call.{call.state}"],
                contact=customer or wording["call.nobody"],
            )
        case Email(subject=subject):
            blank = wording["email.blank"]
            text = filled(wording["email.subject"], subject=in_one_line(subject) or blank)
        case DoneTask(name=name):
            text = filled(wording["task.subject"], subject=name)
        case Comment():
            text = ""
    return shortened(in_one_line(text))


def customers_number(call: Call) -> str:
    """Return the number that the direction says is the other side's, as it was handed in."""
    return call.from_number if call.direction == "inbound" else call.to_number


def in_one_line(text: str) -> str:
    """Return the text with each run of blanks and line breaks as one blank."""
    return " ".join(text.split())


def shortened(text: str) -> str:
    """Return the text within the length that Pipedrive takes."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + _ELLIPSIS
