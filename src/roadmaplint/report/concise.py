"""The concise format: one line a finding, as editors and `grep` read it."""

from __future__ import annotations

from roadmaplint.core.finding import Diagnostic
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style


def render(report: Report, style: Style) -> str:
    """`path:line:column: CODE message` for every finding."""
    return "".join(f"{line(diagnostic, style)}\n" for diagnostic in report.diagnostics)


def line(diagnostic: Diagnostic, style: Style) -> str:
    """One finding without a line end."""
    place = (
        f"{style.clean(diagnostic.path)}:{diagnostic.location.line}:{diagnostic.location.column}"
    )
    code = style.severity(diagnostic.severity, style.clean(diagnostic.code))
    return f"{style.paint('path', place)}: {code} {style.clean(diagnostic.message)}"
