"""Messages of any type, made from their descriptors: a new field is tried without being named."""

from collections.abc import Mapping

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from hypothesis import strategies as st

_DEEPEST = 4
_MANY = 205
_USUAL: Mapping[str, object] = {
    "account_id": "acme",
    "contact_id": "c-1",
    "deal_id": "d-1",
    "source_id": "42",
    "contact_ids": "c-1",
    "playbook_id": "brain",
    "step_id": "s1",
    "pipeline_id": 1,
    "stage_id": 1,
    "user_id": 11,
    "seconds": 1_795_428_000,
    "nanos": 0,
    "page_size": 10,
    "page_token": "",
    "request_id": "r-1",
    "applied_change": 0,
    "after_number": 0,
    "number": 1,
    "amount": "12.50",
    "currency": "EUR",
    "archived": False,
    "owner_email": "ana@acme.test",
    "agent_emails": "ana@acme.test",
    "phone": "+34612345678",
    "recording_url": "https://r.example/1",
    "from": "ana@acme.test",
    "properties": "varchar",
    "code": "a" * 40,
}
"""Values that a method is likely to take, by the names of fields."""
_TEXTS = st.one_of(
    st.sampled_from(("", " ", "\0", "a\nb", "\u202e", "x" * 129, "x" * 3000, "9" * 5000)),
    st.sampled_from(("c-1", "d-1", "42", "brain", "acme", "properties", "first_name", "step")),
    st.sampled_from(("varchar", "double", "monetary", "set", "enum", "user", "date", "time")),
    st.sampled_from(("Ana", "1.5", "-1", "1e9", "NaN", "3,17", "2026-02-30", "5 EUR", "AA==")),
    st.sampled_from(("javascript:x", "<b>x<script>", "<a " * 500, "\U0001f600" * 100)),
    st.text(max_size=40),
)
_EDGES = (0, 1, -1, 2, 12, 500, 501, 999_999_999, 10**9, 2**31 - 1, -(2**31))
_LONG_EDGES = (*_EDGES, 2**31, 2**53, 2**63 - 1, -(2**63), 253_402_300_799, -62_135_596_800)
_VALUES: Mapping[int, st.SearchStrategy[object]] = {
    FieldDescriptor.CPPTYPE_INT32: st.sampled_from(_EDGES) | st.integers(-(2**31), 2**31 - 1),
    FieldDescriptor.CPPTYPE_INT64: st.sampled_from(_LONG_EDGES) | st.integers(-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_STRING: _TEXTS,
    FieldDescriptor.CPPTYPE_BOOL: st.booleans(),
}


@st.composite
def messages(draw: st.DrawFn, descriptor: Descriptor, depth: int = 0) -> Message:
    """Draw a message of this type, of usual values but for some, of any values now and then."""
    oddity = draw(st.sampled_from((0, 1, 1, 8))) if depth == 0 else 1
    message = GetMessageClass(descriptor)()
    for field in descriptor.fields:
        is_filled = field.name == "account_id" or draw(st.integers(0, 3)) > 0
        if is_filled and depth < _DEEPEST:
            _fill(draw, message, field, depth, oddity)
    return message


def _fill(
    draw: st.DrawFn, message: Message, field: FieldDescriptor, depth: int, oddity: int
) -> None:
    of_field = getattr(message, field.name)
    is_odd = draw(st.integers(0, 9)) < oddity
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        for number in range(draw(st.sampled_from((1, 1, 2, _MANY if is_odd else 1)))):
            key = draw(_TEXTS) if is_odd else _USUAL.get(field.name, "key")
            of_field[f"{key}{number or ''}"] = draw(_TEXTS)
    elif field.is_repeated:
        # One value many times over: what counts is how many there are.
        many = draw(st.sampled_from((1, 2, 3, _MANY))) if is_odd else 1
        of_field.extend([draw(_value(field, depth, is_odd=is_odd))] * many)
    elif field.message_type is not None:
        of_field.CopyFrom(draw(_value(field, depth, is_odd=is_odd)))
    else:
        setattr(message, field.name, draw(_value(field, depth, is_odd=is_odd)))


def _value(field: FieldDescriptor, depth: int, *, is_odd: bool) -> st.SearchStrategy[object]:
    if field.message_type is not None:
        return messages(field.message_type, depth + 1)
    if field.enum_type is not None:
        known = [*field.enum_type.values_by_number]
        return st.sampled_from([*known, 99] if is_odd else known[1:])
    if not is_odd and field.name in _USUAL:
        return st.just(_USUAL[field.name])
    return _VALUES[field.cpp_type]
