"""The primary phone, and what is carried along beside it."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.pipedrive.phones import Phone, carried, primary_of, replaced

_TEXT = st.text("0123456789+ ", min_size=1, max_size=6).filter(str.strip).map(str.strip)
_PHONES = st.lists(st.builds(Phone, value=_TEXT, label=_TEXT, primary=st.booleans()), max_size=5)


def test_the_marked_phone_is_the_primary_one() -> None:
    phones = [Phone(value="1"), Phone(value="2", primary=True)]
    assert primary_of(phones) == "2"


def test_the_first_phone_is_the_primary_one_if_none_is_marked() -> None:
    assert primary_of([Phone(value="1"), Phone(value="2")]) == "1"


def test_blank_phones_are_no_phones() -> None:
    assert primary_of([Phone(value="", primary=True), Phone(value=None)]) is None
    assert primary_of([Phone(value=" ", primary=True), Phone(value=" 1 ")]) == "1"


def test_what_is_carried_may_be_nonsense() -> None:
    alone = [{"value": "1", "label": "work", "primary": True}]
    assert replaced("", "1") == replaced("{", "1") == replaced('{"a": 1}', "1") == alone


@given(phones=_PHONES, value=_TEXT)
def test_writing_a_phone_makes_it_the_only_primary_one(phones: list[Phone], value: str) -> None:
    written = [Phone.model_validate(entry) for entry in replaced(carried(phones), value)]
    assert primary_of(written) == value
    assert [phone.primary for phone in written].count(True) == 1


@given(phones=_PHONES, value=_TEXT)
def test_writing_a_phone_keeps_all_others(phones: list[Phone], value: str) -> None:
    before = primary_of(phones)
    others = [one.value for one in phones if one.value not in {before, value}]
    written = [entry["value"] for entry in replaced(carried(phones), value)]
    assert [one for one in written if one not in {before, value}] == others


@given(phones=_PHONES)
def test_writing_the_same_phone_changes_no_label(phones: list[Phone]) -> None:
    before = primary_of(phones)
    if before is not None:
        labels = {(entry["value"], entry["label"]) for entry in replaced(carried(phones), before)}
        assert labels <= {(one.value, one.label) for one in phones}
