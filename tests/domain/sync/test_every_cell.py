"""Every meeting of what happened here (Vixiees) and there (Pipedrive), in both orders of news."""

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import pytest

from domain.model.change import ChangeType
from domain.model.values import FIRST_NAME, Side
from domain.sync.plan import Remove, Update
from tests.domain.sync.building import REMOTE, Life, a_life

NOTHING = None
WRITE = Update(frozenset({FIRST_NAME}))
REMOVE = Remove(REMOTE)
GONE = ChangeType.DELETED


class Cell(NamedTuple):
    """What happened on each side and what has to come of it.

    *told_if_here_first* is what Vixiees is told when its own news comes first: names, or GONE.
    """

    here: str
    there: str
    truth: str
    step: Update | Remove | None
    told_if_here_first: list[str | ChangeType]
    told_if_there_first: list[str | ChangeType]


HERE = ("-", "edit", "delete")
THERE = (
    "-",
    *("edit at 9", "edit at 10", "edit at 20"),
    *("same edit at 9", "same edit at 10", "same edit at 20"),
    "delete",
)

# Both begin with Ada. Vixiees edits to Bea in second 10, Pipedrive to Cleo, or to Bea as well.
TABLE = [
    # here, there, truth, step at Pipedrive, told if here comes first, told if there comes first
    Cell("-", "-", "Ada", NOTHING, [], []),
    Cell("-", "edit at 9", "Cleo", NOTHING, ["Cleo"], ["Cleo"]),
    Cell("-", "edit at 10", "Cleo", NOTHING, ["Cleo"], ["Cleo"]),
    Cell("-", "edit at 20", "Cleo", NOTHING, ["Cleo"], ["Cleo"]),
    Cell("-", "same edit at 9", "Bea", NOTHING, ["Bea"], ["Bea"]),
    Cell("-", "same edit at 10", "Bea", NOTHING, ["Bea"], ["Bea"]),
    Cell("-", "same edit at 20", "Bea", NOTHING, ["Bea"], ["Bea"]),
    Cell("-", "delete", "Ada", NOTHING, [GONE], [GONE]),
    Cell("edit", "-", "Bea", WRITE, [], []),
    Cell("edit", "edit at 9", "Bea", WRITE, [], ["Cleo", "Bea"]),
    Cell("edit", "edit at 10", "Cleo", NOTHING, ["Cleo"], ["Cleo"]),
    Cell("edit", "edit at 20", "Cleo", NOTHING, ["Cleo"], ["Cleo"]),
    Cell("edit", "same edit at 9", "Bea", NOTHING, [], ["Bea"]),
    Cell("edit", "same edit at 10", "Bea", NOTHING, [], ["Bea"]),
    Cell("edit", "same edit at 20", "Bea", NOTHING, [], ["Bea"]),
    Cell("edit", "delete", "Bea", NOTHING, [GONE], [GONE]),
    Cell("delete", "-", "Ada", REMOVE, [], []),
    Cell("delete", "edit at 9", "Cleo", REMOVE, [], ["Cleo", GONE]),
    Cell("delete", "edit at 10", "Cleo", REMOVE, [], ["Cleo", GONE]),
    Cell("delete", "edit at 20", "Cleo", REMOVE, [], ["Cleo", GONE]),
    Cell("delete", "same edit at 9", "Bea", REMOVE, [], ["Bea", GONE]),
    Cell("delete", "same edit at 10", "Bea", REMOVE, [], ["Bea", GONE]),
    Cell("delete", "same edit at 20", "Bea", REMOVE, [], ["Bea", GONE]),
    Cell("delete", "delete", "Ada", NOTHING, [], [GONE]),
]


def here(life: Life, what: str) -> None:
    match what:
        case "edit":
            life.call(10, first_name="Bea")
        case "delete":
            life.delete_here(10)
        case _:
            pass


def there(life: Life, what: str) -> None:
    match what.split(" at "):
        case ["delete"]:
            life.delete_there(20)
        case ["edit", second]:
            life.webhook(float(second) + 0.5, {FIRST_NAME: "Ada"}, first_name="Cleo")
        case ["same edit", second]:
            life.webhook(float(second) + 0.5, {FIRST_NAME: "Ada"}, first_name="Bea")
        case _:
            pass


def told(life: Life) -> list[str | ChangeType | None]:
    return [one.fields.get(FIRST_NAME, one.type) for one in life.published]


def name(cell: Cell) -> str:
    return f"{cell.here} here, {cell.there} there"


Happening = Callable[[Life, str], None]


@pytest.mark.parametrize("first", Side)
@pytest.mark.parametrize("cell", TABLE, ids=name)
def test_what_comes_of_each_meeting(cell: Cell, first: Side) -> None:
    life = a_life(first_name="Ada")
    news: list[tuple[Happening, str]] = [(here, cell.here), (there, cell.there)]
    for happens, what in news if first is Side.VIXIEES else reversed(news):
        happens(life, what)

    expected = cell.told_if_here_first if first is Side.VIXIEES else cell.told_if_there_first
    assert (life.truth(FIRST_NAME), life.step(60), told(life)) == (cell.truth, cell.step, expected)


def test_the_table_is_complete() -> None:
    assert {(cell.here, cell.there) for cell in TABLE} == set(product(HERE, THERE))
