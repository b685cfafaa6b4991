"""A record that uses every field of its type, with awkward texts."""

from domain.model.values import FIRST_NAME, PHONE, ChangeNumber, CompanyId, RecordId, RemoteId, Side
from domain.sync.record import (
    Attempt,
    Blanked,
    Call,
    CallKind,
    FieldState,
    KnownLocal,
    KnownRemote,
    Parked,
    Precision,
    Record,
    Refusal,
    RemoteEdit,
    Sent,
    Showing,
    Write,
    Written,
)
from domain.sync.stamp import bumped, stamp_of
from tests.contracts.store.builders import LATER, NOW, a_truth

_STAMP = bumped(stamp_of(Side.PIPEDRIVE, NOW))
_NUMBER = ChangeNumber(2**40)

FULL = Record(
    record_id=RecordId("ŕ 1"),
    fields={
        FIRST_NAME: FieldState(
            truth=a_truth('Zoë 漢字 😀 "quoted" \\ \n'),
            remote=KnownRemote(value="Zoe", at=NOW, precision=Precision.CLOSED, shows=_STAMP),
            local=KnownLocal(value=None, at=None, number=_NUMBER, shows=None),
            shown=(Showing(at=NOW, value="Zoe", number=_NUMBER),),
            sent=(Sent(number=_NUMBER, value=None, stamp=_STAMP, at=LATER),),
            tie=RemoteEdit(at=NOW, value="cut emoji \ud83d", shows=_STAMP),
            last_edit=RemoteEdit(at=LATER, value="nothing \x00 there"),
            unexplained=NOW,
            suspected=RemoteEdit(at=NOW, value="Zoé"),
            refused=Refusal(stamp=_STAMP, message="Not so."),
        ),
        PHONE: FieldState(),
    },
    writes=(
        Write(
            fields={PHONE: Written(value="+49 30 1", stamp=_STAMP)},
            sent_at=NOW,
            landed=NOW,
            echo_at=LATER,
            company_id=CompanyId(2**41),
        ),
        Write(fields={}, sent_at=LATER),
    ),
    call=Call(kind=CallKind.UPDATE, sent_at=NOW),
    attempts=(Attempt(sent_at=NOW, open=False), Attempt(sent_at=LATER)),
    extras=(RemoteId(4), RemoteId(5)),
    fresh_at=NOW,
    doubt=True,
    held=True,
    remote_id=RemoteId(2**40),
    linked_at=NOW,
    company_id=CompanyId(2**41),
    carry='{"phones": []}',
    missing_since=NOW,
    alias_of=RecordId("r2"),
    deleted_by=Side.PIPEDRIVE,
    deleted_at=LATER,
    unmapped={"abc": "red"},
    step="brain:s1",
    kept=True,
    erased=True,
    copied=True,
    blanked=Blanked(Side.PIPEDRIVE, NOW),
    parked=Parked(reason="AMBIGUOUS_MATCH", message="Choose one.", since=NOW),
)
