"""Webhook bodies whose meaning a test knows."""

from dataclasses import replace

from domain.model.remote import Delivery, Event
from domain.ports.crm import Markers
from tests.fakes.crm import IDENTITY


class Letters:
    """Webhook bodies that stand for events, as ports.crm.EventReader.

    Our own id is read only where it is known in which field it is.
    """

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}

    def body_of(self, event: Event) -> bytes:
        self._events[event.event_id] = event
        return event.event_id.encode()

    def read(self, body: bytes, markers: Markers) -> Delivery:
        event = self._events[body.decode()]
        fields = {str(kind): code for kind, code in markers.items()}
        if not fields.get(event.entity):
            event = replace(event, marker=None)
        return Delivery(
            event_id=event.event_id,
            webhook_id="1",
            company_id=IDENTITY.company_id,
            entity=event.entity,
            event=event,
        )
