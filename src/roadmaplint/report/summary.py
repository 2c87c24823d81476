"""The last lines of a report: counts in words."""

from __future__ import annotations

from roadmaplint.core.finding import Safety, Severity
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style


def plural(count: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def counted(counts: dict[Severity, int]) -> str:
    """Errors and warnings always, infos only where there are some."""
    words = [plural(counts[level], level.word) for level in (Severity.ERROR, Severity.WARNING)]
    if counts[Severity.INFO]:
        words.append(plural(counts[Severity.INFO], "info"))
    return ", ".join(words)


def findings(report: Report) -> str:
    """`2 errors, 1 warning in 5 files; 1 fixable with --fix`, or that nothing was found."""
    files = plural(report.files, "file")
    if not report.diagnostics:
        return f"nothing found in {files}"
    counts = {level: report.count(level) for level in Severity}
    fixes = repairs(report)
    return f"{counted(counts)} in {files}" + (f"; {fixes}" if fixes else "")


def repairs(report: Report) -> str:
    """How many findings each kind of fix would settle, the three kinds apart; empty for none."""
    fixes = [d.fix.safety for d in report.diagnostics if d.fix is not None]
    safe, unsafe = fixes.count(Safety.SAFE), fixes.count(Safety.UNSAFE)
    words = []
    if safe:
        words.append(f"{safe} fixable with --fix")
    if unsafe:
        words.append(f"{unsafe}{' more' if safe else ' fixable'} with --unsafe-fixes")
    if suggested := fixes.count(Safety.SUGGESTION):
        words.append(plural(suggested, "suggestion"))
    return ", ".join(words)


def trailer(report: Report, style: Style) -> list[str]:
    """The last lines of a text report: repairs that were written, then the counts."""
    lines = []
    if written := sum(report.fixed.values()):
        lines.append(f"{plural(written, 'repair')} written in {plural(len(report.fixed), 'file')}")
    worst = max((d.severity for d in report.diagnostics), default=None)
    text = findings(report)
    lines.append(text if worst is None else style.severity(worst, text))
    return lines
