"""The enums of activities: the messages' numbers and the domain's words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol, TypeVar

from domain.activity.activity import ActivityState
from domain.model.activity import ActivityKind, CallState, Direction, TaskStatus
from domain.model.activity_policy import Language, Unknown
from vixiees.pipedrive.v1 import activity_pb2

Word = TypeVar("Word", bound=StrEnum)


class _Numbers(Protocol):
    """An enum of the messages."""

    def Value(self, name: str) -> int: ...


def _numbered(words: type[Word], numbers: _Numbers, prefix: str) -> Mapping[int, Word]:
    return {numbers.Value(f"{prefix}_{word.name}"): word for word in words}


KINDS = _numbered(ActivityKind, activity_pb2.ActivityKind, "ACTIVITY_KIND")
STATES = _numbered(ActivityState, activity_pb2.ActivityState, "ACTIVITY_STATE")
DIRECTIONS = _numbered(Direction, activity_pb2.CallDirection, "CALL_DIRECTION")
CALL_STATES = _numbered(CallState, activity_pb2.CallState, "CALL_STATE")
STATUSES = _numbered(TaskStatus, activity_pb2.TaskStatus, "TASK_STATUS")
UNKNOWN_NUMBERS = _numbered(Unknown, activity_pb2.UnknownNumber, "UNKNOWN_NUMBER")
LANGUAGES = _numbered(Language, activity_pb2.Language, "LANGUAGE")
