"""The text format, its excerpts in cells, and statistics."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from roadmaplint.core.finding import Elsewhere
from roadmaplint.report import text
from roadmaplint.report import text as concise
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.report.text import excerpt, width_of
from roadmaplint.text.source import Location

GOLDEN = """\
README.md:4:4 error ENC001 mojibake “🚀” was read as Windows-1252 [fixable]
    4 |     - ðŸš€ Ownership
      |       ^^^^
      = fix: Restore “🚀”
README.md:5:10 error LNK001 dead-link https://example.com/book: 404, Not | Found
    5 | - [Book](https://example.com/book)
      |          ^^^^^^^^^^^^^^^^^^^^^^^^
README.md:7:1 warning TOP001 duplicate-topic Closures stands twice [unsafe fix]
    7 | - Closures
      | ^^^^^^^^^^
      = see docs/深.md:3:1 here, too
      = fix: Drop the item
README.md info 2 layout findings (LAY001 list-marker: 1, LAY003 trailing-space: 1); \
--verbose shows them

docs/深.md:1:10 warning STR007 title-punctuation Colon at the end [suggestion]
    1 | # 深入 Rust:
      |            ^
      = fix: Drop it

2 errors, 2 warnings, 2 infos in 2 files; 2 fixable with --fix, 1 more with --unsafe-fixes, \
1 suggestion
"""


def test_golden(report: Report) -> None:
    assert text.render_text(report, Style()) == GOLDEN


def test_verbose_folds_nothing(report: Report) -> None:
    shown = text.render_text(report, Style(verbose=True))
    assert shown.startswith(
        "README.md:3:15 info LAY003 trailing-space Two spaces at the end [fixable]\n"
        "    3 | ## First steps  \n"
        "      |               ^^\n"
    )
    assert "layout finding" not in shown


def test_only_layout_infos_are_folded(report: Report) -> None:
    louder = replace(report.diagnostics[0], severity=report.diagnostics[4].severity)
    shown = text.render_text(replace(report, diagnostics=(louder,)), Style())
    assert shown.startswith("README.md:3:15 warning LAY003 trailing-space")


def test_what_is_the_same_is_said_once(report: Report) -> None:
    one = next(d for d in report.diagnostics if d.rule == "title-punctuation")
    many = tuple(
        replace(one, location=Location(line, 1, line, 2), fingerprint=str(line))
        for line in range(1, 17)
    )
    shown = text.render_text(replace(report, diagnostics=many), Style())
    assert shown.count("Colon at the end") == 1
    assert "= and 15 more like this, on lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, …;" in shown
    few = text.render_text(replace(report, diagnostics=many[:3]), Style())
    assert few.count("Colon at the end") == 3
    whole = text.render_text(replace(report, diagnostics=many), Style(verbose=True))
    assert whole.count("Colon at the end") == 16


def test_errors_are_never_folded(report: Report) -> None:
    one = next(d for d in report.diagnostics if d.rule == "dead-link")
    many = tuple(replace(one, location=Location(line, 1, line, 2)) for line in range(1, 9))
    assert text.render_text(replace(report, diagnostics=many), Style()).count("dead-link") == 8


def test_nothing_found(empty: Report) -> None:
    assert text.render_text(empty, Style()) == "nothing found in 3 files\n"
    assert text.render_text(empty, Style(summary=False)) == ""


def test_without_summary(report: Report) -> None:
    assert text.render_text(report, Style(summary=False)) == GOLDEN[: GOLDEN.rindex("\n\n") + 1]


def test_repairs_are_counted(empty: Report) -> None:
    shown = text.render_text(replace(empty, fixed={"a.md": 3, "b.md": 1}), Style())
    assert shown == "4 repairs written in 2 files\nnothing found in 3 files\n"


def test_without_source_text_there_is_no_excerpt(report: Report) -> None:
    unread = replace(report, line=lambda path, number: None, diagnostics=report.diagnostics[2:3])
    assert text.render_text(unread, Style(summary=False)) == (
        "README.md:5:10 error LNK001 dead-link https://example.com/book: 404, Not | Found\n"
    )


def test_many_related_places_are_cut(report: Report) -> None:
    places = tuple(Elsewhere("x.md", Location(n, 1, n, 2), "here") for n in range(1, 9))
    many = replace(report.diagnostics[2], related=places)
    shown = text.render_text(replace(report, diagnostics=(many,)), Style(summary=False))
    assert shown.count("= see") == 5
    assert shown.endswith("      = and 3 places more\n")
    whole = text.render_text(replace(report, diagnostics=(many,)), Style(verbose=True))
    assert whole.count("= see") == 8


def test_color(report: Report) -> None:
    one = replace(report, diagnostics=report.diagnostics[1:2])
    shown = text.render_text(one, Style(color=True, hyperlinks=True, summary=False))
    page = "https://github.com/roadmaplint/roadmaplint/blob/main/rules/encoding/mojibake.md"
    assert shown == (
        f"\x1b[1mREADME.md:4:4\x1b[0m \x1b[1;31merror\x1b[0m "
        f"\x1b]8;;{page}\x1b\\\x1b[1mENC001\x1b[0m\x1b]8;;\x1b\\ mojibake "
        f"“🚀” was read as Windows-1252 \x1b[2m[fixable]\x1b[0m\n"
        f"\x1b[2m    4 | \x1b[0m    - ðŸš€ Ownership\n"
        f"\x1b[2m      | \x1b[0m\x1b[1;31m      ^^^^\x1b[0m\n"
        f"      = fix: Restore “🚀”\n"
    )


def test_concise(report: Report) -> None:
    assert concise.render_concise(report, Style()) == (
        "README.md:3:15: LAY003 Two spaces at the end\n"
        "README.md:4:4: ENC001 “🚀” was read as Windows-1252\n"
        "README.md:5:10: LNK001 https://example.com/book: 404, Not | Found\n"
        "README.md:6:1: LAY001 Another marker than above\n"
        "README.md:7:1: TOP001 Closures stands twice\n"
        "docs/深.md:1:10: STR007 Colon at the end\n"
    )


def test_concise_says_nothing_of_nothing(empty: Report) -> None:
    assert concise.render_concise(empty, Style()) == ""


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


def test_statistics_golden(report: Report) -> None:
    many = replace(report, diagnostics=(*report.diagnostics[1:3], *[report.diagnostics[4]] * 10))
    assert text.render_statistics(many, Style()) == (
        "10 warning TOP001 duplicate-topic [10 unsafe]\n"
        " 1 error   ENC001 mojibake [1 fixable]\n"
        " 1 error   LNK001 dead-link\n"
        "2 errors, 10 warnings in 2 files; 1 fixable with --fix, 10 more with --unsafe-fixes\n"
    )


def test_statistics_nothing_found(empty: Report) -> None:
    assert text.render_statistics(empty, Style()) == "nothing found in 3 files\n"
    assert text.render_statistics(empty, Style(summary=False)) == ""
    assert text.render_statistics_json(empty, Style()) == "[]\n"


def test_json(report: Report) -> None:
    shown = json.loads(text.render_statistics_json(report, Style()))
    assert len(shown) == 6
    assert shown[0] == {
        "code": "ENC001",
        "rule": "mojibake",
        "group": "encoding",
        "severity": "error",
        "findings": 1,
        "safe": 1,
        "unsafe": 0,
    }
