"""All flows: what people do, what the service does by itself, and what comes between."""

from collections.abc import Mapping

from tests.simulation.exhaustive.deeds import spell
from tests.simulation.exhaustive.flow import Flow
from tests.simulation.exhaustive.properties import unequal
from tests.simulation.story.deed import Deed

Act = tuple[float, str, tuple[int, ...]]
CALL, EMAIL, TASK, NOTE = 3, 0, 1, 2
WITH_DEAL = 1


def _act(name: str, *numbers: int, after: float = 1.0) -> Act:
    return after, name, (*numbers, *(0,) * (4 - len(numbers)))


def _flow(name: str, *acts: Act, before: tuple[Act, ...] = (), **more: object) -> Flow:
    deeds = tuple(
        Deed(after=after, name=what, place=place, numbers=numbers)
        for place, (after, what, numbers) in enumerate([*before, *acts], 1)
    )
    early = len(before)
    return Flow(name=name, before=deeds[:early], deeds=deeds[early:], **more)  # type: ignore[arg-type]  # as Flow says


_CONTACT = _act("create contact here")
_PERSON = _act("create contact there")
_DEAL = _act("create deal here")
_DEAL_THERE = _act("create deal there")
_BOTH = (_CONTACT, _act("create deal here", after=10))
_NEW = frozenset({"not connected yet"})
_LOG_IN = _act("connect")
_MAP = _act("map anew", after=20)
_DAY = _act("a day passes", after=5)
_QUARTER = _act("a quarter of an hour passes", after=5)

_WITH_FIELD = (_CONTACT, _act("add field there"), _DAY)

