"""How a report may look, and foreign text made harmless."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.core.finding import Severity
from roadmaplint.report.style import (
    ColorChoice,
    Stream,
    Style,
    choose_style,
    json_text,
    visible,
    wants_color,
    wants_hyperlinks,
)


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "3"}, False, True),
        ("auto", {"FORCE_COLOR": "true"}, False, True),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, False, False),
        ("auto", {"CLICOLOR_FORCE": "0"}, True, True),
        ("auto", {"CLICOLOR": "0"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
        ("auto", {"TERM": "xterm-256color"}, True, True),
    ],
)
def test_color(
    choice: ColorChoice, environment: dict[str, str], terminal: bool, expected: bool
) -> None:
    assert wants_color(choice, environment, terminal) is expected


@pytest.mark.parametrize(
    ("environment", "terminal", "expected"),
    [
        ({}, True, False),
        ({"TERM_PROGRAM": "vscode"}, True, True),
        ({"TERM_PROGRAM": "vscode"}, False, False),
        ({"TERM_PROGRAM": "Apple_Terminal"}, True, False),
        ({"VTE_VERSION": "7600"}, True, True),
        ({"VTE_VERSION": "4800"}, True, False),
        ({"VTE_VERSION": "²"}, True, False),
        ({"WT_SESSION": "a", "TERM": "dumb"}, True, False),
        ({"KITTY_WINDOW_ID": "1"}, True, True),
    ],
)
def test_hyperlinks(environment: dict[str, str], terminal: bool, expected: bool) -> None:
    assert wants_hyperlinks(environment, terminal) is expected


def test_a_style_follows_its_stream() -> None:
    stream = Stream(terminal=True, encoding="UTF8", columns=90)
    assert choose_style("auto", {"WT_SESSION": "x"}, stream, verbose=True) == Style(
        color=True, unicode=True, width=90, hyperlinks=True, terminal=True, verbose=True
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "no-such-encoding", ""])
def test_a_narrow_stream_gets_ascii(encoding: str) -> None:
    assert not choose_style("auto", {}, Stream(encoding=encoding)).unicode


@pytest.mark.parametrize(("columns", "width"), [(0, 40), (80, 80), (10_000, 200)])
def test_width_stays_useful(columns: int, width: int) -> None:
    assert choose_style("auto", {}, Stream(columns=columns)).width == width


def test_no_hyperlinks_without_color() -> None:
    stream = Stream(terminal=True)
    assert not choose_style("never", {"WT_SESSION": "x"}, stream).hyperlinks


def test_paint() -> None:
    assert Style().paint("error", "x") == "x"
    assert Style(color=True).paint("error", "x") == "\x1b[1;31mx\x1b[0m"
    assert Style(color=True).paint("error", "") == ""
    assert Style(color=True).severity(Severity.INFO) == "\x1b[36minfo\x1b[0m"


def test_link() -> None:
    address = "https://example.com"
    assert Style().link(address, "x") == "x"
    assert Style(hyperlinks=True).link(address, "x") == (
        "\x1b]8;;https://example.com\x1b\\x\x1b]8;;\x1b\\"
    )


ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("two\nlines\tand tab", r"two\x0alines\x09and tab"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("one-byte CSI \x9b2J", r"one-byte CSI \x9b2J"),
        ("abc\u202ecba", r"abc\u202ecba"),
        ("bad byte \udcff", r"bad byte \udcff"),
        ("no \ufeffBOM \u200b", r"no \ufeffBOM \u200b"),
        ("\uf8ff\U000f0000", r"\uf8ff\U000f0000"),
        ("hidden \U000e0041", r"hidden \U000e0041"),
        ("über 日本 👩\u200d💻", "über 日本 👩\u200d💻"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (r"C:\x1b", r"C:\x1b"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_visible_within_ascii() -> None:
    assert visible("ü→🚀\x07", ascii_only=True) == r"\xfc\u2192\U0001f680\x07"


@given(ANY_TEXT)
def test_visible_text_steers_nothing(text: str) -> None:
    shown = visible(text)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert all(char >= " " and not "\x7f" <= char <= "\x9f" for char in shown)


@given(ANY_TEXT)
def test_visible_ascii_is_ascii(text: str) -> None:
    shown = visible(text, ascii_only=True)
    assert shown.isascii()
    assert shown.isprintable()


@given(ANY_TEXT, st.booleans())
def test_json_keeps_values_and_prints_nothing_harmful(text: str, ascii_only: bool) -> None:
    written = json_text({"text": text}, ascii_only=ascii_only)
    assert visible(written) == written
    assert written.isascii() or not ascii_only
    # a pair of surrogates is one character to every reader of JSON
    expected = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert json.loads(written) == {"text": expected}
