"""The shapes around what Pipedrive answers: `success`, `data`, and where a list goes on."""

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel

from adapters.pipedrive.scalars import Text

Data = TypeVar("Data")


class Done(BaseModel):
    """A success without anything to read."""

    success: Literal[True]


class One(BaseModel, Generic[Data]):
    """A single entity."""

    success: Literal[True]
    data: Data


class Further(BaseModel):
    """What comes with a page of the v2 API."""

    next_cursor: Text | None = None


class Many(BaseModel, Generic[Data]):
    """A list, or a page of one. No entries may come as null."""

    success: Literal[True]
    data: list[Data] | None
    additional_data: Further | None = None

    @property
    def items(self) -> list[Data]:
        """Return the entries."""
        return self.data or []

    @property
    def next_cursor(self) -> str | None:
        """Return where the next page starts, None on the last."""
        return (self.additional_data.next_cursor if self.additional_data else None) or None
