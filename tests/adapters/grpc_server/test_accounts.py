"""Every method checks whose account it is asked for."""

from collections.abc import AsyncIterable, Awaitable, Callable

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from tests.adapters.grpc_server.activity_calls import OF_ACCOUNT
from tests.adapters.grpc_server.calling import Service, refused
from vixiees.pipedrive.v1.catalog_pb2 import Playbook
from vixiees.pipedrive.v1.catalog_service_pb2 import (
    GetPipelineMappingRequest,
    GetPropertyMappingRequest,
    ListPipelinesRequest,
    ListPlaybooksRequest,
    ListPropertiesRequest,
    ListUsersRequest,
    PutPlaybookRequest,
    SetFallbackOwnerRequest,
    SetPipelineMappingRequest,
    SetPropertyMappingRequest,
)
from vixiees.pipedrive.v1.change_service_pb2 import AcknowledgeChangesRequest, WatchChangesRequest
from vixiees.pipedrive.v1.connection_service_pb2 import (
    DeletionPolicy,
    DisconnectRequest,
    GetConnectionRequest,
    ResumeConnectionRequest,
    SetDeletionPolicyRequest,
    StartConnectionRequest,
    WatchConnectionRequest,
)
from vixiees.pipedrive.v1.contact_pb2 import ContactFields
from vixiees.pipedrive.v1.contact_service_pb2 import (
    DeleteContactRequest,
    EraseContactRequest,
    GetContactRequest,
    ListContactsRequest,
    SyncContactRequest,
)
from vixiees.pipedrive.v1.deal_service_pb2 import (
    DeleteDealRequest,
    GetDealRequest,
    ListDealsRequest,
    SyncDealRequest,
)
from vixiees.pipedrive.v1.sync_service_pb2 import ForecastBudgetRequest


async def _end(stream: AsyncIterable[object]) -> None:
    async for _ in stream:
        pass


_WITH_ACCOUNT: dict[str, Callable[[Service, str], Awaitable[object]]] = {
    "ForecastBudget": lambda s, a: s.sync.ForecastBudget(ForecastBudgetRequest(account_id=a)),
    "StartConnection": lambda s, a: s.connections.StartConnection(
        StartConnectionRequest(account_id=a)
    ),
    "GetConnection": lambda s, a: s.connections.GetConnection(GetConnectionRequest(account_id=a)),
    "WatchConnection": lambda s, a: _end(
        s.connections.WatchConnection(WatchConnectionRequest(account_id=a))
    ),
    "ResumeConnection": lambda s, a: s.connections.ResumeConnection(
        ResumeConnectionRequest(account_id=a)
    ),
    "SetDeletionPolicy": lambda s, a: s.connections.SetDeletionPolicy(
        SetDeletionPolicyRequest(account_id=a, deletion_policy=DeletionPolicy.DELETION_POLICY_KEEP)
    ),
    "Disconnect": lambda s, a: s.connections.Disconnect(DisconnectRequest(account_id=a)),
    "SyncContact": lambda s, a: s.contacts.SyncContact(
        SyncContactRequest(
            account_id=a,
            contact_id="one",
            fields=ContactFields(first_name="Ana"),
            update_time=Timestamp(seconds=1_795_428_000),
        )
    ),
    "DeleteContact": lambda s, a: s.contacts.DeleteContact(
        DeleteContactRequest(account_id=a, contact_id="one")
    ),
    "EraseContact": lambda s, a: s.contacts.EraseContact(
        EraseContactRequest(account_id=a, contact_id="one")
    ),
    "GetContact": lambda s, a: s.contacts.GetContact(
        GetContactRequest(account_id=a, contact_id="one")
    ),
    "ListContacts": lambda s, a: s.contacts.ListContacts(ListContactsRequest(account_id=a)),
    "WatchChanges": lambda s, a: _end(s.changes.WatchChanges(WatchChangesRequest(account_id=a))),
    "ListUsers": lambda s, a: s.catalog.ListUsers(ListUsersRequest(account_id=a)),
    "ListPipelines": lambda s, a: s.catalog.ListPipelines(ListPipelinesRequest(account_id=a)),
    "ListProperties": lambda s, a: s.catalog.ListProperties(ListPropertiesRequest(account_id=a)),
    "ListPlaybooks": lambda s, a: s.catalog.ListPlaybooks(ListPlaybooksRequest(account_id=a)),
    "PutPlaybook": lambda s, a: s.catalog.PutPlaybook(
        PutPlaybookRequest(account_id=a, playbook=Playbook(playbook_id="p", name="P"))
    ),
    "SetPipelineMapping": lambda s, a: s.catalog.SetPipelineMapping(
        SetPipelineMappingRequest(account_id=a, pipeline_id=1, playbook_id="p")
    ),
    "GetPipelineMapping": lambda s, a: s.catalog.GetPipelineMapping(
        GetPipelineMappingRequest(account_id=a, pipeline_id=1)
    ),
    "SyncDeal": lambda s, a: s.deals.SyncDeal(
        SyncDealRequest(account_id=a, deal_id="one", update_time=Timestamp(seconds=1_800_000_000))
    ),
    "DeleteDeal": lambda s, a: s.deals.DeleteDeal(DeleteDealRequest(account_id=a, deal_id="one")),
    "GetDeal": lambda s, a: s.deals.GetDeal(GetDealRequest(account_id=a, deal_id="one")),
    "ListDeals": lambda s, a: s.deals.ListDeals(ListDealsRequest(account_id=a)),
    "SetPropertyMapping": lambda s, a: s.catalog.SetPropertyMapping(
        SetPropertyMappingRequest(account_id=a)
    ),
    "GetPropertyMapping": lambda s, a: s.catalog.GetPropertyMapping(
        GetPropertyMappingRequest(account_id=a)
    ),
    "SetFallbackOwner": lambda s, a: s.catalog.SetFallbackOwner(
        SetFallbackOwnerRequest(account_id=a, user_id=11)
    ),
    "AcknowledgeChanges": lambda s, a: s.changes.AcknowledgeChanges(
        AcknowledgeChangesRequest(account_id=a, number=1)
    ),
    **OF_ACCOUNT,
}


@pytest.mark.parametrize("method", _WITH_ACCOUNT)
@pytest.mark.parametrize("account_id", ["", "a b", "ünï", "x" * 65, "a/b", "a\n"])
async def test_every_method_checks_the_account(
    served: Service, method: str, account_id: str
) -> None:
    failure = await refused(_WITH_ACCOUNT[method](served, account_id))
    assert failure.code is grpc.StatusCode.INVALID_ARGUMENT
    assert failure.violations == {"account_id": "INVALID_ID" if account_id else "REQUIRED"}
    assert served.calls == []
