"""Where a remote record went on when it was merged away."""

from domain.model.values import RemoteId
from domain.ports.records import Records


def heir_of(records: Records, remote_id: RemoteId) -> RemoteId | None:
    """Return the remote record that this one lives on in; None when it was deleted."""
    heir: RemoteId | None = remote_id
    while heir is not None:
        ends = records.ends([heir])
        if heir not in ends:
            return heir
        heir = ends[heir]
    return None
