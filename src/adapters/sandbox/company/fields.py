"""Field definitions (v2 `/personFields`, `/organizationFields`, `/dealFields`)."""

from dataclasses import dataclass, replace

from adapters.sandbox.exchange import Json

WITH_OPTIONS = ("enum", "set")
CREATABLE = (
    "varchar",
    "text",
    "double",
    "phone",
    "date",
    "daterange",
    "time",
    "timerange",
    "set",
    "enum",
    "varchar_auto",
    "address",
    "monetary",
    "org",
    "people",
    "user",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    id: int
    label: str

    def shown(self) -> Json:
        return {"id": self.id, "label": self.label}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of one kind of record; a custom one has a 40-hex code, which never changes."""

    field_code: str
    field_name: str
    field_type: str
    is_custom_field: bool = False
    options: tuple[Option, ...] | None = None

    def shown(self) -> Json:
        options = None if self.options is None else [option.shown() for option in self.options]
        return {
            "field_name": self.field_name,
            "field_code": self.field_code,
            "field_type": self.field_type,
            "options": options,
            "subfields": None,
            "is_custom_field": self.is_custom_field,
            "is_optional_response_field": False,
        }

    def option_ids(self) -> frozenset[int]:
        return frozenset(option.id for option in self.options or ())

    def with_options(self, options: tuple[Option, ...]) -> "Field":
        return replace(self, options=options)


class FieldTable:
    """The fields of one kind of record, by code, in the order they were made."""

    def __init__(self, system: tuple[Field, ...]) -> None:
        self.rows: dict[str, Field] = {field.field_code: field for field in system}

    def put(self, field: Field) -> None:
        self.rows[field.field_code] = field

    def remove(self, field_code: str) -> None:
        del self.rows[field_code]

    def find(self, field_code: str) -> Field | None:
        return self.rows.get(field_code)

    def custom(self) -> tuple[Field, ...]:
        return tuple(field for field in self.rows.values() if field.is_custom_field)


_LABELS = (
    Option(id=1, label="Customer"),
    Option(id=2, label="Hot lead"),
    Option(id=3, label="Cold lead"),
)
_COMMON = (
    Field(field_code="id", field_name="ID", field_type="int"),
    Field(field_code="name", field_name="Name", field_type="varchar"),
    Field(field_code="label_ids", field_name="Labels", field_type="set", options=_LABELS),
    Field(field_code="owner_id", field_name="Owner", field_type="user"),
    Field(field_code="add_time", field_name="Created", field_type="date"),
    Field(field_code="update_time", field_name="Updated", field_type="date"),
    Field(field_code="visible_to", field_name="Visible to", field_type="visible_to"),
)
SYSTEM_FIELDS = {
    "person": (
        *_COMMON,
        Field(field_code="first_name", field_name="First name", field_type="varchar"),
        Field(field_code="last_name", field_name="Last name", field_type="varchar"),
        Field(field_code="phone", field_name="Phone", field_type="phone"),
        Field(field_code="email", field_name="E-mail", field_type="varchar"),
        Field(field_code="org_id", field_name="Organization", field_type="org"),
        Field(field_code="picture_id", field_name="Picture", field_type="picture"),
    ),
    "organization": (
        *_COMMON,
        Field(field_code="address", field_name="Address", field_type="address"),
        Field(field_code="website", field_name="Website", field_type="varchar"),
        Field(field_code="linkedin", field_name="LinkedIn", field_type="varchar"),
    ),
    "deal": (
        *(field for field in _COMMON if field.field_code != "name"),
        Field(field_code="title", field_name="Title", field_type="varchar"),
        Field(field_code="value", field_name="Value", field_type="monetary"),
        Field(field_code="currency", field_name="Currency", field_type="varchar"),
        Field(field_code="stage_id", field_name="Stage", field_type="stage"),
        Field(field_code="pipeline_id", field_name="Pipeline", field_type="int"),
        Field(field_code="status", field_name="Status", field_type="status"),
        Field(field_code="lost_reason", field_name="Lost reason", field_type="varchar"),
        Field(field_code="person_id", field_name="Contact person", field_type="people"),
        Field(field_code="org_id", field_name="Organization", field_type="org"),
    ),
}
