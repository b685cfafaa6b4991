"""Bugs in what is kept: the due list, erasure, privacy, idempotence; and at the edges."""

from tests.zoo.bug import Bug
from tests.zoo.stories import does, empties, often

_LAST_NAME, _COMPANY = 1, 3

STORAGE = (
    Bug(
        name="work that failed is not tried again",
        breaks="I15",
        module="domain.use_cases.agenda",
        piece="    tx.work(connection_id).postpone(later)\n",
        instead="    tx.work(connection_id).done(later.key, later.version)\n",
        needs=often("F02 no connection", "F01 503 before", "F05 burst", "F01 500 before"),
    ),
    Bug(
        name="a number of the feed is given to nobody",
        breaks="I16",
        module="adapters.sql.feed",
        piece="        return ChangeNumber(last - count + 1)\n",
        instead="        return ChangeNumber(last - count + 1 + (count > 1))\n",
    ),
    Bug(
        name="a company that is taken away from a contact stays in Pipedrive",
        breaks="I1",
        module="adapters.pipedrive.contacts",
        piece="    if COMPANY in patch.fields:\n",
        instead="    if patch.company_id is not None:\n",
        needs=empties(_COMPANY),
    ),
    Bug(
        name="a contact is created without its company",
        breaks="I1",
        module="adapters.pipedrive.contacts",
        piece="    if patch.company_id is not None:\n",
        instead="    if False:\n",
        needs=does("create contact here"),
    ),
    Bug(
        name="a deal's value is written without its currency",
        breaks="I1",
        module="adapters.pipedrive.deals",
        piece='    return {"value": number(amount), "currency": currency}\n',
        instead='    return {"value": number(amount), "currency": "USD"}\n',
        needs=does("create deal here"),
    ),
    Bug(
        name="the change feed outlives an erasure",
        breaks="I19",
        module="adapters.sql.erasure",
        piece="            if (change.kind, change.record_id) == (kind, record_id):\n",
        instead="            if False:\n",
        needs=does("erase"),
    ),
    Bug(
        name="a person's other phones are lost when one changes",
        breaks="C14",
        module="adapters.pipedrive.contacts",
        piece="replaced(patch.carry, patch.fields[PHONE])",
        instead='replaced("", patch.fields[PHONE])',
        test="tests/adapters/pipedrive/test_contacts.py::"
        "test_a_new_phone_keeps_the_other_phones_and_all_labels",
    ),
    Bug(
        name="an emptied field is not emptied in Pipedrive",
        breaks="I1",
        module="adapters.pipedrive.contacts",
        piece='name: patch.fields[name] or "" for name in _NAMES if name in patch.fields',
        instead="name: patch.fields[name] for name in _NAMES if patch.fields.get(name)",
        needs=empties(_LAST_NAME),
    ),
    Bug(
        name="any number of deletions passes",
        breaks="I23",
        module="domain.sync.mass_change",
        piece="    return changed > ALWAYS_ALLOWED and changed * _SHARE > total\n",
        instead="    return False\n",
        test="tests/domain/sync/test_mass_change.py::"
        "test_more_than_twenty_and_more_than_a_tenth_are_a_mass",
    ),
    Bug(
        name="a caller of one account may ask for another",
        breaks="I9",
        module="adapters.grpc_server.callers",
        piece="        if self.accounts is None or account_id in self.accounts:\n",
        instead="        if self.accounts is None or account_id:\n",
        test="tests/adapters/grpc_server/test_callers.py::test_a_token_acts_for_its_accounts_alone",
    ),
)
