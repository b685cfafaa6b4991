"""Bugs in what is logged on time lines."""

from tests.simulation.story.deed import Story
from tests.zoo.bug import Bug
from tests.zoo.stories import does


def _logs(story: Story) -> bool:
    """Take the stories in which agents have much to log."""
    return sum(deed.name == "log" for deed in story.deeds) > 2


ACTIVITIES = (
    Bug(
        name="a call is remembered only when it is logged",
        breaks="I7",
        module="domain.use_cases.prepare_activity",
        piece="        keeper.keep(judged.activity if isinstance(judged, Ready) else judged)\n",
        instead="        if not isinstance(judged, Ready):\n            keeper.keep(judged)\n",
        needs=_logs,
    ),
    Bug(
        name="a recording that comes later is not written",
        breaks="I7",
        module="domain.activity.legs",
        piece="    return tuple(_grown(one, report) if one.source_id == report.source_id else one "
        "for one in legs)\n",
        instead="    return legs\n",
        needs=does("log", "grow"),
    ),
    Bug(
        name="an outcome that changes later is not written",
        breaks="I7",
        module="domain.activity.activity",
        piece="    if activity.told != fingerprint(activity):\n        return Due(Update(), now)\n",
        instead="",
        needs=does("log", "grow"),
    ),
    Bug(
        name="hours have sixty minutes and a bit",
        breaks="C6",
        module="domain.activity.duration",
        piece="    minutes = min(-(-seconds // _MINUTE), _LONGEST_MINUTES)\n"
        "    hours, rest = divmod(minutes, 60)\n",
        instead="    hours, rest = seconds // 3600, -(-(seconds % 3600) // _MINUTE)\n",
        test="tests/domain/activity/test_duration.py::"
        "test_every_duration_of_a_day_is_a_time_of_day_that_never_falls",
    ),
    Bug(
        name="a call is logged on the account's own number",
        breaks="C4",
        module="domain.activity.customer",
        piece="if (key(number) or number) not in own]",
        instead="if number not in own]",
        test="tests/domain/use_cases/test_logging_numbers.py::"
        "test_the_accounts_own_number_is_never_the_customers",
    ),
    Bug(
        name="each leg of a call is logged",
        breaks="C3",
        module="domain.use_cases.log_activities",
        piece="    return keeper.activities.of_session(session) if session else None\n",
        instead="    return None\n",
        test="tests/domain/use_cases/test_logging_links.py::"
        "test_the_legs_of_one_call_are_one_activity",
    ),
)
