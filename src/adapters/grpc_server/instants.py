"""Instants into answers."""

from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp


def timestamp_of(at: datetime | None) -> Timestamp | None:
    """Return an instant, if there is one."""
    if at is None:
        return None
    timestamp = Timestamp()
    timestamp.FromDatetime(at)
    return timestamp
