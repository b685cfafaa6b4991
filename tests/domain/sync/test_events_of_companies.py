"""What webhooks tell of contacts whose company is called otherwise than when we wrote it."""

from domain.model.values import COMPANY, FIRST_NAME, CompanyId, Value
from domain.sync.answers import begin_update
from domain.sync.events import Told, observe_event
from domain.sync.plan import Read
from tests.domain.sync.building import REMOTE, Life, a_life, at

HOUSE, PALACE = CompanyId(1), CompanyId(2)


def moving(*names: str, called: float = 1) -> Life:
    """Return a contact whom our write of these fields, left at 2 s, puts into the house."""
    life = a_life(first_name="Ada", company="Tent")
    life.call(called, first_name="Bea", company="House")
    life.record = begin_update(life.record, frozenset(names), at(2), HOUSE)
    return life


def tell(life: Life, fields: dict[str, Value], *, into: CompanyId) -> None:
    """Tell that our own user changed these fields over the API at 3.4 s."""
    before: dict[str, Value] = {FIRST_NAME: "Ada", COMPANY: "Tent"}
    told = Told(
        at=at(3.4),
        fields=fields,
        previous={name: before[name] for name in fields},
        maybe_ours=True,
        company_id=into,
    )
    life.record = observe_event(life.record, told, at(3.4)).record


def test_our_write_is_known_by_its_company_whatever_that_is_called_now() -> None:
    life = moving(FIRST_NAME, COMPANY)

    tell(life, {FIRST_NAME: "Bea", COMPANY: "Hut"}, into=HOUSE)

    assert life.record.writes[0].echo_at == at(3.4)
    assert life.truth(COMPANY) == "House"
    assert life.record.fields[FIRST_NAME].last_edit is None


def test_a_new_name_that_only_the_echo_of_our_write_shows_is_read_if_its_event_does_not_come() -> (
    None
):
    life = moving(FIRST_NAME, COMPANY)
    life.answer(2, 3, 3.1, first_name="Bea", company="House")

    tell(life, {FIRST_NAME: "Bea", COMPANY: "Hut"}, into=HOUSE)

    assert life.record.fields[COMPANY].unexplained == at(3.4)
    assert life.step(304) == Read(REMOTE)


def test_another_company_of_the_same_name_is_not_what_we_wrote() -> None:
    life = moving(COMPANY)

    tell(life, {COMPANY: "House"}, into=PALACE)

    assert life.record.writes[0].landed is None


def test_who_leaves_the_renamed_company_of_our_open_write_has_seen_it() -> None:
    life = moving(COMPANY, called=20)
    told = Told(
        at=at(3.4),
        fields={COMPANY: "Palace"},
        previous={COMPANY: "Hut"},
        maybe_ours=False,
        company_id=PALACE,
        previous_company_id=HOUSE,
    )

    life.record = observe_event(life.record, told, at(4)).record

    assert life.truth(COMPANY) == "Palace"
