"""Bugs in our standing with Pipedrive: limits, tokens, outages, secrets."""

from tests.simulation.story.deed import Story
from tests.zoo.bug import Bug
from tests.zoo.stories import does, often


def _two_instances(story: Story) -> bool:
    return story.instances > 1


LIMITS = (
    Bug(
        name="requests go on after 429",
        breaks="I14",
        module="domain.use_cases.metering",
        piece="        self.budget = replace(self.budget, closed_until=until)\n",
        instead="",
        needs=often("F05 burst"),
    ),
    Bug(
        name="a burst takes as many requests as are due",
        breaks="C18",
        module="domain.sync.burst",
        piece="    if len(recent) < most:\n        return timedelta(0)\n",
        instead="    if len(recent) < most or True:\n        return timedelta(0)\n",
        test="tests/domain/sync/test_burst.py::test_no_window_ever_holds_more_than_allowed",
    ),
    Bug(
        name="the end of the day's tokens is taken for a burst",
        breaks="C18",
        module="adapters.pipedrive.problems",
        piece="    if is_daily:\n",
        instead="    if False:\n",
        test="tests/adapters/pipedrive/test_problems.py::test_a_spent_day_is_told_from_a_burst",
    ),
    Bug(
        name="of renewed tokens only the access token is kept",
        breaks="C19",
        module="domain.use_cases.renew_tokens",
        piece="replace(newer, claimed_until=None)",
        instead="replace(newer, claimed_until=None, refresh_token=claimed.refresh_token)",
    ),
    Bug(
        name="renewed tokens are used but not stored",
        breaks="I13",
        module="domain.use_cases.renew_tokens",
        piece="        tx.secrets.put_grant(self.connection_id, unclaimed)\n",
        instead="",
    ),
    Bug(
        name="an expired token ends the authorization",
        breaks="C19",
        module="adapters.pipedrive.client",
        piece="            answer = await self._metered(request, path)\n"
        "        if answer.status == _UNAUTHORIZED:\n            raise",
        instead="            pass\n        if answer.status == _UNAUTHORIZED:\n            raise",
        needs=does("expire tokens"),
    ),
    Bug(
        name="tokens are noted when work is postponed",
        breaks="I18",
        module="domain.use_cases.drive",
        piece='            self.journal("work_postponed", '
        '{"task": work.key.task.name, "reason": reason})\n',
        instead="            grant = await driven.tokens.current()\n"
        '            self.journal("work_postponed", {"reason": reason, '
        '"token": grant.access_token})\n',
    ),
)
