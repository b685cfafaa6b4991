"""Lenient reading of the JSON that Pipedrive answers; what it holds is checked by its shape."""

import json

from adapters.pipedrive.json_body import Json


def json_in(body: bytes) -> object:
    """Return what the body holds, half surrogates included. Raises ValueError."""
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def object_if_any(body: bytes) -> Json | None:
    """Return the object that the body holds; None when it is something else, as a proxy's page."""
    try:
        value = json_in(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
