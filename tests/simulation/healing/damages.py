"""What can be wrong in the database: a part of what is known of the records is false or gone."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.sync.record import FieldState, Record

Change = Callable[[Record], Record]
_FALSE = "12345"


def _of_fields(change: Callable[[FieldState], FieldState]) -> Change:
    def changed(record: Record) -> Record:
        return replace(record, fields={name: change(one) for name, one in record.fields.items()})

    return changed


def _false_remote(state: FieldState) -> FieldState:
    return (
        state
        if state.remote is None
        else replace(state, remote=replace(state.remote, value=_FALSE))
    )


def _false_local(state: FieldState) -> FieldState:
    return (
        state if state.local is None else replace(state, local=replace(state.local, value=_FALSE))
    )


OF_RECORDS: Mapping[str, Change] = {
    "what Pipedrive holds is forgotten": _of_fields(lambda one: replace(one, remote=None)),
    "what Pipedrive holds is false": _of_fields(_false_remote),
    "what Vixiees holds is forgotten": _of_fields(lambda one: replace(one, local=None, shown=())),
    "what Vixiees holds is false": _of_fields(_false_local),
    "what both should hold is forgotten": _of_fields(lambda one: replace(one, truth=None)),
    "what was sent is forgotten": _of_fields(lambda one: replace(one, sent=())),
    "all fields are forgotten": lambda one: replace(one, fields={}),
    "our writes are forgotten": lambda one: replace(one, writes=(), attempts=(), call=None),
    "the links are forgotten": lambda one: replace(one, remote_id=None, linked_at=None),
    "links and writes are forgotten": lambda one: replace(
        one, remote_id=None, linked_at=None, writes=(), attempts=(), call=None
    ),
    "all wait for the first import": lambda one: replace(one, held=True),
    "the companies of the persons are forgotten": lambda one: replace(one, company_id=None),
}
OF_TABLES: Mapping[str, str] = {
    "nothing is due any more": "DELETE FROM works",
    "no end is remembered": "DELETE FROM ends",
    "no company is known": "DELETE FROM companies",
    "companies have other names": "UPDATE companies SET name = name || ' AG'",
    "the catalog is forgotten": """
        DELETE FROM catalog WHERE kind NOT IN ('playbook', 'pipeline_mapping')
    """,
    "no event is remembered": "DELETE FROM inbox",
}
