"""The junit format: a suite a file, a test case a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.report.address import rule_page
from roadmaplint.report.escape import visible
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def render(report: Report, style: Style) -> str:
    """XML in which errors and warnings fail; infos pass and say what they have to say."""
    suites = [
        _suite(path, list(group))
        for path, group in groupby(report.diagnostics, key=lambda d: d.path)
    ]
    if not suites:
        # consumers take a report without a single test for a broken run
        case = '    <testcase classname="roadmaplint" name="nothing found" time="0"/>\n'
        suites = [_element("testsuite", _counts("roadmaplint", 1, 0), case, "  ")]
    total = max(1, len(report.diagnostics))
    counts = _counts("roadmaplint", total, sum(map(_fails, report.diagnostics)))
    text = '<?xml version="1.0" encoding="UTF-8"?>\n'
    text += _element("testsuites", counts, "".join(suites), "")
    if style.unicode:
        return text
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _fails(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity > Severity.INFO


def _counts(name: str, tests: int, failures: int) -> dict[str, object]:
    return {
        "name": name,
        "tests": tests,
        "failures": failures,
        "errors": 0,
        "skipped": 0,
        "time": 0,
    }


def _suite(path: str, diagnostics: list[Diagnostic]) -> str:
    counts = _counts(path, len(diagnostics), sum(map(_fails, diagnostics)))
    return _element("testsuite", counts, "".join(map(_case, diagnostics)), "  ")


def _case(diagnostic: Diagnostic) -> str:
    line, column = diagnostic.location[:2]
    attributes = {
        "classname": diagnostic.path,
        "name": f"{diagnostic.code} {diagnostic.rule} {line}:{column}",
        "file": diagnostic.path,
        "line": line,
        "time": 0,
    }
    body = "\n".join(_lines(diagnostic))
    if _fails(diagnostic):
        failure = {"message": diagnostic.message, "type": diagnostic.severity.word}
        inner = f"      <failure{_attributes(failure)}>{body}</failure>\n"
    else:
        inner = f"      <system-out>{body}</system-out>\n"
    return _element("testcase", attributes, inner, "    ")


def _lines(diagnostic: Diagnostic) -> Iterable[str]:
    path, (line, column, _, _) = diagnostic.path, diagnostic.location
    yield _escape(f"{path}:{line}:{column} {diagnostic.message}")
    for other, location, message in diagnostic.related:
        yield _escape(f"see {other}:{location.line}:{location.column} {message}")
    if diagnostic.fix is not None:
        yield _escape(f"{diagnostic.fix.safety.word} fix: {diagnostic.fix.title}")
    yield _escape(rule_page(diagnostic.group, diagnostic.rule))


def _element(name: str, attributes: Mapping[str, object], inner: str, indent: str) -> str:
    return f"{indent}<{name}{_attributes(attributes)}>\n{inner}{indent}</{name}>\n"


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(f' {name}="{_escape(str(value))}"' for name, value in values.items())


def _escape(text: str) -> str:
    return visible(text).translate(_ENTITIES)
