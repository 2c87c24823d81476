from __future__ import annotations

import json
from typing import Any

import jsonschema
from msgspec.structs import replace

from roadmaplint.report import json_output
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.text.source import Location

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
