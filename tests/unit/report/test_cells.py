from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.report.style import Style
from roadmaplint.report.text import excerpt, width_of

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("char", "before", "width"),
    [
        ("a", "", 1),
        ("é", "", 1),
        ("深", "", 2),
        ("🚀", "", 2),
        ("\u0301", "e", 0),
        ("\u200d", "👩", 0),
        ("💻", "\u200d", 0),
        ("\U0001f3fd", "👍", 0),
        ("\ufe0f", "❤", 1),
        ("\ufe0f", "🚀", 0),
        ("\u11a8", "가", 0),
        ("ｱ", "", 1),
        ("Ａ", "", 2),
    ],
)
def test_width(char: str, before: str, width: int) -> None:
    assert width_of(char, before) == width


def cells(text: str) -> int:
    return sum(width_of(char, before) for before, char in zip(" " + text, text, strict=False))


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "marks"),
    [
        ("plain words", 6, 11, "plain words", "      ^^^^^"),
        ("", 0, 0, "", "^"),
        ("end", 3, 3, "end", "   ^"),
        ("end", 90, 99, "end", "   ^"),
        ("insert here", 6, 6, "insert here", "      ^"),
        ("深入 Rust", 3, 7, "深入 Rust", "     ^^^^"),
        ("深入 Rust", 0, 2, "深入 Rust", "^^^^"),
        ("\ta\tb", 1, 2, "    a   b", "    ^"),
        ("\ta\tb", 2, 3, "    a   b", "     ^^^"),
        ("ab\tc", 3, 4, "ab  c", "    ^"),
        ("e\u0301a", 2, 3, "e\u0301a", " ^"),
        ("👩\u200d💻 x", 4, 5, "👩\u200d💻 x", "   ^"),
        ("x\x1by", 1, 2, r"x\x1by", " ^^^^"),
        ("x\u202ey", 2, 3, r"x\u202ey", "       ^"),
    ],
)
def test_marks_stand_under_the_range(
    line: str, start: int, end: int, shown: str, marks: str
) -> None:
    assert excerpt(line, start, end, Style(), 60) == (shown, marks)


def test_ascii_terminals_see_escapes() -> None:
    found = excerpt("深x", 1, 2, Style(unicode=False), 60)
    assert found == (r"\u6df1x", "      ^")


def test_long_lines_are_cut_around_the_range() -> None:
    line = "a" * 500 + "HERE" + "b" * 500
    shown, marks = excerpt(line, 500, 504, Style(), 40)
    assert shown == "…" + "a" * 12 + "HERE" + "b" * 22 + "…"
    assert marks == " " * 13 + "^^^^"


def test_long_lines_are_cut_at_the_end() -> None:
    shown, marks = excerpt("HERE" + "b" * 500, 0, 4, Style(unicode=False), 40)
    assert shown == "HERE" + "b" * 30 + "..."
    assert marks == "^^^^"


def test_long_lines_are_cut_at_the_start() -> None:
    shown, marks = excerpt("a" * 500 + "HERE", 500, 504, Style(), 40)
    assert shown == "…" + "a" * 34 + "HERE"
    assert marks == " " * 35 + "^^^^"


def test_a_long_range_is_marked_to_the_cut() -> None:
    shown, marks = excerpt("x" * 1000, 500, 900, Style(), 40)
    assert shown == "…" + "x" * 38 + "…"
    assert marks == " " * 13 + "^" * 26


@given(ANY_TEXT, st.integers(0, 300), st.integers(0, 300), st.integers(0, 120), st.booleans())
def test_no_line_breaks_out(line: str, start: int, end: int, room: int, unicode: bool) -> None:
    style = Style(unicode=unicode)
    found = excerpt(line, start, end, style, room)
    limit = max(room, 8 + 2 * len(style.ellipsis))
    assert cells(found.line) <= limit + 1
    assert found.marks.lstrip(" ").strip("^") == ""
    assert "^" in found.marks
    assert len(found.marks) <= limit + 12


@given(st.text("ab 深🚀", min_size=1, max_size=300), st.data())
def test_marks_point_at_the_character(line: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(line) - 1))
    found = excerpt(line, at, at + 1, Style(), 40)
    column = found.marks.index("^")
    before = ""
    for char in found.line:
        if cells(before) == column:
            assert char == line[at]
            break
        before += char
    else:
        pytest.fail("the marks stand behind the line")
