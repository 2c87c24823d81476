from __future__ import annotations

import json

from msgspec.structs import replace

from roadmaplint.report import text
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style


def test_golden(report: Report) -> None:
    many = replace(report, diagnostics=(*report.diagnostics[1:3], *[report.diagnostics[4]] * 10))
    assert text.render_statistics(many, Style()) == (
        "10 warning TOP001 duplicate-topic [10 unsafe]\n"
        " 1 error   ENC001 mojibake [1 fixable]\n"
        " 1 error   LNK001 dead-link\n"
        "2 errors, 10 warnings in 2 files; 1 fixable with --fix, 10 more with --unsafe-fixes\n"
    )


def test_nothing_found(empty: Report) -> None:
    assert text.render_statistics(empty, Style()) == "nothing found in 3 files\n"
    assert text.render_statistics(empty, Style(summary=False)) == ""
    assert text.render_statistics_json(empty, Style()) == "[]\n"


def test_json(report: Report) -> None:
    shown = json.loads(text.render_statistics_json(report, Style()))
    assert len(shown) == 6
    assert shown[0] == {
        "code": "ENC001",
        "rule": "mojibake",
        "group": "encoding",
        "severity": "error",
        "findings": 1,
        "safe": 1,
        "unsafe": 0,
    }
