"""What is wrong with an activity is told whole, by field and reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.activity.links import link_faults
from domain.activity.violations import LONGEST_SECONDS, violations
from domain.model.activity import Detail, TaskStatus
from domain.model.values import RecordId
from tests.domain.activity.reports import CALL, COMMENT, EMAIL, NOW, TASK, a_report
from tests.domain.sentences import told


def _faults(detail: Detail, **changes: object) -> dict[str, str]:
    report = replace(a_report(detail), **changes)  # type: ignore[arg-type]  # as named
    found = violations(report, NOW)
    return dict(told(found))


@pytest.mark.parametrize("detail", [CALL, EMAIL, TASK, COMMENT])
def test_nothing_is_wrong_with_what_is_right(detail: Detail) -> None:
    assert _faults(detail) == {}


@pytest.mark.parametrize(
    ("detail", "faults"),
    [
        (replace(CALL, seconds=-5), {"duration": "NEGATIVE_DURATION"}),
        (replace(CALL, seconds=LONGEST_SECONDS + 1), {"duration": "DURATION_TOO_LONG"}),
        (replace(CALL, seconds=LONGEST_SECONDS), {}),
        (replace(CALL, from_number="1" * 65), {"from_number": "TOO_LONG"}),
        (replace(CALL, from_number="1" * 64, seconds=0), {}),
        (replace(CALL, to_number="\ud83d"), {"to_number": "CONTROL_CHARACTER"}),
        (replace(CALL, to_number="1\n2"), {"to_number": "CONTROL_CHARACTER"}),
        (replace(CALL, notes="a\nb\tc"), {}),
        (replace(CALL, notes="a\0b"), {"notes": "NUL_CHARACTER"}),
        (replace(CALL, notes="x" * 65_537), {"notes": "TOO_LONG"}),
        (replace(CALL, recording_url="javascript:x"), {"recording_url": "URL_SCHEME"}),
        (replace(EMAIL, subject="a\r\nb"), {}),
        (replace(EMAIL, subject="x" * 999), {"subject": "TOO_LONG"}),
        (replace(EMAIL, subject="x" * 998, recipients=("a",) * 100), {}),
        (replace(EMAIL, subject="a\0b"), {"subject": "NUL_CHARACTER"}),
        (replace(EMAIL, sender=" "), {"from": "REQUIRED"}),
        (replace(EMAIL, sender="a\nb"), {"from": "CONTROL_CHARACTER"}),
        (replace(EMAIL, recipients=("a", "b\n")), {"to[1]": "CONTROL_CHARACTER"}),
        (replace(EMAIL, copies=("a",) * 101), {"cc": "TOO_MANY"}),
        (replace(EMAIL, body=""), {}),
        (replace(TASK, status=TaskStatus.OPEN), {"status": "TASK_NOT_COMPLETED"}),
        (replace(TASK, status=TaskStatus.CANCELED), {"status": "TASK_NOT_COMPLETED"}),
        (replace(TASK, name=" "), {"name": "REQUIRED"}),
        (replace(TASK, name="a\0b"), {"name": "NUL_CHARACTER"}),
        (replace(TASK, notes="x" * 65_536), {}),
        (replace(TASK, notes="x" * 65_537), {"notes": "TOO_LONG"}),
        (replace(TASK, seconds=-1), {"work_duration": "NEGATIVE_DURATION"}),
        (replace(COMMENT, body=" "), {"body": "REQUIRED"}),
        (replace(COMMENT, author="a\nb"), {"author": "CONTROL_CHARACTER"}),
    ],
)
def test_each_fault_has_its_field_and_reason(detail: Detail, faults: dict[str, str]) -> None:
    assert _faults(detail) == faults


@pytest.mark.parametrize(
    ("at", "is_wrong"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), True),
        (datetime(2099, 1, 1, tzinfo=UTC), True),
        (datetime(2000, 1, 1, tzinfo=UTC), False),
        (NOW + timedelta(hours=23), False),
    ],
)
@pytest.mark.parametrize(
    ("detail", "field"),
    [
        (CALL, "start_time"),
        (EMAIL, "send_time"),
        (TASK, "completion_time"),
        (COMMENT, "create_time"),
    ],
)
def test_the_time_has_to_be_one_that_can_be(
    detail: Detail, field: str, at: datetime, *, is_wrong: bool
) -> None:
    assert _faults(detail, at=at) == ({field: "TIME_OUT_OF_RANGE"} if is_wrong else {})


def test_everything_is_told_together() -> None:
    call = replace(CALL, seconds=-1, from_number="\n", recording_url="file:///etc/passwd")
    assert _faults(call, at=datetime(1970, 1, 1, tzinfo=UTC), agents=("a\n",)) == {
        "start_time": "TIME_OUT_OF_RANGE",
        "agent_emails[0]": "CONTROL_CHARACTER",
        "duration": "NEGATIVE_DURATION",
        "from_number": "CONTROL_CHARACTER",
        "recording_url": "URL_SCHEME",
    }


def test_an_activity_is_with_a_hundred_people_at_most() -> None:
    hundred = tuple(map(str, range(100)))
    assert _faults(CALL, contact_ids=hundred, agents=hundred) == {}
    assert _faults(CALL, contact_ids=(*hundred, "x"), agents=(*hundred, "\n")) == {
        "contact_ids": "TOO_MANY",
        "agent_emails": "TOO_MANY",
    }


def test_a_text_that_is_too_long_is_told_how_long_it_is() -> None:
    for detail in (replace(EMAIL, subject="x" * 999), replace(EMAIL, sender="x" * 999)):
        (wrong,) = violations(a_report(detail), NOW)
        assert wrong.message == "it has 999 characters; at most 998 are possible."
    (wrong,) = violations(a_report(replace(TASK, notes="x" * 65_537)), NOW)
    assert wrong.message == "it has 65537 characters; at most 65536 are possible."


def test_a_note_needs_somebody_to_be_about() -> None:
    assert _faults(COMMENT, contact_ids=()) == {"contact_ids": "REQUIRED"}
    assert _faults(COMMENT, contact_ids=(), deal_id=RecordId("d")) == {}
    assert _faults(CALL, contact_ids=()) == {}


@pytest.mark.parametrize(
    ("url", "reasons"),
    [
        ("", []),
        ("https://r.vixiees.com/1.mp3?a=b#c", []),
        ("http://93.184.216.34/1", []),
        ("https://[2606:4700::1]/", []),
        ("https://grabación.es/1", []),
        ("javascript:alert(1)", ["URL_SCHEME"]),
        ("file:///etc/passwd", ["URL_SCHEME"]),
        ("//r.test/1", ["URL_SCHEME"]),
        ("data:text/html,x", ["URL_SCHEME"]),
        ("http://10.0.0.1/1", ["URL_PRIVATE_HOST"]),
        ("http://127.0.0.1", ["URL_PRIVATE_HOST"]),
        ("http://169.254.169.254/latest", ["URL_PRIVATE_HOST"]),
        ("http://[::1]/", ["URL_PRIVATE_HOST"]),
        ("http://[::ffff:10.0.0.1]/", ["URL_PRIVATE_HOST"]),
        ("http://localhost:8080/", ["URL_PRIVATE_HOST"]),
        ("http://pbx.local/1", ["URL_PRIVATE_HOST"]),
        ("http://pbx/1", ["URL_PRIVATE_HOST"]),
        ("http://2130706433/", ["URL_PRIVATE_HOST"]),
        ("http://0x7f.0x1/", ["URL_PRIVATE_HOST"]),
        ("http://127.1/", ["URL_PRIVATE_HOST"]),
        ("http://0177.0.0.1/", ["URL_PRIVATE_HOST"]),
        ("http://127.0.0.1./", ["URL_PRIVATE_HOST"]),
        ("http://0/", ["URL_PRIVATE_HOST"]),
        ("http://100.64.0.1/", ["URL_PRIVATE_HOST"]),
        ("http://224.0.0.1/", ["URL_PRIVATE_HOST"]),
        ("http://[::]/", ["URL_PRIVATE_HOST"]),
        ("http://[::127.0.0.1]/", ["URL_PRIVATE_HOST"]),
        ("http://[64:ff9b::10.0.0.1]/", ["URL_PRIVATE_HOST"]),
        ("http://[2002:a00:1::1]/", ["URL_PRIVATE_HOST"]),
        ("http://[fd00::1]/", ["URL_PRIVATE_HOST"]),
        ("http://[fe80::1%25eth0]/", ["URL_PRIVATE_HOST"]),
        ("http://[ff02::1]/", ["URL_PRIVATE_HOST"]),
        ("http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/", ["URL_PRIVATE_HOST"]),
        ("http://\uff11\uff10\u3002\uff10\u3002\uff10\u3002\uff11/", ["URL_PRIVATE_HOST"]),
        ("http://pbx.\uff4cocal/", ["URL_PRIVATE_HOST"]),
        ("http://LOCALHOST./", ["URL_PRIVATE_HOST"]),
        ("http://pbx.intranet/", ["URL_PRIVATE_HOST"]),
        ("http://localhost.localdomain/", ["URL_PRIVATE_HOST"]),
        ("http://api.default.svc/", ["URL_PRIVATE_HOST"]),
        ("https://@10.0.0.1/", ["URL_INVALID"]),
        ("https://r.test@10.0.0.1/", ["URL_INVALID"]),
        ("https://r.test\\@10.0.0.1/", ["URL_INVALID"]),
        ("https:///10.0.0.1", ["URL_INVALID"]),
        (" JaVaScRiPt:alert(1)", ["URL_SCHEME"]),
        ("java\nscript:alert(1)", ["URL_SCHEME"]),
        ("https://user:pass@r.test/1", ["URL_INVALID"]),
        ("https://r.test/a b", ["URL_INVALID"]),
        ('https://r.test/"onclick="', ["URL_INVALID"]),
        ("https://r.test/\n", ["URL_INVALID"]),
        ("https://r.test:99999/", ["URL_INVALID"]),
        ("https://[", ["URL_INVALID"]),
        ("https://", ["URL_INVALID"]),
        (f"https://r.test/{'x' * 2033}", []),
        (f"https://r.test/{'x' * 2034}", ["URL_INVALID"]),
        ("https://r.test./1", []),
        ("https://R.test\u3002test/1", []),
    ],
)
def test_a_link_leads_to_the_internet(url: str, reasons: list[str]) -> None:
    assert told(link_faults("url", url)) == [("url", one) for one in reasons]
