"""The gitlab format: a Code Quality report for merge requests."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.report.escape import json_text, visible
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(report: Report, style: Style) -> str:
    """One JSON array, a finding a line, every fingerprint used once."""
    seen: Counter[str] = Counter()
    rows = []
    for diagnostic in report.diagnostics:
        mark = diagnostic.fingerprint or f"{diagnostic.path} {diagnostic.rule} {diagnostic.message}"
        seen[mark] += 1
        if seen[mark] > 1 or not diagnostic.fingerprint:
            # GitLab keeps only the first finding of a fingerprint
            mark = _digest(f"{mark} {seen[mark]}")
        rows.append(json_text(_entry(diagnostic, mark), ascii_only=not style.unicode))
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _entry(diagnostic: Diagnostic, fingerprint: str) -> dict[str, object]:
    return {
        "description": f"{diagnostic.code} {visible(diagnostic.message)}",
        "check_name": diagnostic.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            "path": diagnostic.path,
            "lines": {"begin": diagnostic.location.line, "end": diagnostic.location.end_line},
        },
    }
