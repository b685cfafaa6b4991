"""How a connection is kept equal, into answers."""

from adapters.grpc_server.instants import timestamp_of
from domain.model.upkeep import Findings as DomainFindings
from domain.model.upkeep import Report
from domain.model.upkeep import Upkeep as DomainUpkeep
from domain.model.upkeep import Webhooks as DomainWebhooks
from vixiees.pipedrive.v1.upkeep_pb2 import Findings, Look, Upkeep, Webhooks


def upkeep(shown: DomainUpkeep) -> Upkeep:
    """Return the last looks."""
    return Upkeep(
        sweep=_look(shown.swept),
        audit=_look(shown.audited),
        audit_so_far=_findings(shown.audit.findings) if shown.audit is not None else None,
    )


def webhooks(shown: DomainWebhooks) -> Webhooks:
    """Return how Pipedrive tells of its changes."""
    return Webhooks(
        check_time=timestamp_of(shown.checked_at),
        last_event_time=timestamp_of(shown.last_event_at),
        silent_since=timestamp_of(shown.silent_since),
        reason=shown.reason,
        message=shown.message,
    )


def _look(report: Report | None) -> Look | None:
    if report is None:
        return None
    return Look(
        start_time=timestamp_of(report.began_at),
        finish_time=timestamp_of(report.finished_at),
        findings=_findings(report.findings),
    )


def _findings(found: DomainFindings) -> Findings:
    return Findings(
        compared=found.compared,
        differing=found.differing,
        added=found.added,
        duplicates=found.duplicates,
        missing=found.missing,
    )
