"""The formats json and jsonl, as schemas/report.schema.json promises them to other programs."""

from __future__ import annotations

from typing import Any

from roadmaplint.core.finding import Diagnostic, PlacedFix, Severity
from roadmaplint.report.address import rule_page
from roadmaplint.report.escape import json_text, visible
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.text.source import Location

VERSION = 1


def render(report: Report, style: Style) -> str:
    """One JSON document, a finding a line."""
    ascii_only = not style.unicode
    rows = [json_text(_diagnostic(d), ascii_only=ascii_only) for d in report.diagnostics]
    return document("diagnostics", rows, _summary(report))


def render_lines(report: Report, style: Style) -> str:
    """One JSON document a finding, each on its own line."""
    ascii_only = not style.unicode
    return "".join(
        json_text(_diagnostic(d), ascii_only=ascii_only) + "\n" for d in report.diagnostics
    )


def document(name: str, rows: list[str], summary: dict[str, int]) -> str:
    """A JSON document with the version, the ready rows under `name`, and the summary."""
    listed = "[\n" + ",\n".join(rows) + "\n]" if rows else "[]"
    return f'{{"version": {VERSION},\n"{name}": {listed},\n"summary": {json_text(summary)}}}\n'


def place(location: Location) -> dict[str, int]:
    """A location as the contract writes it."""
    return {
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "path": diagnostic.path,
        "group": diagnostic.group,
        "rule": diagnostic.rule,
        "code": diagnostic.code,
        "aliases": list(diagnostic.aliases),
        "severity": diagnostic.severity.word,
        "message": visible(diagnostic.message),
        "location": place(diagnostic.location),
        "related": [
            {"path": path, "location": place(location), "message": visible(message)}
            for path, location, message in diagnostic.related
        ],
        "fix": None if diagnostic.fix is None else _fix(diagnostic.fix),
        "help": rule_page(diagnostic.group, diagnostic.rule),
        "fingerprint": diagnostic.fingerprint,
    }


def _fix(fix: PlacedFix) -> dict[str, Any]:
    edits = [{"location": place(edit.location), "text": edit.text} for edit in fix.edits]
    shown = {"safety": fix.safety.word, "title": visible(fix.title), "edits": edits}
    if fix.reencode is not None:
        shown["encoding"] = fix.reencode.name
    return shown


def _summary(report: Report) -> dict[str, int]:
    return {
        "files": report.files,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "fixable": report.fixable(),
    }
