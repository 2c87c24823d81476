"""Comments that silence: every verb, every family, what was of use and what was not."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.core.fake_rules import plan_of, source_of, word_rule

from roadmaplint.core.finding import Severity
from roadmaplint.core.linter import FileAnalysis, analyse, conclude

ALPHA = word_rule("alpha", "stray-first", code="TOP401", aliases=("MD024",))
BETA = word_rule("beta", "stray-second", code="LNK401", group="links")
PLAN = plan_of(ALPHA, BETA)
TODAY = date(2026, 1, 15)


def run(text: str, meta: bool = False) -> FileAnalysis:
    plan = plan_of(ALPHA, BETA, meta=True) if meta else PLAN
    return analyse(source_of(text), plan, today=TODAY)


def lines(text: str) -> list[int]:
    """The lines of alphas that are reported."""
    found = run(text).diagnostics
    return [d.location.line for d in found if d.rule == "stray-first"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("alpha\n\n<!-- roadmaplint-disable stray-first -->\n\nalpha\n", [1]),
        ("<!-- roadmaplint-disable TOP401 -->\n\nalpha\n", []),
        ("<!-- ROADMAPLINT-DISABLE Topics -->\n\nalpha\n", []),
        ("<!--roadmaplint-disable links,topics-->\n\nalpha\n", []),
        ("<!-- roadmaplint-disable -->\n\nalpha\n", []),
        ("<!-- roadmaplint-disable links -->\n\nalpha\n", [3]),
        (
            "<!-- roadmaplint-disable topics -->\n\nalpha\n\n"
            "<!-- roadmaplint-enable topics -->\n\nalpha\n",
            [7],
        ),
        ("<!-- roadmaplint-disable-next-line topics -->\nalpha\nalpha\n", [3]),
        ("alpha <!-- roadmaplint-disable-line topics -->\nalpha\n", [2]),
        ("alpha\n\n<!-- roadmaplint-disable-file topics -->\n", []),
        (
            "alpha\n\n<!-- roadmaplint-disable-file topics -->\n\n"
            "<!-- roadmaplint-enable topics -->\n\nalpha\n",
            [7],
        ),
        (
            "<!-- roadmaplint-capture -->\n\n<!-- roadmaplint-disable topics -->\n\nalpha\n\n"
            "<!-- roadmaplint-restore -->\n\nalpha\n",
            [9],
        ),
        (
            "<!-- roadmaplint-disable topics -->\n\n<!-- roadmaplint-capture -->\n\n"
            "<!-- roadmaplint-enable -->\n\nalpha\n\n<!-- roadmaplint-restore -->\n\nalpha\n",
            [7],
        ),
        ('<!-- roadmaplint-configure-file {"stray-first": false} -->\n\nalpha\n', []),
        ('<!-- roadmaplint-configure-file {"topics": {"severity": "off"}} -->\n\nalpha\n', []),
        ('<!-- roadmaplint-configure-file {"topics": "off"} -->\n\nalpha\n', []),
        ("<!-- markdownlint-disable MD024 -->\n\nalpha\n", []),
        ("<!-- markdownlint-disable no-duplicate-heading -->\n\nalpha\n", []),
        ("<!-- markdownlint-disable MD001 -->\n\nalpha\n", [3]),
        ("<!-- markdownlint-disable -->\n\nalpha\n", []),
        ("<!-- markdownlint-disable stray-first -->\n\nalpha\n", [3]),
        ('<!-- markdownlint-configure-file {"MD024": false} -->\n\nalpha\n', []),
        ('<!-- markdownlint-configure-file {"default": false} -->\n\nalpha\n', []),
        (
            '<!-- markdownlint-configure-file {"default": false, "MD024": true} -->\n\nalpha\n',
            [3],
        ),
        ("<!-- markdown-link-check-disable -->\n\nalpha\n", [3]),
        ("<!-- roadmaplint-disable topics until=2026-01-15 -->\n\nalpha\n", []),
        ("<!-- roadmaplint-disable topics until=2026-01-14 -->\n\nalpha\n", [3]),
        ("<!-- roadmaplint-disable topics -- links are old -->\n\nbeta alpha\n", []),
        ("```html\n<!-- roadmaplint-disable topics -->\n```\n\nalpha\n", [5]),
        ("`<!-- roadmaplint-disable topics -->`\n\nalpha\n", [3]),
        ("---\nx: <!-- roadmaplint-disable topics -->\n---\n\nalpha\n", [5]),
    ],
)
def test_what_is_left(text: str, left: list[int]) -> None:
    assert lines(text) == left


def test_link_comments_of_another_tool_silence_links_only() -> None:
    text = "<!-- markdown-link-check-disable-next-line -->\nalpha beta\nbeta\n"
    found = run(text)
    assert [(d.rule, d.location.line) for d in found.diagnostics] == [
        ("stray-first", 2),
        ("stray-second", 3),
    ]
    assert [d.rule for d in found.suppressed] == ["stray-second"]


def test_suppressing_only_removes() -> None:
    text = "alpha\n\nbeta\n\nalpha\n"
    silenced = run(text.replace("beta\n", "beta <!-- roadmaplint-disable-line all -->\n"))
    whole = (*silenced.diagnostics, *silenced.suppressed)
    assert sorted(d.location.line for d in whole) == [
        d.location.line for d in run(text).diagnostics
    ]


def test_a_severity_can_be_configured_in_the_file() -> None:
    text = '<!-- roadmaplint-configure-file {"topics": {"severity": "info"}} -->\n\nalpha\n'
    assert [d.severity for d in run(text).diagnostics] == [Severity.INFO]


def meta(text: str) -> list[tuple[str, str]]:
    found = run(text, meta=True).diagnostics
    return [(d.rule, d.message) for d in found if d.group == "meta"]


def test_a_comment_of_use_is_not_reported() -> None:
    assert meta("<!-- roadmaplint-disable-next-line stray-first -- why not -->\nalpha\n") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- roadmaplint-disable-line stray-first -->\n", "this comment silences nothing of"),
        ("<!-- roadmaplint-disable -->\n", "this comment silences nothing"),
        ("alpha <!-- roadmaplint-disable-line topics links -->\n", "silences nothing of links"),
        ("alpha <!-- roadmaplint-disable-line topics, topics2 -->\n", 'did you mean "topics"'),
        ("alpha <!-- roadmaplint-disable-line topics until=now -->\n", "not a date"),
        ("alpha\n\n<!-- roadmaplint-disable topics until=2026-01-01 -->\n", "until 2026-01-01"),
        ("<!-- roadmaplint-configure-file [] -->\n", "a JSON object"),
        ('<!-- roadmaplint-configure-file {"topcis": false} -->\n', '"topics"'),
    ],
)
def test_what_meta_rules_say(text: str, said: str) -> None:
    assert any(said in message for _, message in meta(text)), meta(text)


def test_a_second_comment_for_the_same_lines_is_of_no_use() -> None:
    text = "<!-- roadmaplint-disable topics -->\n\n<!-- roadmaplint-disable topics -->\n\nalpha\n"
    (found,) = [d for d in run(text, meta=True).diagnostics if d.rule == "unused-suppression"]
    assert found.location.line == 3


def test_rules_that_did_not_run_are_not_judged() -> None:
    text = "<!-- roadmaplint-disable-line stray-second -->\n"
    plan = plan_of(ALPHA, meta=True, off=[BETA])
    assert analyse(source_of(text), plan).diagnostics == ()
    group = "<!-- roadmaplint-disable-line links -->\n"
    assert analyse(source_of(group), plan).diagnostics == ()


def test_meta_rules_can_be_silenced_by_name_but_crashes_cannot() -> None:
    text = (
        "<!-- roadmaplint-disable-file unused-suppression rule-crash -->\n\n"
        "<!-- roadmaplint-disable-line topics -->\n"
    )
    assert [rule for rule, _ in meta(text)] == []
    assert len(run(text, meta=True).suppressed) == 1


def test_an_analysis_says_how_long_it_is_true() -> None:
    text = (
        "<!-- roadmaplint-disable topics until=2026-03-01 -->\n\n"
        "<!-- roadmaplint-disable links until=2026-02-01 -->\n\n"
        "<!-- roadmaplint-disable links until=2025-02-01 -->\n"
    )
    assert run(text).expires == date(2026, 2, 1)


LATE = BETA._replace(subject="Project")
LATE_PLAN = plan_of(ALPHA, LATE, meta=True)
WAITING = "# A\n\n<!-- roadmaplint-disable-next-line stray-second -->\nbeta\n"


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> FileAnalysis:
    monkeypatch.setattr("roadmaplint.core.linter._facts", lambda reading, plan: None)
    return analyse(source_of(WAITING), LATE_PLAN, today=TODAY)


def test_a_comment_waits_for_rules_on_the_project(waiting: FileAnalysis) -> None:
    assert waiting.diagnostics == ()
    source = source_of(WAITING)
    none = conclude(waiting, (), LATE_PLAN, frozenset(), lambda: source)
    assert none.diagnostics == ()
    ran = frozenset({"stray-second"})
    unused = conclude(waiting, (), LATE_PLAN, ran, lambda: source)
    assert [d.rule for d in unused.diagnostics] == ["unused-suppression"]
    (late,) = analyse(source_of("# A\n\n\nbeta\n"), plan_of(BETA)).diagnostics
    used = conclude(waiting, (late,), LATE_PLAN, ran, lambda: source)
    assert used.diagnostics == ()
    assert used.suppressed == (late,)


def test_many_directives_cost_no_more_than_their_number() -> None:
    text = "<!-- roadmaplint-disable-next-line -->\nalpha\n\n" * 2000
    found = run(text)
    assert len(found.suppressed) == 2000
    assert found.diagnostics == ()
