"""Where a remote record went on when it was merged away."""

from domain.model.values import RemoteId
from domain.ports.records import Records


def heir_of(records: Records, remote_id: RemoteId) -> RemoteId | None:
    """Return the remote record that this one lives on in; None when it was deleted.

    None, too, when it was told to live on in one that is told to live on in it.
    """
    heir: RemoteId | None = remote_id
    passed = set[RemoteId]()
    while heir is not None and heir not in passed:
        ends = records.ends([heir])
        if heir not in ends:
            return heir
        passed.add(heir)
        heir = ends[heir]
    return None
