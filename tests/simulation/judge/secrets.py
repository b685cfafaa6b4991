"""No secret is told to anybody, nor kept in clear (I18); nothing crosses accounts (I9)."""

from collections.abc import Iterator

from adapters.sandbox.oauth.apps import App
from tests.simulation.story.stage import Stage

_SHORTEST = 8


def told(stage: Stage) -> list[str]:
    """Return the secrets that stand in the operator's notes or in clear in the database."""
    notes = repr(stage.world.notes)
    stored = stage.world.database.everything()
    found = list[str]()
    for name, secret in _secrets(stage):
        if secret in notes:
            found.append(f"I18 {name} is noted")
        if secret in stored:
            found.append(f"I18 {name} is stored in clear")
    return found


def crossed(stage: Stage) -> list[str]:
    """Return what one account's people wrote and another account's sides show."""
    if stage.story.few_values or len(stage.world.accounts) == 1:
        return []
    own = {
        account.account_id: _shown(stage, account.account_id) for account in stage.world.accounts
    }
    return [
        f"I9 {value!r} of {thing[0]} is shown in {account_id}"
        for thing, history in stage.diary.edits.items()
        for edits in history.edits.values()
        for value in {one.value for one in edits}
        for account_id, shown in own.items()
        if account_id != thing[0] and value is not None and _is_unique(value) and value in shown
    ]


def _secrets(stage: Stage) -> Iterator[tuple[str, str]]:
    yield "the client's secret", App().client_secret
    for account in stage.world.accounts:
        grants = account.sandbox.grants
        yield from (("an access token", one) for one in grants.access)
        yield from (("a refresh token", one) for one in grants.refresh)
        for webhook in account.sandbox.company.webhooks.values():
            password = webhook.http_auth_password or ""
            if len(password) >= _SHORTEST:
                yield "a webhook's password", password


def _shown(stage: Stage, account_id: str) -> set[str]:
    account = next(one for one in stage.world.accounts if one.account_id == account_id)
    here = {
        value
        for row in account.vixiees.side.rows.values()
        for value in row.fields.values()
        if value is not None
    }
    tables = account.sandbox.company.tables
    there = {
        str(value)
        for entity in ("person", "deal", "organization")
        for record in tables[entity].living()
        for value in record.fields.values()
    }
    return here | there


def _is_unique(value: str) -> bool:
    """Tell whether the value can only have been made by one deed."""
    return value.rpartition(" ")[0] in {"first_name", "last_name", "title", "company"}
