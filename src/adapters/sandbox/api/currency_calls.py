"""Currencies (v1 `/currencies`): read only; this list has no pages."""

from adapters.sandbox.api.call import Call
from adapters.sandbox.checks import checked
from adapters.sandbox.company.currencies import CURRENCIES, shown
from adapters.sandbox.exchange import Response, succeeded
from adapters.sandbox.queries import some_text


def list_currencies(call: Call) -> Response:
    """List all currencies, inactive ones too, or those whose name or code holds a term."""
    term = str(checked(call.query, {"term": some_text}).get("term", "")).lower()
    return succeeded(
        [
            shown(number, one)
            for number, one in enumerate(CURRENCIES, start=1)
            if term in one.code.lower() or term in one.name.lower()
        ]
    )
