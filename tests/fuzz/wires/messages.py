"""Messages of any type, made from their descriptors: a new field is tried without being named."""

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from hypothesis import strategies as st

_DEEPEST = 4
_ACCOUNT = "account_id"
_TEXTS = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                " ",
                "c-1",
                "d-1",
                "42",
                "brain",
                "s1",
                "acme",
                "x" * 129,
                "x" * 3000,
                "\0",
                "a\nb",
            ),
            *("varchar", "double", "monetary", "set", "enum", "user", "date", "daterange", "text"),
            *("Ana", "\u202e", "\U0001f600" * 100, "9" * 5000, "1.5", "-1", "1e9", "NaN", "EUR"),
            *("boss@acme.test", "+34612345678", "https://r.example/1", "javascript:x", "AA=="),
            *(
                "properties",
                "first_name",
                "step",
                "contact_id",
                "<b>x<script>",
                "2026-02-30",
                "1,2",
            ),
        ]
    ),
    st.text(max_size=40),
)
_EDGES = (0, 1, -1, 2, 12, 500, 501, 999_999_999, 10**9, 2**31 - 1, -(2**31))
_LONG_EDGES = (*_EDGES, 2**31, 2**53, 2**63 - 1, -(2**63), 253_402_300_799, 1_795_428_000)
_WHOLE = {
    FieldDescriptor.CPPTYPE_INT32: (st.sampled_from(_EDGES), -(2**31), 2**31 - 1),
    FieldDescriptor.CPPTYPE_INT64: (st.sampled_from(_LONG_EDGES), -(2**63), 2**63 - 1),
}


def messages(descriptor: Descriptor) -> st.SearchStrategy[Message]:
    """Return messages of this type, now and then one with very many repetitions."""
    return _message(descriptor, 0)


@st.composite
def _message(draw: st.DrawFn, descriptor: Descriptor, depth: int) -> Message:
    message = GetMessageClass(descriptor)()
    for field in descriptor.fields:
        if field.name == _ACCOUNT:
            message.account_id = draw(st.sampled_from(["acme"] * 9 + ["", "other", "a b"]))  # type: ignore[attr-defined]
        elif depth < _DEEPEST and draw(st.integers(0, 3)):
            _fill(draw, message, field, depth)
    return message


def _fill(draw: st.DrawFn, message: Message, field: FieldDescriptor, depth: int) -> None:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        _fill_map(draw, message, field)
    elif field.is_repeated:
        many = draw(st.sampled_from([1, 1, 1, 2, 3, 205]))
        # One value many times over: what counts is how many there are.
        value = draw(_value(field, depth))
        getattr(message, field.name).extend([value] * many)
    elif field.message_type is not None:
        getattr(message, field.name).CopyFrom(draw(_value(field, depth)))
    else:
        setattr(message, field.name, draw(_value(field, depth)))


def _fill_map(draw: st.DrawFn, message: Message, field: FieldDescriptor) -> None:
    many = draw(st.sampled_from([1, 1, 2, 205]))
    key = draw(_TEXTS)
    for number in range(many):
        getattr(message, field.name)[f"{key}{number or ''}"] = draw(_TEXTS) if number < 2 else key


def _value(field: FieldDescriptor, depth: int) -> st.SearchStrategy[object]:
    if field.message_type is not None:
        return _message(field.message_type, depth + 1)
    if field.enum_type is not None:
        return st.sampled_from([*field.enum_type.values_by_number, 99])
    if field.cpp_type in _WHOLE:
        edges, least, most = _WHOLE[field.cpp_type]
        return edges | st.integers(least, most)
    return _OTHERS[field.cpp_type]


_OTHERS = {
    FieldDescriptor.CPPTYPE_STRING: _TEXTS,
    FieldDescriptor.CPPTYPE_BOOL: st.booleans(),
}
