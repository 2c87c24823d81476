"""Findings to diagnostics: lines and columns, severities, fingerprints that survive edits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import cast

from msgspec.structs import replace

from roadmaplint.core.finding import (
    Diagnostic,
    Elsewhere,
    Finding,
    Fix,
    PlacedEdit,
    PlacedFix,
    ProjectFinding,
    Safety,
    Severity,
)
from roadmaplint.core.plan import ConfiguredRule, RuleSetting, bind
from roadmaplint.core.registry import RuleSet
from roadmaplint.core.subjects import Crash
from roadmaplint.roadmap.project_index import DocumentFacts
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Location, Source, Span

#: The name of the rule under which a failing rule is reported.
CRASH = "rule-crash"
#: What neither a comment nor a baseline hides.
NEVER_SILENT = frozenset({CRASH, "unreadable-file"})


def place(finding: Finding, bound: ConfiguredRule, source: Source) -> Diagnostic:
    """Complete a finding of a file. Raises ValueError for a place or fix outside the text."""
    card = bound.card
    related = tuple(
        Elsewhere(source.path, _location(source, span), message)
        for span, message in finding.related
    )
    return Diagnostic(
        path=source.path,
        rule=card.name,
        code=card.code,
        group=card.group,
        severity=_severity(finding.severity, bound),
        message=finding.message,
        location=_location(source, finding.span),
        aliases=card.aliases,
        related=related,
        fix=_place_fix(finding.fix, bound, source) if finding.fix else None,
        digest=source.digest,
    )


def place_project(finding: ProjectFinding, bound: ConfiguredRule, digest: str) -> Diagnostic:
    """Complete a finding of a project rule; `digest` is the revision that it speaks of."""
    card = bound.card
    fix = None
    if finding.edits:
        edits = tuple(PlacedEdit(*edit) for edit in sorted(finding.edits))
        safety = finding.safety if bound.fixable else Safety.SUGGESTION
        fix = PlacedFix(finding.fix_title, safety, edits)
    return Diagnostic(
        path=finding.path,
        rule=card.name,
        code=card.code,
        group=card.group,
        severity=_severity(finding.severity, bound),
        message=finding.message,
        location=finding.location,
        aliases=card.aliases,
        related=finding.related,
        fix=fix,
        digest=digest,
    )


def crash(event: Crash, rules: RuleSet, digest: str) -> Diagnostic:
    """The diagnostic of something that failed; it is an error whatever the settings say."""
    bound = bind(rules.by_name[CRASH], RuleSetting(Severity.ERROR))
    (finding,) = cast("Iterable[ProjectFinding]", bound.check.run(event, bound.options))
    return place_project(finding, bound, digest)


def failure(error: BaseException) -> str:
    """An exception in one line, with the module and line that raised it."""
    words = " ".join(str(error).split())
    text = f"{type(error).__name__}: {words[:200]}" if words else type(error).__name__
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return text
    return f"{text} ({trace.tb_frame.f_globals.get('__name__')}, line {trace.tb_lineno})"


def _severity(wanted: Severity | None, bound: ConfiguredRule) -> Severity:
    if wanted is None or bound.explicit:
        return bound.severity
    return min(wanted, bound.severity) if bound.capped else wanted


def _location(source: Source, span: Span) -> Location:
    if not 0 <= span.start <= span.end <= len(source.text):
        raise ValueError(f"a place outside the text: {span.start}-{span.end}")
    return source.location(span)


def _place_fix(fix: Fix, bound: ConfiguredRule, source: Source) -> PlacedFix:
    at = 0
    for edit in fix.edits:
        if edit.span.start < at:
            raise ValueError("edits of one fix overlap or are not sorted")
        at = edit.span.end
    edits = tuple(PlacedEdit(_location(source, span), text) for span, text in fix.edits)
    safety = fix.safety if bound.fixable else Safety.SUGGESTION
    return PlacedFix(fix.title, safety, edits, fix.reencode)


_MARK = lazy(r"^ {0,3}(?:(#{1,6})[ \t]+([^\r\n]*)|(`{3,}|~{3,}))", re.MULTILINE)
_NUMBER = lazy(r"\d+")
#: More of a spanned text does not make its name better.
_ENOUGH = 500


def add_fingerprints(
    diagnostics: Iterable[Diagnostic], source: Source, seen: Counter[str] | None = None
) -> tuple[Diagnostic, ...]:
    """Give the diagnostics of one file, in order, their fingerprints.

    One is made of the rule, the path, the titles above, the text of the spanned lines with spaces
    and letter case folded, and a number among equals, which `seen` counts.
    """
    found = tuple(diagnostics)
    if not found:
        return ()
    trails = HeadingTrails(headings_of(source))
    seen = Counter() if seen is None else seen
    named = []
    for diagnostic in found:
        line = diagnostic.location.line
        words = (*trails.at(line), _spanned(source, diagnostic.location))
        named.append(_named(diagnostic, words, seen))
    return tuple(named)


def add_fingerprints_by_facts(
    diagnostics: Iterable[Diagnostic], facts: DocumentFacts | None, seen: Counter[str]
) -> tuple[Diagnostic, ...]:
    """The same where only facts are at hand: the message without numbers stands for the text."""
    headings = facts.headings if facts else ()
    trails = HeadingTrails((h.location.line, h.level, fold(h.text)) for h in headings)
    named = []
    for diagnostic in diagnostics:
        words = trails.at(diagnostic.location.line)
        message = fold(_NUMBER.sub("", diagnostic.message))
        named.append(_named(diagnostic, (*words, message), seen))
    return tuple(named)


class HeadingTrails:
    """The titles above every line; each heading is looked at once."""

    def __init__(self, headings: Iterable[tuple[int, int, str]]) -> None:
        """Take line, level and folded text of the headings in order."""
        self.lines: list[int] = []
        self.trails: list[tuple[str, ...]] = []
        above: list[tuple[int, str]] = []
        for line, level, text in headings:
            while above and above[-1][0] >= level:
                above.pop()
            above.append((level, text))
            self.lines.append(line)
            self.trails.append(tuple(title for _, title in above))

    def at(self, line: int) -> tuple[str, ...]:
        """The titles above a line, outermost first; a heading stands below itself."""
        index = bisect_right(self.lines, line) - 1
        return self.trails[index] if index >= 0 else ()


def headings_of(source: Source) -> Iterator[tuple[int, int, str]]:
    """Line, level and folded text of every `#` heading outside fences, without a parse."""
    fence = ""
    for mark in _MARK.finditer(source.text):
        if mark[3]:
            if not fence:
                fence = mark[3]
            elif mark[3].startswith(fence):
                fence = ""
        elif not fence:
            yield source.line_at(mark.start()), len(mark[1]), fold(mark[2][:_ENOUGH])


def fold(text: str) -> str:
    """The text in small letters with one space between words."""
    return " ".join(text.split()).casefold()


def _spanned(source: Source, location: Location) -> str:
    start = source.line_starts[location.line - 1]
    last = location.end_line
    if location.end_column == 1 and last > location.line:
        last -= 1
    return fold(source.text[start : min(start + _ENOUGH, source.line_span(last).end)])


def _named(diagnostic: Diagnostic, words: Sequence[str], seen: Counter[str]) -> Diagnostic:
    key = "\0".join((diagnostic.rule, diagnostic.path, *words))
    seen[key] += 1
    data = f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")
    return replace(diagnostic, fingerprint=blake2b(data, digest_size=16).hexdigest())
