"""How a connection is kept equal when webhooks are lost: what was looked through, and found."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.model.values import RemoteId


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a look through Pipedrive's lists has shown.

    *differing* records hold something that no event had told of, *added* were not known,
    *duplicates* were made by late requests of ours, *missing* ones are no longer listed.
    """

    compared: int = 0
    differing: int = 0
    added: int = 0
    duplicates: int = 0
    missing: int = 0

    def plus(self, other: "Findings") -> "Findings":
        """Return the sums."""
        return Findings(
            compared=self.compared + other.compared,
            differing=self.differing + other.differing,
            added=self.added + other.added,
            duplicates=self.duplicates + other.duplicates,
            missing=self.missing + other.missing,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A look through the lists, page by page.

    *place* is the number of the list that is read, *cursor* its next page and *last_id* the
    highest id of its pages before, *absent* are those that these should have shown.
    """

    began_at: datetime
    place: int = 0
    cursor: str | None = None
    last_id: int = 0
    absent: tuple[RemoteId, ...] = ()
    findings: Findings = field(default_factory=Findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The last walk that was finished: *began_at* is until when everything is known."""

    began_at: datetime
    finished_at: datetime
    findings: Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """The sweep (what changed lately) and the audit (everything): under way, and the last one.

    *catalog_read_at* is when the set-up was read last: users, pipelines, stages, fields.
    """

    sweep: Walk | None = None
    swept: Report | None = None
    audit: Walk | None = None
    audited: Report | None = None
    catalog_read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """How our webhook subscriptions fare.

    *secret* is the number of the password that they are made with; the one before is valid too.
    *silent_since* is when changes were found that should have been told of, but nothing was.
    *reason* and *message* say why Pipedrive refused to subscribe us; empty while all is well.
    """

    secret: int = 0
    secret_made_at: datetime | None = None
    checked_at: datetime | None = None
    last_event_at: datetime | None = None
    silent_since: datetime | None = None
    reason: str = ""
    message: str = ""
