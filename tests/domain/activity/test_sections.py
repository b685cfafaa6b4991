"""Our part of a note is replaced; what people wrote there stays."""

from collections import Counter
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activity.html_text import blocks_of, lines_of
from domain.activity.links import marker_of
from domain.activity.sections import Section, composed, is_ours, merged
from domain.model.activity import ActivityId
from domain.model.values import AccountId

_MARKER = "https://app.vixiees.com/acme/calls/42"


def _section(name: str, html: str) -> Section:
    return Section(name=name, heading=name.title(), html=html)


_CALL = _section("call", "Result: answered<br>Duration: 1:05")
_BUSY = _section("call", "Result: busy<br>Duration: 1:05")
_RECORDING = _section("recording", '<a href="https://r.test/1">https://r.test/1</a>')
_NOTES = _section("notes", "Calls back &amp; pays")


def test_a_new_section_goes_behind_ours_and_before_what_people_wrote() -> None:
    note = composed([_CALL], _MARKER)
    theirs = "<div>She sounded happy.</div>"
    grown = merged(theirs + note + theirs, [_CALL], [_CALL, _RECORDING], _MARKER)
    assert grown == theirs + composed([_CALL, _RECORDING], _MARKER) + theirs


def test_a_changed_section_takes_the_place_of_the_old_one() -> None:
    note = composed([_CALL, _NOTES], _MARKER) + "<p>Mine</p>"
    changed = merged(note, [_CALL, _NOTES], [_BUSY, _NOTES], _MARKER)
    assert changed == composed([_BUSY, _NOTES], _MARKER) + "<p>Mine</p>"


def test_a_section_that_is_over_goes() -> None:
    note = composed([_CALL, _NOTES], _MARKER)
    assert merged(note, [_CALL, _NOTES], [_CALL], _MARKER) == composed([_CALL], _MARKER)


def test_what_a_person_wrote_into_a_section_is_kept_behind_it() -> None:
    note = composed([_CALL], _MARKER).replace("1:05", "1:05<br>Ask for <i>Bea</i> & Co")
    changed = merged(note, [_CALL], [_BUSY], _MARKER)
    assert changed == composed([_BUSY], _MARKER) + "<div>Ask for Bea &amp; Co</div>"


def test_a_section_that_does_not_change_is_left_as_it_is_found() -> None:
    note = composed([_CALL], _MARKER).replace("Duration", "<i>Duration</i>")
    assert merged(note, [_CALL], [_CALL], _MARKER) == note


def test_a_section_that_a_person_removed_comes_back_only_with_news() -> None:
    assert merged("<p>Mine</p>", [_CALL], [_CALL], _MARKER) == "<p>Mine</p>"
    assert "busy" in merged("<p>Mine</p>", [_CALL], [_BUSY], _MARKER)


def test_very_many_wrappers_are_no_trouble() -> None:
    note = "<div>" * 5_000 + composed([_CALL, _NOTES], _MARKER)
    assert "busy" in merged(note, [_CALL, _NOTES], [_BUSY, _NOTES], _MARKER)


def test_a_picture_that_people_put_behind_a_section_stays() -> None:
    picture = '<p><img src="https://x.test/1.png"></p>'
    note = composed([_CALL], _MARKER) + picture
    assert merged(note, [_CALL], [_BUSY], _MARKER) == composed([_BUSY], _MARKER) + picture


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda note: note.replace("<div>", '<div class="x">').replace("<br>", "<br />"),
        lambda note: note.replace("<a ", '<a rel="noopener" target="_blank" '),
        lambda note: note.replace("div>", "p>"),
        lambda note: "\n".join(blocks_of(note)),
        lambda note: f"<div>{note}</div>",
        lambda note: f"<html><body>\n{note}</body></html>",
        lambda note: note.replace("<div>", "").replace("</div>", "<br><br>"),
        lambda note: note.replace("div>", "p>").replace("<br>", "</p>\n<p>"),
        lambda note: note.replace("<br>", "</div><div>&nbsp;</div><div>"),
    ],
    ids=[
        "attributes",
        "links",
        "paragraphs",
        "lines",
        "wrapped",
        "document",
        "flat",
        "a paragraph a line",
        "an element a line",
    ],
)
@pytest.mark.parametrize(
    "after",
    [[_BUSY, _NOTES], [_CALL, _NOTES, _RECORDING], [_BUSY, _NOTES, _RECORDING], [_CALL], [_BUSY]],
    ids=["one changes", "one comes", "one changes, one comes", "one goes", "one changes, one goes"],
)
def test_sections_are_found_again_in_rewritten_html(
    rewritten: object, after: list[Section]
) -> None:
    assert callable(rewritten)
    mine = "<p>Mine: <b>call</b> her</p>"
    note = rewritten(composed([_CALL, _NOTES], _MARKER)) + mine
    changed = merged(note, [_CALL, _NOTES], after, _MARKER)
    assert lines_of(changed) == [*lines_of(composed(after, _MARKER)), "Mine: call her"]
    assert changed.endswith(mine)


