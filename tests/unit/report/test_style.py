from __future__ import annotations

import pytest

from roadmaplint.core.finding import Severity
from roadmaplint.report.style import (
    ColorChoice,
    Stream,
    Style,
    choose_style,
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
