"""E-mails of any size and kind reach Pipedrive readable and harmless."""

from datetime import UTC, datetime

from app.demo.activities import EMAIL
from app.demo.stage import eventually
from app.demo.timeline import TimeLine
from tests.journeys.town import Town
from vixiees.pipedrive.v1.activity_pb2 import ActivityState

_AT = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
_MOST_BYTES = 90_000
_PEOPLE = {
    "from": "Eva <eva@acme.test>",
    "to": [f"{number}@example.com" for number in range(100)],
    "cc": ["ü" * 900] * 100,
}


async def _logged(town: Town, source_id: str, **given: object) -> int:
    """Hand in an e-mail to nobody in particular; return its id in Pipedrive."""
    activities = town.vixiees.activities
    await activities.email(source_id, _AT, **given)
    seen = await eventually(
        lambda: activities.seen(EMAIL, source_id),
        lambda one: one.state == ActivityState.ACTIVITY_STATE_LOGGED,
    )
    return seen.pipedrive_id


def _note(town: Town, activity_id: int) -> str:
    return str(town.sandbox.company.tables["activity"].rows[activity_id].fields["note"])


async def test_a_body_of_five_megabytes_is_cut_with_a_marker(acme: Town) -> None:
    await acme.connect()
    body = "<p>déjà vu &amp; more</p>" * 200_000
    assert len(body.encode()) > 5_000_000
    activity_id = await _logged(acme, "html", subject="Long", body_html=body, **_PEOPLE)
    note = _note(acme, activity_id)
    assert 75_000 < len(note.encode()) <= _MOST_BYTES
    assert note.endswith("<p>(cut off here: the whole text is in Vixiees)</p></div>")
    text = "<漢字 & more>\n" * 300_000
    activity_id = await _logged(acme, "text", subject="Long", body_text=text, **_PEOPLE)
    note = _note(acme, activity_id)
    assert 75_000 < len(note.encode()) <= _MOST_BYTES
    assert note.endswith("<p>(cut off here: the whole text is in Vixiees)</p></div>")
    assert "&lt;漢字 &amp; more&gt;<br>" in note


async def test_what_runs_is_gone_and_what_is_read_stays(acme: Town) -> None:
    await acme.connect()
    activity_id = await _logged(
        acme,
        "mail",
        subject=" Re:\r\n\tOffer\u2028<b> ",
        body_html='<style>p{}</style><p onclick="x()">Dear <b>Ana</b>,</p><img src="//x.test/p">'
        '<script>x()</script><a href="javascript:x()">here</a><a href="https://x.test">there</a>',
        **{"from": "Eva <eva@acme.test>", "to": ["ana@example.com"]},
    )
    assert await TimeLine(acme.colleague).activity(activity_id) == (
        "email, done: E-mail: Re: Offer <b> · 2026-10-25 00:30\n"
        "with nobody · of ingrid@example.com\n"
        "E-mail\nFrom: Eva <eva@acme.test>\nTo: ana@example.com\nSubject: Re: Offer <b>\n"
        "Body\nDear Ana,\nherethere"
    )
    note = _note(acme, activity_id)
    assert 'href="https://x.test"' in note
    for gone in ("script", "style", "onclick", "img"):
        assert gone not in note
