"""Repairs: choice, conflicts, order, promises, cycles, what waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from tests.unit.core.fake_rules import plan_of, rule_of, source_of

from roadmaplint.core.finding import (
    Diagnostic,
    Finding,
    Fix,
    PlacedEdit,
    PlacedFix,
    Safety,
    Severity,
)
from roadmaplint.core.fixer import ROUNDS, FixOutcome, fix
from roadmaplint.core.linter import FileAnalysis, analyse
from roadmaplint.core.plan import Plan
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.core.rule_meta import Entry, Touch
from roadmaplint.markdown import parser as parser_module
from roadmaplint.markdown.tokens import Markdown
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.decode import decode
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Encoding, Location, Source, Span

ALL: frozenset[Touch] = frozenset({"bytes", "whitespace", "text", "links", "outline"})


def replacing(
    old: str,
    new: str,
    name: str,
    *,
    safety: Safety = Safety.SAFE,
    touches: frozenset[Touch] = ALL,
    group: str = "topics",
) -> Entry:
    """A rule that finds every `old` and offers `new`."""

    @rule(on=Source)
    def check(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
        at = source.text.find(old)
        while at >= 0:
            span = Span(at, at + len(old))
            yield Finding(span, f"found {old}", Fix(f"write {new}", (Edit(span, new),), safety))
            at = source.text.find(old, at + max(1, len(old)))

    return rule_of(check, name, touches=touches, group=group)


def run(text: str, *entries: Entry, threshold: Safety = Safety.SAFE) -> FixOutcome:
    plan = plan_of(*entries)
    return repair(source_of(text), plan, threshold)


def repair(source: Source, plan: Plan, threshold: Safety, **more: object) -> FixOutcome:
    def again(text: Source) -> FileAnalysis:
        return analyse(text, plan)

    return fix(source, again, plan.rules, threshold, **more)  # type: ignore[arg-type]


def test_every_place_is_repaired_and_nothing_is_left() -> None:
    outcome = run("one two one\n", replacing("one", "1", "stray-one"))
    assert outcome.source.text == "1 two 1\n"
    assert outcome.analysis.diagnostics == ()
    assert outcome.analysis.digest == outcome.source.digest
    assert len(outcome.applied) == 2
    assert outcome.rounds == 1


def test_each_text_of_a_repair_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read, parse = [], parser_module.parse

    def noting(source: Source) -> Markdown:
        read.append(source.text)
        return parse(source)

    @rule(on=Document)
    def blocks(document: Document, context: Context[NoOptions]) -> Iterator[Finding]:
        yield Finding(Span(0, 1), f"{len(document.markdown.blocks)} blocks")

    monkeypatch.setattr(parser_module, "parse", noting)
    shortening = replacing("aaa", "aa", "stray-letters", touches=frozenset({"text"}))
    outcome = run("aaaa parsed once\n", shortening, rule_of(blocks, "stray-blocks"))
    assert outcome.rounds == 2
    assert read == ["aaaa parsed once\n", "aaa parsed once\n", "aa parsed once\n"]


@pytest.mark.parametrize(
    ("safety", "threshold", "text"),
    [
        (Safety.SAFE, Safety.SAFE, "b\n"),
        (Safety.SAFE, Safety.UNSAFE, "b\n"),
        (Safety.UNSAFE, Safety.SAFE, "a\n"),
        (Safety.UNSAFE, Safety.UNSAFE, "b\n"),
        (Safety.SUGGESTION, Safety.UNSAFE, "a\n"),
        (Safety.SUGGESTION, Safety.SUGGESTION, "a\n"),
    ],
)
def test_the_threshold_decides(safety: Safety, threshold: Safety, text: str) -> None:
    entry = replacing("a", "b", "stray-a", safety=safety)
    assert run("a\n", entry, threshold=threshold).source.text == text


def test_of_two_overlapping_fixes_the_first_wins_and_the_other_waits() -> None:
    outcome = run("abcd\n", replacing("abc", "x", "early-abc"), replacing("bcd", "y", "late-bcd"))
    assert outcome.source.text == "xd\n"
    assert [d.rule for d in outcome.applied] == ["early-abc"]


def test_equal_edits_are_shared() -> None:
    outcome = run("abc\n", replacing("abc", "x", "one-abc"), replacing("abc", "x", "two-abc"))
    assert outcome.source.text == "x\n"
    assert len(outcome.applied) == 2


def test_repairs_of_characters_come_in_a_round_of_their_own() -> None:
    broken = replacing("Ã", "A", "stray-tilde")
    umlaut = replacing("Ã¤", "ä", "stray-umlaut", group="encoding")
    outcome = run("Ã x Ã¤\n", broken, umlaut)
    assert outcome.source.text == "A x ä\n"
    assert [d.rule for d in outcome.applied] == ["stray-umlaut", "stray-tilde"]
    assert outcome.rounds == 2


def test_a_fix_is_taken_whole_or_not_at_all() -> None:
    @rule(on=Source)
    def check(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
        if source.text.startswith("ab"):
            edits = (Edit(Span(0, 1), "x"), Edit(Span(3, 4), "y"))
            yield Finding(Span(0, 4), "both", Fix("both", edits, Safety.SAFE))

    both = rule_of(check, "both-ends", touches=ALL)
    outcome = run("abcd\n", both, replacing("d", "z", "any-d"), replacing("a", "q", "any-a"))
    assert outcome.source.text == "qbcz\n"
    assert [d.rule for d in outcome.applied] == ["any-a", "any-d"]


def test_rules_that_undo_each_other_are_named_and_the_text_stays() -> None:
    outcome = run("a\n", replacing("a", "b", "stray-a"), replacing("b", "a", "stray-b"))
    assert outcome.source.text == "a\n"
    assert outcome.cycle == ("stray-a", "stray-b")
    assert outcome.applied == ()


def test_work_before_a_cycle_is_kept() -> None:
    entries = (
        replacing("x", "a", "stray-x"),
        replacing("a", "b", "stray-a"),
        replacing("b", "a", "stray-b"),
    )
    outcome = run("x\n", *entries)
    assert outcome.source.text == "a\n"
    assert outcome.cycle == ("stray-a", "stray-b")
    assert [d.rule for d in outcome.applied] == ["stray-x"]


def test_a_text_that_grows_for_ever_is_left_after_some_rounds() -> None:
    outcome = run("a\n", replacing("a", "aa", "stray-a"))
    assert outcome.rounds == ROUNDS
    assert outcome.deferred


@pytest.mark.parametrize(
    ("text", "old", "new", "aspect"),
    [
        ("# Title\n\nword\n", "word", "other", "text"),
        ("[a](one.md)\n", "one.md", "two.md", "links"),
        ('<a href="one.md">a</a>\n', "one.md", "two.md", "links"),
        ("# Title\n\nword\n", "# T", "## T", "outline"),
        ("a\n\n# B\n", "# B", "B", "outline"),
        ("```\ncode\n```\n", "code", "cod", "text"),
        ("a\n\n[x]: one.md\n", "one.md", "two.md", "links"),
    ],
)
def test_a_fix_that_breaks_its_promise_is_left_out_and_reported(
    text: str, old: str, new: str, aspect: Touch
) -> None:
    outcome = run(text, replacing(old, new, "stray-word", touches=ALL - {aspect}))
    assert outcome.source.text == text
    (crash,) = [d for d in outcome.analysis.diagnostics if d.rule == "rule-crash"]
    assert f"it changes the {aspect}" in crash.message
    assert crash.severity is Severity.ERROR
    kept = run(text, replacing(old, new, "stray-word", touches=ALL))
    assert kept.source.text != text


def test_only_the_guilty_fix_is_left_out() -> None:
    quiet = replacing("  ", " ", "double-space", touches=frozenset({"whitespace"}))
    text = "# A\n\n" + "b  c\n\n" * 10 + "`x  y`\n"
    bad = replacing("b", "B", "small-b", touches=frozenset({"whitespace"}))
    outcome = run(text, quiet, bad)
    assert outcome.source.text == text.replace("  ", " ")
    assert {d.rule for d in outcome.applied} == {"double-space"}


@pytest.mark.parametrize(
    "text", ["b  c\n", "b\tc\n", "> b\n> c\n", "<!-- b c -->\n", "<p  class='b c'>x</p>\n"]
)
def test_markup_and_spaces_are_not_guarded(text: str) -> None:
    entry = replacing(text[1:-2], text[1:-2].replace("  ", " "), "any-space", touches=frozenset())
    outcome = run(text, entry)
    assert not any(d.rule == "rule-crash" for d in outcome.analysis.diagnostics)


def test_line_ends_and_marks_stay() -> None:
    source = decode("\ufeffone\r\ntwo\rone\n".encode(), "README.md")
    outcome = repair(source, plan_of(replacing("one", "1", "stray-one")), Safety.SAFE)
    assert outcome.source.text == "\ufeff1\r\ntwo\r1\n"
    assert outcome.source.encoding.bom


def test_bytes_that_are_not_text_stay() -> None:
    source = decode(b"one \xff\xfe one\n", "README.md")
    outcome = repair(source, plan_of(replacing("one", "1", "stray-one")), Safety.SAFE)
    assert outcome.source.digest == decode(b"1 \xff\xfe 1\n", "README.md").digest


def test_a_fix_whose_text_has_no_bytes_is_left_out() -> None:
    source = decode("\ufeffone\n".encode("utf-16-le"), "README.md")
    entry = replacing("one", "\udc80", "stray-one")
    outcome = repair(source, plan_of(entry), Safety.SAFE)
    assert outcome.source == source
    assert any("cannot be encoded" in d.message for d in outcome.analysis.diagnostics)


def test_other_bytes_for_the_same_text() -> None:
    @rule(on=Source)
    def check(source: Source, context: Context[NoOptions]) -> Iterator[Finding]:
        if source.encoding.name != "utf-8":
            mark = Edit(Span(0, 1), "")
            again = Fix("write UTF-8", (mark,), Safety.SAFE, Encoding())
            yield Finding(Span(0, 0), "not UTF-8", again)

    source = decode("\ufeffäöü\n".encode("utf-16-le"), "README.md")
    entry = rule_of(check, "other-encoding", group="encoding", touches=frozenset({"bytes"}))
    outcome = repair(source, plan_of(entry), Safety.SAFE)
    assert outcome.source.text == "äöü\n"
    assert outcome.source.encoding == Encoding()


def late_finding(source: Source, line: int, column: int, length: int, text: str) -> Diagnostic:
    location = Location(line, column, line, column + length)
    repair = PlacedFix("follow", Safety.SAFE, (PlacedEdit(location, text),))
    return Diagnostic(
        path=source.path,
        rule="late-rule",
        code="LNK901",
        group="links",
        severity=Severity.INFO,
        message="moved",
        location=location,
        fix=repair,
        digest=source.digest,
        fingerprint="late",
    )


def late_plan(*entries: Entry) -> Plan:
    late = replacing("never", "never", "late-rule")
    return plan_of(*entries, off=[late._replace(subject="Project")])


def test_late_fixes_join_and_move_along() -> None:
    source = source_of("Ã¤\n\nÃ¤ old and far\n")
    umlaut = replacing("Ã¤", "ä", "stray-umlaut", group="encoding")
    kept = late_finding(source, 3, 4, 3, "new")
    other = replace(late_finding(source, 3, 12, 3, "x"), fix=None, fingerprint="other")
    outcome = repair(source, late_plan(umlaut), Safety.SAFE, late=[kept, other])
    assert outcome.source.text == "ä\n\nä new and far\n"
    assert outcome.rounds == 2
    (left,) = outcome.late
    assert left.location == Location(3, 11, 3, 14)
    assert left.digest == outcome.source.digest


def test_a_late_fix_whose_place_was_repaired_is_dropped() -> None:
    source = source_of("Ã¤old\n")
    umlaut = replacing("Ã¤o", "äo", "stray-umlaut", group="encoding")
    kept = late_finding(source, 1, 2, 4, "new")
    outcome = repair(source, late_plan(umlaut), Safety.SAFE, late=[kept])
    assert outcome.source.text == "äold\n"
    assert [left.fix for left in outcome.late] == [None]


def test_fixes_of_another_revision_are_refused() -> None:
    source = source_of("old\n")
    stranger = replace(late_finding(source, 1, 1, 3, "new"), digest="0" * 32)
    outcome = repair(source, late_plan(), Safety.SAFE, late=[stranger])
    assert outcome.source == source


def test_a_round_after_a_broken_promise_is_judged_by_the_text_as_it_is_then() -> None:
    bad = replacing("# b", "b", "small-b", touches=frozenset({"links"}))
    good = replacing("old", "new", "old-word", touches=frozenset({"text"}))
    later = replacing("new", "newer ", "new-word", touches=frozenset({"text"}))
    outcome = run("# b\n\nold  b\n\nold\n", bad, good, later)
    crashes = [d.message for d in outcome.analysis.diagnostics if d.rule == "rule-crash"]
    assert len(crashes) == 1
    assert "a fix of small-b" in crashes[0]
    assert "newer" in outcome.source.text
