"""One file: dispatch, fences, severities, fingerprints, order."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest
from tests.unit.core.fake_rules import plan_of, rule_of, source_of, word_rule

import roadmaplint.markdown.parser as parser_module
from roadmaplint.core.finding import Finding, Fix, Related, Safety, Severity
from roadmaplint.core.linter import FileAnalysis, analyse
from roadmaplint.core.plan import Plan, RuleSetting
from roadmaplint.core.resolve import HeadingTrails
from roadmaplint.core.rule import Check, Context, NoOptions, rule
from roadmaplint.markdown.tokens import Markdown
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Location, Source, Span


@rule(on=Heading)
def headings(heading: Heading, context: Context[NoOptions]) -> Iterator[Finding]:
    yield Finding(heading.span, f"heading {heading.text}")


@rule(on=Source)
def whole(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
    fix = Fix("cut", (Edit(Span(0, 1), ""),), Safety.SAFE)
    related = (Related(Span(2, 3), "here too"),)
    yield Finding(Span(0, 2), "whole", fix, related, severity=Severity.INFO)


@rule(on=Source)
def asking(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
    yield Finding(Span(0, 0), f"{len(context.document.headings)} headings")


HEADINGS = rule_of(headings, "stray-heading", code="TOP301")
WHOLE = rule_of(whole, "stray-whole", code="TOP302")
ASKING = rule_of(asking, "stray-question", code="TOP303")
ALPHA = word_rule("alpha", "stray-alpha", code="TOP304")


def run(text: str, plan: Plan) -> FileAnalysis:
    return analyse(source_of(text), plan)


def messages(analysis: FileAnalysis) -> list[str]:
    return [diagnostic.message for diagnostic in analysis.diagnostics]


def test_rules_get_their_subjects() -> None:
    analysis = run("# One\n\nalpha\n\n## Two\n", plan_of(HEADINGS, ALPHA, ASKING))
    assert messages(analysis) == ["2 headings", "heading One", "found alpha", "heading Two"]


def test_a_diagnostic_is_complete() -> None:
    (found,) = run("abc\n", plan_of(WHOLE)).diagnostics
    assert (found.path, found.rule, found.code, found.group) == (
        "README.md",
        "stray-whole",
        "TOP302",
        "topics",
    )
    assert found.location == Location(1, 1, 1, 3)
    assert found.related[0].location == Location(1, 3, 1, 4)
    assert found.fix is not None
    assert found.fix.edits[0].location == Location(1, 1, 1, 2)
    assert found.digest == source_of("abc\n").digest
    assert len(found.fingerprint) == 32


@pytest.mark.parametrize(("explicit", "severity"), [(False, Severity.INFO), (True, Severity.ERROR)])
def test_a_user_severity_wins_over_the_tiers_of_a_rule(explicit: bool, severity: Severity) -> None:
    setting = RuleSetting(Severity.ERROR, explicit=explicit)
    (found,) = run("abc\n", plan_of(WHOLE, settings={"stray-whole": setting})).diagnostics
    assert found.severity is severity


def test_a_rule_that_must_not_repair_only_suggests() -> None:
    setting = RuleSetting(Severity.ERROR, fixable=False)
    (found,) = run("abc\n", plan_of(WHOLE, settings={"stray-whole": setting})).diagnostics
    assert found.fix is not None
    assert found.fix.safety is Safety.SUGGESTION


def test_text_rules_never_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Source) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(parser_module, "parse", refuse)
    assert messages(run("alpha\n\n<!-- a comment -->\n", plan_of(ALPHA, WHOLE, meta=False))) != []


def test_a_file_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    parse = parser_module.parse

    def counting(source: Source) -> Markdown:
        calls.append(source)
        return parse(source)

    monkeypatch.setattr(parser_module, "parse", counting)
    run("# A\n\n<!-- roadmaplint-disable-line links -->\n", plan_of(HEADINGS, ASKING, meta=True))
    assert len(calls) == 1


@rule(on=Heading)
def crashing(heading: Heading, context: Context[NoOptions]) -> Iterator[Finding]:
    if heading.text == "Bad":
        raise LookupError("no such thing")
    yield Finding(heading.span, "before")


@rule(on=Document)
def outside(document: Document, context: Context[NoOptions]) -> Iterator[Finding]:
    yield Finding(Span(0, 10_000), "too far")


@rule(on=Source)
def overlapping(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
    edits = (Edit(Span(0, 3), ""), Edit(Span(1, 2), ""))
    yield Finding(Span(0, 1), "bad fix", Fix("cut", edits, Safety.SAFE))


def test_a_failing_rule_is_one_diagnostic_and_the_others_go_on() -> None:
    plan = plan_of(rule_of(crashing, "stray-crash"), HEADINGS)
    analysis = run("# Good\n\n## Bad\n\n## Good\n", plan)
    crashes = [found for found in analysis.diagnostics if found.rule == "rule-crash"]
    assert len(crashes) == 1
    assert crashes[0].severity is Severity.ERROR
    assert crashes[0].location.line == 3
    assert "rule stray-crash failed: LookupError: no such thing" in crashes[0].message
    assert sum(found.rule == "stray-heading" for found in analysis.diagnostics) == 3


@pytest.mark.parametrize("check", [outside, overlapping])
def test_a_finding_that_cannot_be_is_a_crash(check: Check) -> None:
    entry = rule_of(check, "stray-place")
    (found,) = run("# A\n", plan_of(entry)).diagnostics
    assert found.rule == "rule-crash"


def test_a_failing_parser_is_reported_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: Source) -> None:
        raise RuntimeError("lost")

    monkeypatch.setattr(parser_module, "parse", fail)
    analysis = run("alpha\n", plan_of(HEADINGS, ASKING, ALPHA))
    assert [found.rule for found in analysis.diagnostics] == ["rule-crash", "stray-alpha"]
    assert "the parser failed: RuntimeError: lost" in messages(analysis)[0]


def test_an_analysis_can_be_repeated_and_crosses_processes() -> None:
    text = "# A\n\nalpha\nalpha\n"
    first, second = run(text, plan_of(HEADINGS, ALPHA)), run(text, plan_of(HEADINGS, ALPHA))
    assert first == second
    assert pickle.loads(pickle.dumps(first)) == first


def fingerprints(text: str) -> list[str]:
    return [found.fingerprint for found in run(text, plan_of(ALPHA)).diagnostics]


def test_fingerprints_survive_edits_above_and_case_and_spaces() -> None:
    before = fingerprints("# A\n\nan alpha here\n")
    assert fingerprints("Some words.\n\n# A\n\nMore words.\n\nan  alpha HERE\n") == before


def test_fingerprints_tell_apart_rules_trails_texts_and_equals() -> None:
    text = "# A\n\nalpha\n\nalpha\n\nalpha b\n\n## B\n\nalpha\n\n```\n## C\n```\n\nalpha\n"
    found = fingerprints(text)
    assert len(found) == len(set(found)) == 5
    assert found[-1] == fingerprints(text.replace("## C", "C"))[-1]
    assert found[-1] != fingerprints(text.replace("```", "---"))[-1]


def test_facts_are_made_only_for_project_rules() -> None:
    assert run("# A\n", plan_of(HEADINGS)).facts is None


def test_a_trail_holds_the_titles_above_and_no_others() -> None:
    trails = HeadingTrails([(1, 2, "a"), (3, 3, "b"), (5, 2, "c"), (7, 1, "d"), (9, 4, "e")])
    assert [trails.at(line) for line in (0, 2, 4, 6, 8, 10)] == [
        (),
        ("a",),
        ("a", "b"),
        ("c",),
        ("d",),
        ("d", "e"),
    ]
