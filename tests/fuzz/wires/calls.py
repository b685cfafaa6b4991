"""Calls of every gRPC method over a real channel, on both databases.

An input is the path of a method, a zero byte, and the bytes of a message.
"""

import grpc
from hypothesis import strategies as st

from tests.fuzz.target import Target
from tests.fuzz.wires.answering import answer_of
from tests.fuzz.wires.house import House
from tests.fuzz.wires.houses import on_each
from tests.fuzz.wires.messages import messages
from tests.security.methods import every_method

_METHODS = {method.path: method for method in every_method()}
_ANSWERS = frozenset(
    {
        grpc.StatusCode.OK,
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.NOT_FOUND,
        grpc.StatusCode.ALREADY_EXISTS,
        grpc.StatusCode.FAILED_PRECONDITION,
        grpc.StatusCode.OUT_OF_RANGE,
    }
)
"""Nothing else is documented for callers whose token is right."""
_CLASH = "CLASH"


async def call(house: House, data: bytes) -> bool:
    """Call the method; tell whether it did what was asked. A refusal leaves nothing behind."""
    path, _, message = data.partition(b"\0")
    method = _METHODS.get(path.decode("latin-1"))
    if method is None:
        return False
    code, details = await answer_of(house.channel, method, message)
    assert code in _ANSWERS, f"{code.name}: {details}"
    if code is grpc.StatusCode.OK:
        return True
    assert _CLASH not in details, details
    house.rows.check_same()
    return False


@st.composite
def _inputs(draw: st.DrawFn) -> bytes:
    method = _METHODS[draw(st.sampled_from(sorted(_METHODS)))]
    message = draw(messages(method.descriptor.input_type)).SerializeToString()
    if not draw(st.integers(0, 9)):
        at = draw(st.integers(0, len(message)))
        message = (
            message[:at] + draw(st.binary(max_size=20)) + message[at + draw(st.integers(0, 3)) :]
        )
    return method.path.encode() + b"\0" + message


CALLS = Target(name="calls", opened=on_each(call), inputs=_inputs(), share=0.1)
