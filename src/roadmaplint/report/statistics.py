"""Statistics of a report: how often each rule spoke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from roadmaplint.core.finding import Diagnostic, Safety, Severity
from roadmaplint.report.escape import json_text
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.report.summary import trailer


class RuleCount(NamedTuple):
    """How often a rule spoke, at most how severely, and how many of its findings have which fix."""

    code: str
    rule: str
    group: str
    severity: Severity
    findings: int
    safe: int
    unsafe: int


def count_rules(diagnostics: Sequence[Diagnostic]) -> list[RuleCount]:
    """One entry a rule, the most frequent first."""
    by_rule: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        key = (diagnostic.code, diagnostic.rule, diagnostic.group)
        by_rule.setdefault(key, []).append(diagnostic)
    counts = [_count(key, found) for key, found in by_rule.items()]
    return sorted(counts, key=lambda entry: (-entry.findings, entry.code, entry.rule))


def render(report: Report, style: Style) -> str:
    """A line a rule: count, severity, code, name and how many fixes of which kind can be had."""
    counts = count_rules(report.diagnostics)
    wide = len(str(counts[0].findings)) if counts else 0
    lines = [_line(entry, wide, style) for entry in counts]
    if style.summary:
        lines += trailer(report, style)
    return "".join(f"{line}\n" for line in lines)


def render_json(report: Report, style: Style) -> str:
    """The same as a JSON array, a rule a line."""
    rows = [
        json_text(entry._asdict() | {"severity": entry.severity.word}, ascii_only=not style.unicode)
        for entry in count_rules(report.diagnostics)
    ]
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"


def _count(key: tuple[str, str, str], found: list[Diagnostic]) -> RuleCount:
    fixes = Counter(d.fix.safety for d in found if d.fix is not None)
    worst = max(d.severity for d in found)
    return RuleCount(*key, worst, len(found), fixes[Safety.SAFE], fixes[Safety.UNSAFE])


def _line(entry: RuleCount, wide: int, style: Style) -> str:
    level = style.severity(entry.severity, f"{entry.severity.word:<7}")
    fixes = [f"{entry.safe} fixable"] if entry.safe else []
    fixes += [f"{entry.unsafe} unsafe"] if entry.unsafe else []
    note = style.paint("quiet", f" [{', '.join(fixes)}]") if fixes else ""
    code = style.paint("code", f"{style.clean(entry.code):<6}")
    return f"{entry.findings:>{wide}} {level} {code} {style.clean(entry.rule)}{note}"
