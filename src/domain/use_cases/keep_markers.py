"""Our own custom field of contacts and of deals: it holds the id that tells what we created."""

from collections.abc import Sequence
from dataclasses import replace

from domain.model.catalog import Property
from domain.model.values import Kind
from domain.ports.crm import Markers
from domain.ports.store import Tx
from domain.use_cases.driven import Driven

MARKER_FIELD = "Vixiees ID"
_MARKED = (Kind.CONTACT, Kind.DEAL)
_TEXT_TYPES = frozenset({"varchar", "text"})


async def keep_markers(driven: Driven, properties: Sequence[Property]) -> None:
    """Make the fields where they are missing, also where somebody has deleted one.

    *properties* are all fields that the company has. Raises CrmError.
    """
    markers = {kind: await _code(driven, kind, properties) for kind in _MARKED}
    if markers != driven.connection.markers:
        await driven.transact(lambda tx: _remember(tx, driven, markers))


async def _code(driven: Driven, kind: Kind, properties: Sequence[Property]) -> str:
    """Return the code of our field: a renamed one stays ours, one of our name is taken."""
    known = driven.connection.markers[kind]
    texts = [one for one in properties if one.kind is kind and one.type in _TEXT_TYPES]
    named = [one.code for one in texts if one.is_custom and one.name == MARKER_FIELD]
    found = [one.code for one in texts if one.code == known] or named
    if found:
        return found[0]
    code = await driven.crm.create_property(kind, MARKER_FIELD)
    made = Property(kind=kind, code=code, name=MARKER_FIELD, type="varchar", is_custom=True)
    await driven.transact(lambda tx: tx.catalog(driven.connection_id).put([made]))
    return code


def _remember(tx: Tx, driven: Driven, markers: Markers) -> None:
    connection = tx.connections.hold(driven.connection_id)
    tx.connections.put(
        replace(
            connection,
            marker_field=markers[Kind.CONTACT],
            deal_marker_field=markers[Kind.DEAL],
        )
    )
