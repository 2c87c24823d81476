"""Turns findings into diagnostics: places in lines and columns, policy, crashes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from roadmaplint.config.settings import RuleSetting
from roadmaplint.engine.plan import Bound, bind
from roadmaplint.engine.registry import RuleSet
from roadmaplint.lint.diagnostic import Diagnostic, PlacedEdit, PlacedFix
from roadmaplint.lint.event import Crash
from roadmaplint.lint.finding import (
    Elsewhere,
    Finding,
    Fix,
    ProjectFinding,
    Safety,
    Severity,
)
from roadmaplint.text.source import Location, Source, Span

#: The name of the rule under which a failing rule is reported.
CRASH = "rule-crash"
#: What neither a comment nor a baseline hides.
NEVER_SILENT = frozenset({CRASH, "unreadable-file"})


def place(finding: Finding, bound: Bound, source: Source) -> Diagnostic:
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


def place_project(finding: ProjectFinding, bound: Bound, digest: str) -> Diagnostic:
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


def _severity(wanted: Severity | None, bound: Bound) -> Severity:
    if wanted is None or bound.explicit:
        return bound.severity
    return min(wanted, bound.severity) if bound.capped else wanted


def _location(source: Source, span: Span) -> Location:
    if not 0 <= span.start <= span.end <= len(source.text):
        raise ValueError(f"a place outside the text: {span.start}-{span.end}")
    return source.location(span)


def _place_fix(fix: Fix, bound: Bound, source: Source) -> PlacedFix:
    at = 0
    for edit in fix.edits:
        if edit.span.start < at:
            raise ValueError("edits of one fix overlap or are not sorted")
        at = edit.span.end
    edits = tuple(PlacedEdit(_location(source, span), text) for span, text in fix.edits)
    safety = fix.safety if bound.fixable else Safety.SUGGESTION
    return PlacedFix(fix.title, safety, edits, fix.reencode)
