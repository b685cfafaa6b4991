"""How long something took, as Pipedrive and as people read it."""

_MINUTE, _HOUR = 60, 3600
_LONGEST_MINUTES = 23 * 60 + 59


def hours_and_minutes(seconds: int) -> str:
    """Return `HH:MM`, begun minutes counted whole; more than a day is shown as 23:59.

    Pipedrive takes a time of day here; the exact duration stands in the note.
    """
    minutes = min(-(-seconds // _MINUTE), _LONGEST_MINUTES)
    hours, rest = divmod(minutes, 60)
    return f"{hours:02}:{rest:02}"


def exact(seconds: int) -> str:
    """Return `H:MM:SS`, or `M:SS` below an hour."""
    hours, rest = divmod(seconds, _HOUR)
    minutes, last = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02}:{last:02}" if hours else f"{minutes}:{last:02}"
