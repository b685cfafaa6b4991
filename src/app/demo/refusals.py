"""What a refusal of the interface says."""

import grpc
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status


def faults_of(error: grpc.aio.AioRpcError) -> str:
    """Return every wrong field and its reason as one line, or the reason where none is wrong."""
    trailers = dict(error.trailing_metadata())
    status = Status.FromString(trailers["grpc-status-details-bin"])
    faults, info = BadRequest(), ErrorInfo()
    for detail in status.details:
        detail.Unpack(faults)
        detail.Unpack(info)
    if not faults.field_violations:
        return str(info.reason)
    return ", ".join(f"{one.field}: {one.reason}" for one in faults.field_violations)
