"""What webhooks tell of contacts that we created ourselves."""

from domain.model.values import FIRST_NAME, PHONE
from domain.sync.events import Told, observe_event
from tests.domain.sync.building import (
    Life,
    a_posted_life,
    at,
)


def created(*, told: dict[str, str | None]) -> Life:
    """Return a contact that we created at 1 s, after the event of that creation at 2.2 s."""
    life = a_posted_life()
    life.answer(1, 2, 3, first_name="Ada", phone="1", last_name="Nobody")
    news = Told(
        at=at(2.2), fields=told, previous=dict.fromkeys(told), maybe_ours=True, created=True
    )
    life.record = observe_event(life.record, news, at(4)).record
    return life


def test_the_event_of_our_own_creation_is_its_echo_with_what_pipedrive_filled_in() -> None:
    life = created(told={FIRST_NAME: "Ada", PHONE: "1", "last_name": "Nobody"})

    assert life.record.writes[0].echo_at == at(2.2)
    assert all(state.last_edit is None for state in life.record.fields.values())


def test_what_the_event_of_a_creation_tells_beyond_the_answer_is_an_edit() -> None:
    life = created(told={FIRST_NAME: "Ada", PHONE: "1", "last_name": "Bell"})

    assert life.record.fields[FIRST_NAME].last_edit is None
    edit = life.record.fields["last_name"].last_edit or life.record.fields["last_name"].tie
    assert edit is not None
    assert edit.value == "Bell"
