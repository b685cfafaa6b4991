"""Every method of the interface, from its descriptors: a new one is tested without being named."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

import grpc
from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

import vixiees.pipedrive.v1 as interface


@dataclass(frozen=True, slots=True)
class Method:
    """One method, called with bytes."""

    descriptor: MethodDescriptor

    @property
    def path(self) -> str:
        return f"/{self.descriptor.containing_service.full_name}/{self.descriptor.name}"

    def request(self, account_id: str) -> Message | None:
        """Return a request for the account, with all else left out; None if it names none."""
        message = GetMessageClass(self.descriptor.input_type)()
        return message if _fill_in(message, account_id) else None

    async def call(
        self, channel: grpc.aio.Channel, data: bytes, metadata: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """Call it once. Raises AioRpcError."""
        if self.descriptor.client_streaming:
            sent = _once(data)
            await channel.stream_unary(self.path, bytes, bytes)(sent, metadata=metadata)
        elif self.descriptor.server_streaming:
            async for _ in channel.unary_stream(self.path, bytes, bytes)(data, metadata=metadata):
                return
        else:
            await channel.unary_unary(self.path, bytes, bytes)(data, metadata=metadata)


def every_method() -> Iterator[Method]:
    """Yield the methods of all our services."""
    for module in iter_modules(interface.__path__):
        if module.name.endswith("_service_pb2"):
            described = import_module(f"{interface.__name__}.{module.name}").DESCRIPTOR
            for service in described.services_by_name.values():
                yield from map(Method, service.methods)


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


def _fill_in(message: Message, account_id: str) -> bool:
    """Put the account into the message, or into a message within; tell whether it has a place."""
    for field in message.DESCRIPTOR.fields:
        if field.name == "account_id":
            setattr(message, field.name, account_id)
            return True
    return any(
        _fill_in(getattr(message, field.name), account_id)
        for field in message.DESCRIPTOR.fields
        if field.type == FieldDescriptor.TYPE_MESSAGE and field.name in {"contact", "deal"}
    )