_ALL = (
    _flow("a contact is created here", _CONTACT, creates=True),
    _flow("a contact is created there", _PERSON),
    _flow("a contact is edited here", _act("edit contact here", 0, 0, 0, 1), before=(_CONTACT,)),
    _flow("a contact is edited there", _act("edit contact there", 0, 0, 0, 1), before=(_CONTACT,)),
    _flow(
        "a contact gets another company here",
        _act("edit contact here", 0, 0, 3, 1),
        before=(_CONTACT,),
        creates=True,
    ),
    _flow("a contact is deleted here", _act("delete contact here"), before=(_CONTACT,)),
    _flow("a contact is deleted there", _act("delete contact there"), before=(_CONTACT,)),
    _flow(
        "a contact is created here and deleted at once",
        _CONTACT,
        _act("delete contact here", after=0.1),
        creates=True,
    ),
    _flow(
        "a contact is edited at both sides at once",
        _act("edit contact here", 0, 0, 0, 1),
        _act("edit contact there", 0, 0, 0, 1, after=0.003),
        before=(_CONTACT,),
    ),
    _flow(
        "two fields are edited, one at each side",
        _act("edit contact here", 0, 0, 0, 1),
        _act("edit contact there", 0, 0, 1, 1, after=0.003),
        before=(_CONTACT,),
    ),
    _flow(
        "a contact is deleted here and edited there",
        _act("delete contact here"),
        _act("edit contact there", 0, 0, 0, 1, after=0.003),
        before=(_CONTACT,),
    ),
    _flow("a contact is made at both sides", _act("meet"), creates=True),
    _flow(
        "two persons are merged", _act("merge contact there", 0, 1, 0), before=(_CONTACT, _PERSON)
    ),
    _flow("a person is copied with our id", _act("copy person there"), before=(_CONTACT,)),
    _flow("a company is renamed there", _act("rename company there"), before=(_CONTACT,)),
    _flow("a company is deleted there", _act("end company there"), before=(_CONTACT,)),
    _flow(
        "a deal of a new contact is created here",
        _CONTACT,
        _act("create deal here", after=0.05),
        creates=True,
    ),
    _flow(
        "a deal of a new person is created there", _PERSON, _act("create deal there", after=0.05)
    ),
    _flow("a deal is edited here", _act("edit deal here", 0, 0, 1, 1), before=_BOTH),
    _flow("a deal is moved here", _act("edit deal here", 0, 0, 3, 1), before=_BOTH),
    _flow("a deal is moved there", _act("edit deal there", 0, 0, 3, 1), before=_BOTH),
    _flow(
        "a deal is won here and lost there",
        _act("edit deal here", 0, 0, 2, 1),
        _act("edit deal there", 0, 1, 2, 1, after=0.003),
        before=_BOTH,
    ),
    _flow("a deal is deleted here", _act("delete deal here"), before=_BOTH),
    _flow("a deal is deleted there", _act("delete deal there"), before=_BOTH),
    _flow("two deals are merged", _act("merge deal there", 0, 1, 0), before=(*_BOTH, _DEAL_THERE)),
    _flow("the contact of a deal is deleted here", _act("delete contact here"), before=_BOTH),
    _flow("a call is logged", _act("log", 0, 0, CALL), before=(_CONTACT,), creates=True),
    _flow(
        "a call with a deal is logged",
        _act("log", 0, 0, CALL, WITH_DEAL),
        before=_BOTH,
        creates=True,
    ),
    _flow("an e-mail is logged", _act("log", 0, 0, EMAIL), before=(_CONTACT,), creates=True),
    _flow("a task is logged", _act("log", 0, 0, TASK), before=(_CONTACT,), creates=True),
    _flow("a note is logged", _act("log", 0, 0, NOTE), before=(_CONTACT,), creates=True),
    _flow(
        "a call is logged with a contact that is just being created",
        _CONTACT,
        _act("log", 0, 0, CALL, after=0.05),
        creates=True,
    ),
    _flow(
        "a recording comes late", _act("grow", 0, 0, 1), before=(_CONTACT, _act("log", 0, 0, CALL))
    ),
    _flow(
        "a recording comes before the call is written",
        _act("log", 0, 0, CALL),
        _act("grow", 0, 0, 1, after=0.1),
        before=(_CONTACT,),
        creates=True,
    ),
    _flow("a contact is erased", _act("erase"), before=(_CONTACT, _act("log", 0, 0, CALL))),
    _flow(
        "a contact is erased while it is created", _CONTACT, _act("erase", after=0.1), creates=True
    ),
    _flow("an account is connected", _LOG_IN, _MAP, traits=_NEW),
    _flow(
        "an account is connected, with its import", _PERSON, _DEAL_THERE, _LOG_IN, _MAP, traits=_NEW
    ),
    _flow(
        "an account is connected, and has been waited for",
        _CONTACT,
        _LOG_IN,
        _MAP,
        traits=_NEW,
        creates=True,
    ),
    _flow(
        "an account disconnects and connects again",
        _act("disconnect"),
        _act("edit contact here", 0, 0, 0, 1, after=5),
        _act("connect", after=40),
        before=(_CONTACT,),
    ),
    _flow("an account logs in again", _LOG_IN, before=(_CONTACT,)),
    _flow(
        "the app is uninstalled and installed again",
        _act("uninstall"),
        _act("connect", after=10),
        before=(_CONTACT,),
    ),
    _flow(
        "the access is revoked and given again",
        _act("revoke"),
        _act("edit contact here", 0, 0, 0, 1),
        _act("connect", after=10),
        before=(_CONTACT,),
    ),
    _flow(
        "the token ends before an edit",
        _act("expire tokens"),
        _act("edit contact here", 0, 0, 0, 1),
        before=(_CONTACT,),
    ),
    _flow("the token ends before a creation", _act("expire tokens"), _CONTACT, creates=True),
    _flow("lost subscriptions are renewed", _act("drop webhooks"), _DAY),
    _flow(
        "an edit that no webhook tells is found by the sweep",
        _act("drop webhooks"),
        _act("edit contact there", 0, 0, 0, 1),
        _QUARTER,
        before=(_CONTACT,),
    ),
    _flow(
        "a deletion that no webhook tells is found by the audit",
        _act("drop webhooks"),
        _act("delete contact there"),
        _DAY,
        before=(_CONTACT,),
    ),
    _flow("a day passes", _DAY, before=_BOTH),
    _flow(
        "no tokens are left for a while",
        _act("spell", *spell("F05 no tokens left", 100)),
        _CONTACT,
        creates=True,
    ),
    _flow(
        "bursts are small for a while",
        _act("spell", *spell("F05 small bursts", 20)),
        _CONTACT,
        _act("create contact there", after=0.05),
        creates=True,
    ),
    _flow(
        "a stage is without a step for a while",
        _act("map partly"),
        _act("edit deal here", 0, 0, 3, 1),
        _act("map anew", after=10),
        before=_BOTH,
    ),
    _flow(
        "a deal is moved here to a stage that was just deleted there",
        _act("delete stage there", 0, 1),
        _act("edit deal here", 0, 0, 3, 1, after=0.05),
        _act("edit deal here", 0, 0, 0, 1, after=5),
        _act("edit deal here", 0, 0, 3, 1, after=10),
        before=_BOTH,
    ),
    _flow(
        "a property is mapped",
        _act("map property"),
        also=unequal,
        before=(*_WITH_FIELD, _act("edit property there", after=10)),
    ),
    _flow(
        "a mapped property is edited here",
        _act("edit property here"),
        also=unequal,
        before=(
            *_WITH_FIELD,
            _act("map property", after=10),
            _act("edit property there", after=10),
        ),
    ),
    _flow(
        "a mapped property is edited there",
        _act("edit property there"),
        also=unequal,
        before=(*_WITH_FIELD, _act("map property", after=10)),
    ),
)
FLOWS: Mapping[str, Flow] = {one.name: one for one in _ALL}
