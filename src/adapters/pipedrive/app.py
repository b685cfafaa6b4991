"""Who we are to Pipedrive."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PipedriveApp:
    """The app's credentials and addresses; *sandbox_url* is set only where a sandbox stands in."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    oauth_url: str
    sandbox_url: str | None = None
