"""The formats of continuous integration: github, gitlab and junit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.report.model import Report, rule_page
from roadmaplint.report.style import Style, ascii_markup, json_array, visible
from roadmaplint.report.text import concise_line, plural

#: GitHub shows this many annotations of a level in one step and drops the rest.
SHOWN = 10
_GITHUB_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_GITLAB_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render_github(report: Report, style: Style) -> str:
    """Workflow commands for the worst findings, up to ten a level; all others as log lines."""
    shown: list[str] = []
    rest: list[str] = []
    seen: Counter[Severity] = Counter()
    plain = Style(unicode=style.unicode)
    for diagnostic in sorted(report.diagnostics, key=lambda d: -d.severity):
        seen[diagnostic.severity] += 1
        if seen[diagnostic.severity] <= SHOWN:
            shown.append(_annotation(diagnostic, style))
        else:
            # no runner takes such a line for a command: those start with `::` or hold `##[`
            rest.append("- " + concise_line(diagnostic, plain).replace("##[", "## ["))
    if rest:
        shown.append(f"{plural(len(rest), 'finding')} more than GitHub shows as annotations:")
    return "".join(f"{line}\n" for line in shown + rest)


def _annotation(diagnostic: Diagnostic, style: Style) -> str:
    line, column, end_line, end_column = diagnostic.location
    properties = {"file": style.clean(diagnostic.path), "line": line, "endLine": end_line}
    if line == end_line:
        # GitHub refuses columns of an annotation that spans lines
        properties |= {"col": column, "endColumn": end_column}
    properties["title"] = f"roadmaplint ({style.clean(diagnostic.code)})"
    written = ",".join(f"{key}={_escape_property(str(value))}" for key, value in properties.items())
    # a clean text holds no line ends
    message = style.clean(diagnostic.message).replace("%", "%25")
    return f"::{_GITHUB_COMMANDS[diagnostic.severity]} {written}::{message}"


def _escape_property(text: str) -> str:
    return text.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


def render_gitlab(report: Report, style: Style) -> str:
    """A Code Quality report: one JSON array, a finding a line, every fingerprint used once."""
    seen: Counter[str] = Counter()
    entries = []
    for diagnostic in report.diagnostics:
        mark = diagnostic.fingerprint or f"{diagnostic.path} {diagnostic.rule} {diagnostic.message}"
        seen[mark] += 1
        if seen[mark] > 1 or not diagnostic.fingerprint:
            # GitLab keeps only the first finding of a fingerprint
            unique = f"{mark} {seen[mark]}".encode("utf-8", "surrogatepass")
            mark = blake2b(unique, digest_size=16).hexdigest()
        location = diagnostic.location
        entries.append(
            {
                "description": f"{diagnostic.code} {visible(diagnostic.message)}",
                "check_name": diagnostic.rule,
                "fingerprint": mark,
                "severity": _GITLAB_SEVERITIES[diagnostic.severity],
                "location": {
                    "path": diagnostic.path,
                    "lines": {"begin": location.line, "end": location.end_line},
                },
            }
        )
    return json_array(entries, style) + "\n"


def render_junit(report: Report, style: Style) -> str:
    """XML with a suite a file, a test case a finding.

    Errors and warnings fail; infos pass and say what they have to say.
    """
    root = Element("testsuites", _suite_attributes("roadmaplint", report.diagnostics))
    for path, group in groupby(report.diagnostics, key=lambda d: d.path):
        found = list(group)
        suite = SubElement(root, "testsuite", _suite_attributes(path, found))
        for diagnostic in found:
            _add_case(suite, diagnostic)
    if not report.diagnostics:
        # consumers take a report without a single test for a broken run
        suite = SubElement(root, "testsuite", _suite_attributes("roadmaplint", ()))
        nothing = {"classname": "roadmaplint", "name": "nothing found", "time": "0"}
        SubElement(suite, "testcase", nothing)
    indent(root)
    text = tostring(root, encoding="unicode")
    return ascii_markup(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', style)


def _suite_attributes(name: str, diagnostics: Sequence[Diagnostic]) -> dict[str, str]:
    failures = sum(d.severity > Severity.INFO for d in diagnostics)
    counts = {
        "tests": max(1, len(diagnostics)),
        "failures": failures,
        "errors": 0,
        "skipped": 0,
        "time": 0,
    }
    return {"name": visible(name), **{key: str(value) for key, value in counts.items()}}


def _add_case(suite: Element, diagnostic: Diagnostic) -> None:
    line, column = diagnostic.location[:2]
    attributes = {
        "classname": visible(diagnostic.path),
        "name": visible(f"{diagnostic.code} {diagnostic.rule} {line}:{column}"),
        "file": visible(diagnostic.path),
        "line": str(line),
        "time": "0",
    }
    case = SubElement(suite, "testcase", attributes)
    if diagnostic.severity > Severity.INFO:
        failure = {"message": visible(diagnostic.message), "type": diagnostic.severity.word}
        body = SubElement(case, "failure", failure)
    else:
        body = SubElement(case, "system-out")
    body.text = "\n".join(map(visible, _case_lines(diagnostic)))


def _case_lines(diagnostic: Diagnostic) -> Iterator[str]:
    path, (line, column, _, _) = diagnostic.path, diagnostic.location
    yield f"{path}:{line}:{column} {diagnostic.message}"
    for other, location, message in diagnostic.related:
        yield f"see {other}:{location.line}:{location.column} {message}"
    if diagnostic.fix is not None:
        yield f"{diagnostic.fix.safety.word} fix: {diagnostic.fix.title}"
    yield rule_page(diagnostic.group, diagnostic.rule)
