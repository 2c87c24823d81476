from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaplint.core.finding import (
    IN_ORDER,
    Diagnostic,
    Elsewhere,
    PlacedEdit,
    PlacedFix,
    Safety,
    Severity,
)
from roadmaplint.core.rule_meta import GROUPS
from roadmaplint.core.subjects import Hop, Outcome, Verdict
from roadmaplint.report import statistics
from roadmaplint.report.formats import FORMATS, LINK_FORMATS, link_renderer, renderer
from roadmaplint.report.model import LinkResult, Report
from roadmaplint.report.style import Style
from roadmaplint.text.source import Location

TEXT = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["\x1b[31m", "\x9b2J", "\r\n::error::x", "\u202eabc", "\udcff\ud800", "a" * 300, "\x7f\x00"]
)
NUMBER = st.integers(1, 12)
LOCATION = st.builds(Location, NUMBER, NUMBER, NUMBER, NUMBER)
FIX = st.builds(
    PlacedFix,
    TEXT,
    st.sampled_from(Safety),
    st.lists(st.builds(PlacedEdit, LOCATION, TEXT), max_size=2).map(tuple),
)
DIAGNOSTIC = st.builds(
    Diagnostic,
    path=TEXT.filter(bool),
    rule=st.sampled_from(["mojibake", "dead-link"]),
    code=st.sampled_from(["ENC001", "LNK001"]),
    group=st.sampled_from(list(GROUPS)),
    severity=st.sampled_from(Severity),
    message=TEXT,
    location=LOCATION,
    related=st.lists(st.builds(Elsewhere, TEXT, LOCATION, TEXT), max_size=2).map(tuple),
    fix=st.none() | FIX,
)


def link_result(**given: Any) -> LinkResult:
    """Hypothesis does not look for types that this signature does not name."""
    return LinkResult(**given)


LINK = st.builds(
    link_result,
    path=TEXT.filter(bool),
    location=LOCATION,
    target=TEXT,
    url=TEXT | TEXT.map(lambda rest: "https://" + rest),
    verdict=st.builds(
        Verdict,
        url=TEXT,
        outcome=st.sampled_from(get_args(Outcome)),
        reason=TEXT,
        final=st.none() | TEXT,
        hops=st.lists(st.builds(Hop, NUMBER, TEXT), max_size=1).map(tuple),
    ),
    severity=st.none() | st.sampled_from(Severity),
)
STYLE = st.builds(
    Style,
    color=st.booleans(),
    unicode=st.booleans(),
    width=st.integers(40, 120),
    verbose=st.booleans(),
    hyperlinks=st.booleans(),
)
#: The only escapes a report may hold: our colours and our hyperlinks.
OURS = re.compile(r"\x1b\[[0-9;]+m|\x1b\]8;;(?:https://github\.com/[!-~]*)?\x1b\\")


def report_of(diagnostics: list[Diagnostic], line: str | None) -> Report:
    ordered = tuple(sorted(diagnostics, key=IN_ORDER))
    return Report(ordered, 1, lambda path, number: line, {}, "1.0", {})


def assert_harmless(shown: str, style: Style) -> None:
    shown.encode("utf-8" if style.unicode else "ascii")
    if style.color or style.hyperlinks:
        shown = OURS.sub("", shown)
    controls = {char for char in shown if char < " " or "\x7f" <= char <= "\x9f"}
    assert controls <= {"\n"}
    assert not set(shown) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069")


@pytest.mark.parametrize("name", FORMATS)
@given(st.lists(DIAGNOSTIC, max_size=4), st.none() | TEXT, STYLE)
def test_no_format_lets_controls_through(
    name: str, diagnostics: list[Diagnostic], line: str | None, style: Style
) -> None:
    report = report_of(diagnostics, line)
    shown = renderer(name)(report, style)
    assert_harmless(shown, style)
    assert renderer(name)(report, style) == shown
    assert shown == "" or shown.endswith("\n")


@pytest.mark.parametrize("name", LINK_FORMATS)
@given(st.lists(LINK, max_size=4), STYLE)
def test_no_list_of_links_does_either(name: str, links: list[LinkResult], style: Style) -> None:
    assert_harmless(link_renderer(name)(links, style), style)


@given(st.lists(DIAGNOSTIC, max_size=4), STYLE)
def test_nor_do_statistics(diagnostics: list[Diagnostic], style: Style) -> None:
    report = report_of(diagnostics, None)
    assert_harmless(statistics.render(report, style), style)
    assert_harmless(statistics.render_json(report, style), style)


@pytest.mark.parametrize("name", FORMATS)
def test_sample(name: str, report: Report, empty: Report) -> None:
    for each in (report, empty):
        assert_harmless(renderer(name)(each, Style()), Style())
        assert_harmless(renderer(name)(each, Style(unicode=False)), Style(unicode=False))


@pytest.mark.parametrize("name", ["html5", "", "text:render"])
def test_unknown_names(name: str) -> None:
    with pytest.raises(KeyError):
        renderer(name)
    with pytest.raises(KeyError):
        link_renderer(name)
