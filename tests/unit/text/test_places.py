"""Lines of a text: where they begin and end, and which characters the text has."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.text.decode import decode
from roadmaplint.text.source import Source, Span

TEXTS = st.text(alphabet="ab \r\n\x85\u2028", max_size=30)


def source_of(text: str) -> Source:
    return decode(text.encode(), "a.md")


@given(TEXTS)
def test_lines_are_what_stands_between_line_ends(text: str) -> None:
    source = source_of(text)
    lines = list(source.lines())
    assert [line.text for line in lines] == re.split(r"\r\n|\n|\r", text)
    assert [line.number for line in lines] == list(range(1, source.line_count + 1))
    assert [source.slice(line.span) for line in lines] == [line.text for line in lines]


@given(TEXTS)
def test_a_line_can_be_asked_for_by_its_number(text: str) -> None:
    source = source_of(text)
    assert [source.line_span(line.number) for line in source.lines()] == [
        line.span for line in source.lines()
    ]


def test_places_of_lines_with_all_line_ends() -> None:
    source = source_of("one\r\n\r\ntwo\rthree\n")
    assert source.line_starts == (0, 5, 7, 11, 17)
    assert source.line_ends == (3, 5, 10, 16, 17)
    assert source.line_span(5) == Span(17, 17)


def test_the_alphabet_has_every_character_once() -> None:
    assert source_of("banana ананас\n").alphabet == "\n abnанс"