def test_a_note_about_another_activity_is_left_alone() -> None:
    other = composed([_CALL], _MARKER + "0")
    assert other in merged(other, [_CALL], [_BUSY], _MARKER)


@pytest.mark.parametrize(
    ("activity_id", "page"),
    [
        ("call/1", "calls/1"),
        ("note/a/b ?#", "notes/a%2Fb%20%3F%23"),
    ],
)
def test_an_activity_has_a_page_in_vixiees(activity_id: str, page: str) -> None:
    marker = marker_of("https://a.test", AccountId("acme"), ActivityId(activity_id))
    assert marker == f"https://a.test/acme/{page}"


@pytest.mark.parametrize("source_id", ["1", "a/b", "ñ ?#&", "..", '"', "'<b>"])
def test_a_note_is_known_by_its_first_heading_and_no_other(source_id: str) -> None:
    marker = marker_of("https://a.test", AccountId("acme"), ActivityId(f"call/{source_id}"))
    note = composed([_CALL, _NOTES], marker)
    assert is_ours(note, marker)
    rewritten = note.replace("<a ", '<a rel="x" class=y ').replace("div>", "p>")
    assert is_ours(f" <div>{rewritten}Mine</div>", marker)
    assert not is_ours(composed([_CALL], f"{marker}0"), marker)
    assert not is_ours(composed([_CALL], f"{marker}%20"), marker)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "<p>Mine</p>",
        f'<p>Call her again, see <a href="{_MARKER}#call">the call</a></p>',
        f'<p><a href="{_MARKER}#call">{_MARKER}#call</a></p>',
        f'<p><a href="{_MARKER}">the call</a></p>',
        f"{_MARKER}#call",
        f'<a href="https://x.test/">x</a>{composed([_CALL], _MARKER)}',
    ],
)
def test_a_note_that_people_wrote_about_an_activity_is_theirs(note: str) -> None:
    assert not is_ours(note, _MARKER)


_WORDS = st.text("abc <>&\n'\"é漢", max_size=12)
_ELEMENTS = st.sampled_from(["", "<div>{}</div>", "<p>{}<br>{}</p>", "{}<br>", "<ul><li>{}</ul>"])


@given(st.lists(st.tuples(_ELEMENTS, _WORDS)))
def test_blocks_are_the_whole_text(parts: list[tuple[str, str]]) -> None:
    html = "".join(shape.replace("{}", text) for shape, text in parts)
    assert "".join(blocks_of(html)) == html


@given(st.text("<>/abdivr =\"'!-&;\n", max_size=60))
def test_html_that_is_none_is_read_without_a_loss(html: str) -> None:
    assert "".join(blocks_of(html)) == html
    lines_of(html)


@pytest.mark.parametrize("begin", ["<![", "<![CDA\xef", "<![if x]>", "<![![", "&#" + "9" * 5000])
def test_what_the_parser_stops_at_is_passed_over(begin: str) -> None:
    note = f"<p>mine</p>{begin}<b>x</b>"
    assert "".join(blocks_of(note)) == note
    assert lines_of(note)[0] == "mine"
    assert merged(note, [_CALL], [_CALL, _NOTES], _MARKER).endswith(note)


@pytest.mark.parametrize("begin", ["<a ", "</", "<!", "<p x='", "<!--"])
def test_tags_that_end_nowhere_are_text_however_many_there_are(begin: str) -> None:
    note = begin * 30_000
    assert list(blocks_of(note)) == [note]
    assert lines_of(note) == [" ".join(note.split())]


_LINES = ["one", "two", "three & four", "<five>", f"{_MARKER}#call {_MARKER}#notes"]
_SHAPES = [
    "<div>{}</div>",
    "<p>{}<br></p>",
    "{}<br>",
    "<div><b>{}",
    f'<a href="{_MARKER}#call">{{}}</a>',
]
_WRAPPERS = ["{}", "<div>{}</div>", "<html><body>{}</body></html>", "<div>{}", "{}</div>"]


@given(
    st.lists(st.tuples(st.sampled_from(_SHAPES), st.sampled_from(_LINES))),
    st.integers(0, 3),
    st.sampled_from(_WRAPPERS),
)
def test_no_line_that_people_wrote_is_ever_lost(
    written: list[tuple[str, str]], place: int, wrapper: str
) -> None:
    theirs = "".join(shape.replace("{}", escape(line)) for shape, line in written)
    blocks = list(blocks_of(composed([_CALL, _NOTES, _RECORDING], _MARKER)))
    note = wrapper.replace("{}", "".join([*blocks[:place], theirs, *blocks[place:]]))
    changed = merged(note, [_CALL, _NOTES, _RECORDING], [_BUSY], _MARKER)
    text = " ".join(lines_of(changed))
    wanted = Counter(line for _, line in written)
    assert {line: text.count(line) for line in wanted} == wanted
