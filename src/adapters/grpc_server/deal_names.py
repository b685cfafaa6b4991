"""How messages name the fields of deals."""

from collections.abc import Mapping

from domain.model.deal import LOST, OPEN, WON
from domain.model.values import (
    ARCHIVED,
    CLOSE_TIME,
    COMPANY,
    CONTACT,
    LOST_REASON,
    OWNER,
    STAGE,
    STATUS,
    TITLE,
    VALUE,
    FieldName,
)
from vixiees.pipedrive.v1.deal_pb2 import DealStatus

FIELD_OF: Mapping[str, FieldName] = {
    "title": TITLE,
    "value": VALUE,
    "status": STATUS,
    "lost_reason": LOST_REASON,
    "close_time": CLOSE_TIME,
    "step": STAGE,
    "contact_id": CONTACT,
    "company": COMPANY,
    "owner_email": OWNER,
}
"""The fields that a caller may name."""
NAME_OF: Mapping[FieldName, str] = {
    **{field: name for name, field in FIELD_OF.items()},
    ARCHIVED: "archived",
}
STATUS_OF: Mapping[DealStatus.ValueType, str] = {
    DealStatus.DEAL_STATUS_OPEN: OPEN,
    DealStatus.DEAL_STATUS_WON: WON,
    DealStatus.DEAL_STATUS_LOST: LOST,
}
