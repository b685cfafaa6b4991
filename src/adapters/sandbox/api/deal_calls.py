"""Creation, update and archived list of deals (v2); the rest is as for every record."""

from adapters.sandbox.api.call import Call
from adapters.sandbox.api.record_calls import changes, living, shown, values_of
from adapters.sandbox.api.record_lists import listed_records
from adapters.sandbox.checks import instant
from adapters.sandbox.company.boards import STAGE
from adapters.sandbox.company.deals import DEAL, completed
from adapters.sandbox.errors import invalid
from adapters.sandbox.exchange import Json, Response


def create_deal(call: Call) -> Response:
    values = values_of(DEAL, call, more={"add_time": instant})
    if "title" not in values:
        raise invalid("title", "is required")
    return shown(DEAL, call, changes(DEAL, call).create(_completed(call, {}, values)))


def update_deal(call: Call) -> Response:
    record = living(DEAL, call, call.id(DEAL.title))
    values = values_of(DEAL, call, more={})
    whole = _completed(call, record.fields, values)
    return shown(DEAL, call, changes(DEAL, call).update(record, whole))


def list_archived_deals(call: Call) -> Response:
    return listed_records(DEAL, call, archived=True)


def _completed(call: Call, before: Json, values: Json) -> Json:
    return completed(before, values, call.company.tables[STAGE.entity].living(), call.now)
