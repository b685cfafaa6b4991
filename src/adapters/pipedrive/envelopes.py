"""The shapes around what Pipedrive answers: `success`, `data`, and where a list goes on."""

from typing import Annotated, Generic, Literal, Self, TypeVar

import structlog
from pydantic import (
    BaseModel,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)

from adapters.pipedrive.scalars import Text

Data = TypeVar("Data")

_log = structlog.get_logger()


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


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> object:
    """Read an entry, or note that it cannot be read; what it holds is not for the log."""
    try:
        return read(value)
    except ValidationError as error:
        fields = sorted({".".join(map(str, one["loc"])) for one in error.errors()})
        _log.warning("entry_unreadable", fields=fields)
        return None


class Many(BaseModel, Generic[Data]):
    """A list, or a page of one.

    An entry that cannot be read is left out, so that it does not hold the others; if none can be
    read, the list cannot.
    """

    success: Literal[True]
    data: list[Annotated[Data | None, WrapValidator(_or_none)]]
    additional_data: Further | None = None

    @model_validator(mode="after")
    def _check_any(self) -> Self:
        if self.data and not self.items:
            raise ValueError("no entry can be read")
        return self

    @property
    def items(self) -> list[Data]:
        """Return the entries."""
        return [one for one in self.data if one is not None]

    @property
    def next_cursor(self) -> str | None:
        """Return where the next page starts, None on the last."""
        return (self.additional_data.next_cursor if self.additional_data else None) or None


def _empty_if_null(data: object) -> object:
    return [] if data is None else data


class ManyOfV1(Many[Data], Generic[Data]):
    """A list of the v1 API, where no entries may come as null; in the v2 API that is no answer."""

    _none_is_empty = field_validator("data", mode="before")(_empty_if_null)
