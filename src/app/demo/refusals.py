"""What a refusal of the interface says."""

import grpc
from google.rpc.error_details_pb2 import BadRequest
from google.rpc.status_pb2 import Status


def faults_of(error: grpc.aio.AioRpcError) -> str:
    """Return every wrong field and its reason as one line of text."""
    trailers = dict(error.trailing_metadata())
    status = Status.FromString(trailers["grpc-status-details-bin"])
    faults = BadRequest()
    for detail in status.details:
        detail.Unpack(faults)
    return ", ".join(f"{one.field}: {one.reason}" for one in faults.field_violations)
