"""Activities and their policies between the domain's words and messages."""

from adapters.grpc_server.activity_words import LANGUAGES, UNKNOWN_NUMBERS
from adapters.grpc_server.requests import account_faults, fault, raise_any
from domain.activity.view import ActivityView
from domain.model.activity_policy import ActivityPolicy as DomainPolicy
from domain.model.activity_policy import Language as DomainLanguage
from domain.model.activity_policy import Unknown
from domain.model.values import AccountId
from vixiees.pipedrive.v1.activity_pb2 import (
    Activity,
    ActivityPolicy,
    ActivityState,
    Language,
    UnknownNumber,
)
from vixiees.pipedrive.v1.activity_pb2 import (
    ActivityKind as KindMessage,
)
from vixiees.pipedrive.v1.activity_service_pb2 import SetActivityPolicyRequest


def activity(view: ActivityView) -> Activity:
    """Return an activity."""
    return Activity(
        kind=KindMessage.Value(f"ACTIVITY_KIND_{view.kind.name}"),
        source_ids=view.source_ids,
        state=ActivityState.Value(f"ACTIVITY_STATE_{view.state.name}"),
        reason=view.reason,
        message=view.message,
        contact_ids=view.contact_ids,
        deal_id=view.deal_id or "",
        pipedrive_id=view.remote_id,
    )


def policy(shown: DomainPolicy) -> ActivityPolicy:
    """Return a policy."""
    return ActivityPolicy(
        unknown_number=UnknownNumber.Value(f"UNKNOWN_NUMBER_{shown.unknown.name}"),
        language=Language.Value(f"LANGUAGE_{shown.language.name}"),
        region=shown.region,
        own_numbers=shown.own_numbers,
        fallback_owner_email=shown.fallback_owner,
        types=dict(shown.types),
        wording=dict(shown.wording),
    )


def handed_policy(request: SetActivityPolicyRequest) -> tuple[AccountId, DomainPolicy]:
    """Read a policy. Raises InvalidInput."""
    given = request.policy
    unknown = UNKNOWN_NUMBERS.get(given.unknown_number)
    language = LANGUAGES.get(given.language)
    faults = account_faults(request.account_id)
    if not request.HasField("policy"):
        faults.append(fault("policy", "REQUIRED", "send the policy."))
    if unknown is None and given.unknown_number:
        message = "there is no such choice."
        faults.append(fault("policy.unknown_number", "UNKNOWN_VALUE", message))
    if language is None and given.language:
        faults.append(fault("policy.language", "UNKNOWN_VALUE", "there is no such language."))
    raise_any(faults)
    read = DomainPolicy(
        unknown=unknown or Unknown.LOG_ON_NOBODY,
        language=language or DomainLanguage.ENGLISH,
        region=given.region.strip().upper(),
        own_numbers=tuple(one.strip() for one in given.own_numbers),
        fallback_owner=given.fallback_owner_email.strip(),
        types=dict(given.types),
        wording=dict(given.wording),
    )
    return AccountId(request.account_id), read
