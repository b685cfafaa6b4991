"""What is wrong with how an account wants its activities."""

from collections.abc import Callable, Iterator

from domain.activity.wording import wording_faults
from domain.errors import Violation
from domain.model.activity import ActivityKind
from domain.model.activity_policy import ActivityPolicy

MOST_NUMBERS = 500
_LONGEST = 255


def policy_faults(
    policy: ActivityPolicy, knows_region: Callable[[str], bool]
) -> Iterator[Violation]:
    """Give everything that is wrong with the policy."""
    if policy.region and not knows_region(policy.region):
        message = "there is no such region; send one such as ES (ISO 3166-1)."
        yield _fault("policy.region", "INVALID_REGION", message)
    if len(policy.own_numbers) > MOST_NUMBERS:
        yield _fault("policy.own_numbers", "TOO_MANY", f"at most {MOST_NUMBERS} are possible.")
    for index, number in enumerate(policy.own_numbers[:MOST_NUMBERS]):
        yield from _line(f"policy.own_numbers[{index}]", number)
    if policy.fallback_owner:
        yield from _line("policy.fallback_owner_email", policy.fallback_owner)
    for kind, key in policy.types.items():
        yield from _type(kind, key)
    yield from wording_faults(policy.wording)


def _type(kind: str, key: str) -> Iterator[Violation]:
    if kind not in {ActivityKind.CALL, ActivityKind.EMAIL, ActivityKind.TASK}:
        message = "only call, email and task have a type."
        yield _fault(f"policy.types[{kind[:40]}]", "UNKNOWN_KIND", message)
    else:
        yield from _line(f"policy.types[{kind}]", key)


def _line(field: str, text: str) -> Iterator[Violation]:
    if not text.strip() or len(text) > _LONGEST or not text.isprintable():
        message = f"send 1 to {_LONGEST} printable characters."
        yield _fault(field, "INVALID_TEXT", message)


def _fault(field: str, reason: str, message: str) -> Violation:
    return Violation(field=field, reason=reason, message=message)
