"""The github format: workflow commands that GitHub Actions turns into annotations."""

from __future__ import annotations

from collections import Counter

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.report import concise
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.report.summary import plural

#: GitHub shows this many annotations of a level in one step and drops the rest.
SHOWN = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, style: Style) -> str:
    """The worst findings as annotations, up to ten a level; all others as plain log lines."""
    shown: list[str] = []
    rest: list[str] = []
    seen: Counter[Severity] = Counter()
    for diagnostic in sorted(report.diagnostics, key=lambda d: -d.severity):
        seen[diagnostic.severity] += 1
        if seen[diagnostic.severity] <= SHOWN:
            shown.append(_command(diagnostic, style))
        else:
            rest.append(_log_line(diagnostic, style))
    if rest:
        shown.append(f"{plural(len(rest), 'finding')} more than GitHub shows as annotations:")
    return "".join(f"{line}\n" for line in shown + rest)


def _command(diagnostic: Diagnostic, style: Style) -> str:
    line, column, end_line, end_column = diagnostic.location
    properties = {"file": style.clean(diagnostic.path), "line": line, "endLine": end_line}
    if line == end_line:
        # GitHub refuses columns of an annotation that spans lines
        properties |= {"col": column, "endColumn": end_column}
    properties["title"] = f"roadmaplint ({style.clean(diagnostic.code)})"
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    command = _COMMANDS[diagnostic.severity]
    return f"::{command} {written}::{_data(style.clean(diagnostic.message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _log_line(diagnostic: Diagnostic, style: Style) -> str:
    """A line that no runner takes for a command: those start with `::` or hold `##[`."""
    plain = Style(unicode=style.unicode)
    return "- " + concise.line(diagnostic, plain).replace("##[", "## [")
