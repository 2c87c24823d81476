"""The rdjson format of reviewdog; its columns count UTF-8 bytes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate
from typing import Any

from roadmaplint.core.finding import Diagnostic
from roadmaplint.report.address import HOME, rule_page
from roadmaplint.report.escape import json_text, visible
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.text.source import Location

Range = Callable[[str, Location], dict[str, Any]]


def render(report: Report, style: Style) -> str:
    """One JSON document, a finding a line."""
    ascii_only = not style.unicode
    place = _byte_ranges(report)
    rows = [json_text(_entry(d, place), ascii_only=ascii_only) for d in report.diagnostics]
    listed = "[\n" + ",\n".join(rows) + "\n]" if rows else "[]"
    source = json_text({"name": "roadmaplint", "url": HOME})
    return f'{{"source": {source},\n"diagnostics": {listed}}}\n'


def _byte_ranges(report: Report) -> Range:
    """A function from a location to a range in bytes. Columns of unknown lines stay as they are."""

    @lru_cache(maxsize=4)
    def byte_offsets(path: str, line: int) -> list[int] | None:
        text = report.line(path, line)
        if text is None or text.isascii():
            return None
        return list(accumulate(map(_byte_count, text), initial=0))

    def position(path: str, line: int, column: int) -> dict[str, int]:
        offsets = byte_offsets(path, line)
        if offsets is not None:
            last = len(offsets) - 1
            column += offsets[min(column - 1, last)] - min(column - 1, last)
        return {"line": line, "column": column}

    def place(path: str, location: Location) -> dict[str, Any]:
        return {
            "start": position(path, location.line, location.column),
            "end": position(path, location.end_line, location.end_column),
        }

    return place


def _byte_count(char: str) -> int:
    if char < "\x80" or "\udc80" <= char <= "\udcff":
        # a lone surrogate of this range stands for one byte that was not UTF-8
        return 1
    return 2 if char < "\u0800" else 3 if char < "\U00010000" else 4


def _entry(diagnostic: Diagnostic, place: Range) -> dict[str, Any]:
    path = diagnostic.path
    entry: dict[str, Any] = {
        "message": visible(diagnostic.message),
        "location": {"path": path, "range": place(path, diagnostic.location)},
        "severity": diagnostic.severity.word.upper(),
        "code": {
            "value": diagnostic.code,
            "url": rule_page(diagnostic.group, diagnostic.rule),
        },
    }
    if diagnostic.fix is not None and diagnostic.fix.edits:
        entry["suggestions"] = [
            {"range": place(path, edit.location), "text": edit.text}
            for edit in diagnostic.fix.edits
        ]
    if diagnostic.related:
        entry["related_locations"] = [
            {"message": visible(message), "location": {"path": other, "range": place(other, where)}}
            for other, where, message in diagnostic.related
        ]
    return entry
