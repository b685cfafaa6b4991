"""Values as JSON text."""

import json
from dataclasses import replace

import pytest

from adapters.sql.codec import from_json, to_json
from domain.model.connection import Grant
from domain.sync.record import Record
from tests.contracts.store.builders import LATER, a_record
from tests.contracts.store.full_record import FULL


def test_a_record_comes_back_as_it_was_written() -> None:
    assert from_json(Record, to_json(FULL)) == FULL


def test_fields_that_have_their_default_are_left_out() -> None:
    assert json.loads(to_json(a_record("r"))) == {"record_id": "r"}


def test_a_key_that_nobody_knows_is_an_error_and_not_dropped() -> None:
    with pytest.raises(TypeError):
        from_json(Record, '{"record_id": "r", "surprise": 1}')


def test_the_text_holds_only_what_every_database_takes() -> None:
    text = to_json(replace(a_record("r"), carry="\x00 \ud83d ü"))

    assert text.isascii()
    assert text.isprintable()


def test_the_order_of_a_set_does_not_matter() -> None:
    grant = Grant(
        access_token="a",
        refresh_token="r",
        api_domain="https://a.pipedrive.com",
        expires_at=LATER,
        scopes=frozenset("edcba"),
    )

    assert json.loads(to_json(grant))["scopes"] == list("abcde")
    assert from_json(Grant, to_json(grant)) == grant
