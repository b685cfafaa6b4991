"""What persons and deals have in common in the v2 API."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator

from adapters.pipedrive.instants import instant
from adapters.pipedrive.scalars import Id, Text

Instant = Annotated[datetime, BeforeValidator(instant)]


class Entry(BaseModel):
    """Its id, its times, its custom fields, and whether it was deleted."""

    id: Id
    add_time: Instant
    update_time: Instant | None = None
    custom_fields: dict[Text, object] | None = None
    is_deleted: bool | None = None
