from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from roadmaplint.core.rule_meta import GROUPS
from roadmaplint.report import ci, json_output
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.text.source import Encoding

SCHEMA = Path(__file__).parents[3] / "schemas" / "report.schema.json"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def test_golden(report: Report) -> None:
    shown = json.loads(json_output.render_json(report, Style()))
    assert shown["version"] == 1
    assert shown["summary"] == {"files": 2, "errors": 2, "warnings": 2, "infos": 2, "fixable": 2}
    assert shown["diagnostics"][1] == {
        "path": "README.md",
        "group": "encoding",
        "rule": "mojibake",
        "code": "ENC001",
        "aliases": ["MD083"],
        "severity": "error",
        "message": "“🚀” was read as Windows-1252",
        "location": {"line": 4, "column": 4, "end_line": 4, "end_column": 8},
        "related": [],
        "fix": {
            "safety": "safe",
            "title": "Restore “🚀”",
            "edits": [
                {
                    "location": {"line": 4, "column": 4, "end_line": 4, "end_column": 8},
                    "text": "🚀",
                }
            ],
        },
        "help": "https://github.com/roadmaplint/roadmaplint/blob/main/rules/encoding/mojibake.md",
        "fingerprint": "00000000000000000000000000000002",
    }
    assert shown["diagnostics"][2]["fix"] is None
    assert shown["diagnostics"][4]["related"] == [
        {
            "path": "docs/深.md",
            "location": {"line": 3, "column": 1, "end_line": 3, "end_column": 11},
            "message": "here, too",
        }
    ]


def test_valid_against_the_published_schema(
    report: Report, empty: Report, schema: dict[str, Any]
) -> None:
    for each in (report, empty):
        jsonschema.validate(json.loads(json_output.render_json(each, Style())), schema)


def test_the_schema_is_not_idle(report: Report, schema: dict[str, Any]) -> None:
    shown = json.loads(json_output.render_json(report, Style()))
    shown["diagnostics"][0]["location"]["line"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(shown, schema)


def test_the_schema_knows_every_group(schema: dict[str, Any]) -> None:
    assert schema["$defs"]["diagnostic"]["properties"]["group"]["enum"] == list(GROUPS)


def test_an_empty_report(empty: Report) -> None:
    assert json_output.render_json(empty, Style()) == (
        '{"version": 1,\n"diagnostics": [],\n"summary": '
        '{"files": 3, "errors": 0, "warnings": 0, "infos": 0, "fixable": 0}}\n'
    )
    assert json_output.render_jsonl(empty, Style()) == ""


def test_lines(report: Report) -> None:
    lines = json_output.render_jsonl(report, Style()).split("\n")
    assert lines.pop() == ""
    whole = json.loads(json_output.render_json(report, Style()))["diagnostics"]
    assert [json.loads(line) for line in lines] == whole


def test_edits_stay_exact_and_messages_are_made_visible(report: Report) -> None:
    fix = report.diagnostics[1].fix
    assert fix is not None
    text = "tab\t bidi\u202e csi\x9b\n"
    hostile = replace(
        report.diagnostics[1],
        message="bidi \u202e",
        fix=replace(fix, edits=(fix.edits[0]._replace(text=text),)),
    )
    written = json_output.render_json(replace(report, diagnostics=(hostile,)), Style())
    assert "\u202e" not in written
    shown = json.loads(written)["diagnostics"][0]
    assert shown["fix"]["edits"][0]["text"] == text
    assert shown["message"] == r"bidi \u202e"


def test_another_encoding_is_named(report: Report, schema: dict[str, Any]) -> None:
    fix = report.diagnostics[1].fix
    assert fix is not None
    stored = replace(report.diagnostics[1], fix=replace(fix, edits=(), reencode=Encoding()))
    shown = json.loads(json_output.render_json(replace(report, diagnostics=(stored,)), Style()))
    jsonschema.validate(shown, schema)
    assert shown["diagnostics"][0]["fix"]["encoding"] == "utf-8"


def test_gitlab_golden(report: Report, empty: Report) -> None:
    shown = json.loads(ci.render_gitlab(report, Style()))
    assert shown[4] == {
        "description": "TOP001 Closures stands twice",
        "check_name": "duplicate-topic",
        "fingerprint": "00000000000000000000000000000005",
        "severity": "major",
        "location": {"path": "README.md", "lines": {"begin": 7, "end": 8}},
    }
    assert [entry["severity"] for entry in shown] == [
        "info", "critical", "critical", "info", "major", "major",
    ]  # fmt: skip
    assert ci.render_gitlab(empty, Style()) == "[]\n"


def test_gitlab_fingerprints_are_unique(report: Report) -> None:
    one = report.diagnostics[0]
    bare = replace(one, fingerprint="")
    doubled = replace(report, diagnostics=(one, one, one, bare, bare))
    marks = [entry["fingerprint"] for entry in json.loads(ci.render_gitlab(doubled, Style()))]
    assert marks[0] == one.fingerprint
    assert len(set(marks)) == 5
    assert all(len(mark) == 32 for mark in marks)
