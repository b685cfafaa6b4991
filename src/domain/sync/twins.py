"""What a person wrote on a twin that a late POST of ours made, before the twin is merged away."""

from dataclasses import replace

from domain.model.values import Side
from domain.sync.compete import Edit, Seen, judged
from domain.sync.reads import Reading
from domain.sync.record import FieldState, Lost, Record
from domain.sync.stamp import end_of_second


def observe_twin(record: Record, reading: Reading, made_for: Record) -> Seen:
    """Let the twin's values compete, except those that we wrote ourselves.

    The twin was *made_for* a record that may be merged into this one by now.
    """
    states = dict(record.fields)
    lost: tuple[Lost, ...] = ()
    at = end_of_second(reading.update_time)
    writes = (*record.writes, *made_for.writes)
    for name, value in reading.fields.items():
        ours = {write.fields[name].value for write in writes if name in write.fields}
        if value in ours or value is None:
            continue
        edit = Edit(value=value, side=Side.PIPEDRIVE, own_time=at, saw=False)
        states[name], beaten = judged(record.record_id, name, states.get(name, FieldState()), edit)
        lost += beaten
    return Seen(replace(record, fields=states), lost)
