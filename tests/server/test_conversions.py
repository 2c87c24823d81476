"""Places in the client's units, frames in a stream, and the shortest edit: for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from roadmaplint.server.connection import MessageReader
from roadmaplint.server.conversions import Positions, name_of, path_of, uri_of
from roadmaplint.server.features import drop_lone_surrogates
from roadmaplint.text.decode import decode
from roadmaplint.text.edit import Edit, shortest_edit, splice
from roadmaplint.text.source import Source, Span

TEXTS = st.text(st.sampled_from("ab é漢🚀\U0001f1e9\n\r\u2028\u0301"), max_size=40)
UNITS = st.sampled_from(["utf-8", "utf-16", "utf-32"])
WIDTHS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def source_of(text: str) -> Source:
    return decode(text.encode(), "x.md")


def inside_line_end(text: str, offset: int) -> bool:
    return text[max(offset - 1, 0) : offset + 1] == "\r\n"


@given(TEXTS, UNITS, st.data())
def test_a_position_counts_what_the_client_counts(
    text: str, unit: str, data: st.DataObject
) -> None:
    source = source_of(text)
    offset = data.draw(st.integers(0, len(text)))
    found = Positions(source, unit).position(offset)
    line, column = source.position(offset)
    span = source.line_span(line)
    codec, size = WIDTHS[unit]
    before = source.text[span.start : min(span.start + column - 1, span.end)]
    assert (found.line, found.character) == (line - 1, len(before.encode(codec)) // size)


@given(TEXTS, UNITS, st.data())
def test_positions_lead_back(text: str, unit: str, data: st.DataObject) -> None:
    places = Positions(source_of(text), unit)
    offset = data.draw(st.integers(0, len(text)))
    if not inside_line_end(text, offset):
        assert places.offset(places.position(offset)) == offset


@given(TEXTS, UNITS, st.integers(0, 60), st.integers(0, 60))
def test_any_position_leads_into_the_text(text: str, unit: str, line: int, column: int) -> None:
    places = Positions(source_of(text), unit)
    assert 0 <= places.offset(types.Position(line, column)) <= len(text)


@given(TEXTS, UNITS, TEXTS, st.data())
def test_an_edit_does_the_same_on_the_other_side(
    text: str, unit: str, new: str, data: st.DataObject
) -> None:
    places = Positions(source_of(text), unit)
    ends = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    edit = Edit(Span(*ends), new)
    sent = places.edit(edit)
    assert splice(text, [Edit(places.span(sent.range), sent.new_text)]) == splice(text, [edit])


@given(TEXTS, TEXTS)
def test_one_edit_turns_a_text_into_another(old: str, new: str) -> None:
    edit = shortest_edit(old, new)
    assert (edit is None) == (old == new)
    if edit is not None:
        assert splice(old, [edit]) == new


def test_one_edit_is_short() -> None:
    assert shortest_edit("one two three", "one 2 three") == Edit(Span(4, 7), "2")


@given(st.lists(st.binary(min_size=1, max_size=20), max_size=6), st.integers(1, 9))
def test_messages_arrive_however_the_stream_is_cut(bodies: list[bytes], size: int) -> None:
    stream = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)
    frames = MessageReader()
    parts = [stream[i : i + size] for i in range(0, len(stream), size)]
    assert [body for part in parts for body in frames.feed(part)] == bodies


@given(st.binary(max_size=200))
def test_a_message_is_found_behind_noise(noise: bytes) -> None:
    frames = MessageReader()
    list(frames.feed(noise.lower().replace(b"content", b"") + b"\r\n\r\n"))
    assert list(frames.feed(b"Content-Length: 2\r\n\r\n{}")) == [b"{}"]


def test_a_stream_without_headers_takes_no_room() -> None:
    frames = MessageReader()
    for _ in range(50):
        assert list(frames.feed(b"x" * 10_000)) == []
    assert len(frames._waiting) <= 75_000


@given(st.text(max_size=20))
def test_texts_become_sound(text: str) -> None:
    assert drop_lone_surrogates(text + "\ud800").encode()


def test_a_sound_text_stays_as_it_is() -> None:
    assert drop_lone_surrogates("🚀 ok") == "🚀 ok"
    assert drop_lone_surrogates("\ud83d\ude80") == "🚀"


def test_addresses() -> None:
    assert path_of("file:///a/b%20c.md") == "/a/b c.md"
    assert path_of("untitled:Untitled-1") is None
    assert path_of("file:///%00") is None
    assert path_of("http://[") is None
    assert uri_of("/a/b c.md", 3) == "file:///a/b%20c.md#L3"
    assert name_of("untitled:Untitled-1") == "Untitled-1.md"
    assert name_of("git:/../../x/README.md?ref") == "README.md"
