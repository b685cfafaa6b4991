"""Bugs in who is whom: creations, copies, deletions, merges."""

from tests.zoo.bug import Bug
from tests.zoo.stories import both, creates, does, often

_lands_late = often("F04 lands late")
"""An answer that is lost alone shows little: the webhook of the creation repairs nearly all."""

LINKS = (
    Bug(
        name="a creation without an answer is repeated",
        breaks="C2",
        module="adapters.pipedrive.client",
        piece='    if request.method == "GET":\n        return CrmUnavailable("NO_ANSWER", message)\n',
        instead='    if message:\n        return CrmUnavailable("NO_ANSWER", message)\n',
        needs=both(creates, _lands_late),
    ),
    Bug(
        name="a creation is remembered only when it is answered",
        breaks="I4",
        module="domain.use_cases.write_record",
        piece="    keeper.keep(Kept(record, begun))\n    values",
        instead="    values",
        needs=creates,
    ),
    Bug(
        name="a creation without an answer is looked for at once",
        breaks="I4",
        module="domain.sync.reads",
        piece="SETTLE = timedelta(seconds=75)",
        instead="SETTLE = timedelta(seconds=0)",
        needs=both(creates, _lands_late),
    ),
    Bug(
        name="what we create does not carry our id",
        breaks="I4",
        module="adapters.pipedrive.records",
        piece="ours = {self._marker_field: marker} if self._marker_field else {}",
        instead="ours = dict[str, str]()",
        needs=creates,
    ),
    Bug(
        name="a copy that people made takes over the link",
        breaks="I4",
        module="domain.use_cases.meeting",
        piece="    if owner.remote_id is None and owner.deleted_by is None:\n",
        instead="    if owner.deleted_by is None:\n",
        needs=does("copy person there"),
    ),
    Bug(
        name="who is deleted in Vixiees stays in Pipedrive",
        breaks="I6",
        module="domain.sync.plan",
        piece="    if record.remote_id is not None and record.deleted_by is Side.VIXIEES:\n",
        instead="    if record.remote_id is not None and record.deleted_by is None:\n",
        needs=does("delete contact here"),
    ),
    Bug(
        name="who is deleted in Pipedrive stays in Vixiees",
        breaks="I6",
        module="domain.sync.plan",
        piece="    if record.deleted_by is Side.PIPEDRIVE:\n        return not record.kept\n",
        instead="",
        needs=does("delete contact there"),
    ),
    Bug(
        name="who is not found is deleted at once",
        breaks="I6",
        module="domain.sync.plan",
        piece="SECOND_LOOK = timedelta(minutes=15)",
        instead="SECOND_LOOK = timedelta(minutes=0)",
        needs=does("hide person"),
    ),
    Bug(
        name="a deal does not go when its contact is there at last",
        breaks="I15",
        module="domain.use_cases.deals_of_contacts",
        piece="            references |= dict.fromkeys({*names, own}, own)\n",
        instead="            continue\n",
        needs=does("create deal here", "create contact here"),
    ),
)
