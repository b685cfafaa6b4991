"""One effect for a request_id: the same request again is welcome, another one is not."""

import hashlib
from datetime import datetime

from domain.errors import AlreadyDone
from domain.model.values import ConnectionId
from domain.ports.store import Tx


def reused(
    tx: Tx, connection_id: ConnectionId, request_id: str, request: str
) -> AlreadyDone | None:
    """Return an error if the request_id stands for another request already."""
    earlier = tx.requests(connection_id).find(request_id) if request_id else None
    if earlier is None or earlier[0] == _fingerprint(request):
        return None
    return AlreadyDone(
        "REQUEST_ID_REUSED",
        "This request_id was used for another request; take a new one for each.",
        request_id=request_id,
    )


def claim(
    tx: Tx, connection_id: ConnectionId, request_id: str, request: str, now: datetime
) -> None:
    """Remember what the request_id stands for from now on.

    The answer need not be saved: a repeated request shows nothing that is not known already, and
    is answered with how things stand then.
    """
    requests = tx.requests(connection_id)
    if request_id and requests.find(request_id) is None:
        requests.put(request_id, _fingerprint(request), "", now)


def _fingerprint(request: str) -> str:
    return hashlib.sha256(request.encode(errors="surrogatepass")).hexdigest()
