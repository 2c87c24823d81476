"""The short form of a project's schema: its own JSON Schema, and what it means to the rules."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from roadmaplint.config.schema import DIALECT, SEVERITIES
from roadmaplint.roadmap.export import COUNTS, SELECTORS

Table = dict[str, Any]

#: The tables that bound counts, with the nodes they are about.
COUNTED = {
    "roadmap": "roadmap",
    "each_section": "section",
    "each_leaf": "leaf",
    "each_stage": "topstage",
}
_OF_THIN_STAGE = ("min_topics", "min_resources", "min_durations")
_REGEX = {"type": "string", "format": "title-regex"}
_NUMBER = {"type": "integer", "minimum": 0, "maximum": 1_000_000}
_LIMITS = {f"{end}_{name}": _NUMBER for end in ("min", "max") for name in COUNTS}


def _closed(words: str, properties: Mapping[str, Any], **more: Any) -> Table:
    return {
        "type": "object",
        "description": words,
        "properties": dict(properties),
        "additionalProperties": False,
        **more,
    }


_SEVERITY = {"enum": list(SEVERITIES)}
_CONSTRAINT = _closed(
    "What the nodes of one kind must be.",
    {
        "id": {"type": "string", "minLength": 1, "maxLength": 100},
        "select": {
            "type": "string",
            "description": f"A kind of node, conditions in brackets: {', '.join(SELECTORS)}.",
        },
        "match": {**_REGEX, "description": "Only nodes whose title matches."},
        "depth": {"type": "integer", "minimum": 1, "maximum": 6},
        "at_least": {**_NUMBER, "description": "How many such nodes there must be."},
        "at_most": {**_NUMBER, "description": "How many such nodes there may be."},
        "schema": {"type": ["object", "boolean"], "description": "A JSON Schema for each node."},
        "message": {"type": "string", "description": "May hold {title}, {why}, {section}."},
        "severity": _SEVERITY,
    },
    required=["id"],
)
_REQUIRED = _closed(
    "A section by its title; as a table with what it must hold.",
    {"match": _REGEX, "severity": _SEVERITY, "anywhere": {"type": "boolean"}, **_LIMITS},
    type=["string", "object"],
    format="title-regex",
    required=["match"],
)


def short_form_schema() -> Table:
    """The JSON Schema of the short form, for editors and for judging."""
    sections = {
        "required": {"type": "array", "items": _REQUIRED},
        "order": {"type": "array", "items": _REGEX},
        "allowed_levels": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "integer", "minimum": 1, "maximum": 6},
        },
        "min": _NUMBER,
        "max": _NUMBER,
    }
    properties: Table = {
        "extends": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "title": _closed(
            "The title of a document.",
            {"pattern": _REGEX, "required": {"type": "boolean"}},
        ),
        "sections": _closed("The sections of a document.", sections),
        **{key: _closed(f"How much each {kind} holds.", _LIMITS) for key, kind in COUNTED.items()},
        "severity": {
            "type": "object",
            "description": "Severities of rules and of constraints by name.",
            "additionalProperties": _SEVERITY,
        },
        "constraints": {"type": "array", "items": _CONSTRAINT},
    }
    table = _closed("Schema of a project for roadmaplint, in its short form", properties)
    return {"$schema": DIALECT, **table}


def underscored(table: Mapping[str, Any]) -> Table:
    """The short form with `_` for `-` in its own keys; names and JSON Schemas stay as they are."""
    found: Table = _underscored_keys(table)
    for name, value in found.items():
        if name == "constraints" and isinstance(value, list):
            found[name] = [_underscored_keys(one) for one in value]
        elif isinstance(value, dict) and name != "severity":
            found[name] = _underscored_keys(value)
    required = found["sections"].get("required") if isinstance(found.get("sections"), dict) else 0
    if isinstance(required, list):
        found["sections"]["required"] = [_underscored_keys(one) for one in required]
    return found


def _underscored_keys(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {key.replace("-", "_"): one for key, one in value.items()}


def combined(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> Table:
    """Two short forms as one: tables key by key, required sections and constraints added up,
    of two constraints with one id the upper one."""
    found: Table = dict(lower)
    for key, value in upper.items():
        if key == "constraints":
            ids = {one["id"] for one in value}
            found[key] = [one for one in found.get(key, ()) if one["id"] not in ids] + value
        elif isinstance(value, dict):
            table = {**found.get(key, {}), **value}
            if key == "sections" and "required" in value:
                old = found.get(key, {}).get("required", [])
                table["required"] = [one for one in old if one not in value["required"]]
                table["required"] += value["required"]
            found[key] = table
        else:
            found[key] = value
    return found


def rules_of(form: Mapping[str, Any], rules: Collection[str]) -> Table:
    """What a short form means, as a table of settings: options and severities of `rules`."""
    severities = form.get("severity", {})
    sections, stage = form.get("sections", {}), form.get("each_stage", {})
    required = [one for one in sections.get("required", ()) if _word(one, "severity") != "off"]
    told = [one for one in required if isinstance(one, str) or set(one) <= {"match", "severity"}]
    constraints = [
        {**one, "severity": severities.get(one["id"], one.get("severity"))}
        for one in _constraints(form)
    ]
    texts = [
        json.dumps({k: v for k, v in one.items() if v is not None}, sort_keys=True)
        for one in constraints
        if one["severity"] != "off"
    ]
    found: dict[str, Table] = {"schema-violation": {"constraints": texts}} if texts else {}
    if told:
        found["missing-section"] = {
            "required": [_match(one) for one in told if _word(one, "severity") != "warning"],
            "recommended": [_match(one) for one in told if _word(one, "severity") == "warning"],
            "max-depth": 1,
        }
    if sections.get("order"):
        found["section-order"] = {"order": sections["order"]}
    if form.get("title", {}).get("pattern"):
        found["title-pattern"] = {"pattern": form["title"]["pattern"]}
    if "min" in sections:
        found["section-size"] = {"min-sections": sections["min"]}
    if "min_entries" in form.get("each_leaf", {}):
        found.setdefault("section-size", {})["min-entries"] = form["each_leaf"]["min_entries"]
    if any(key in stage for key in _OF_THIN_STAGE):
        found["thin-stage"] = {k.replace("_", "-"): stage.get(k, 0) for k in _OF_THIN_STAGE}
    if form.get("title", {}).get("required"):
        found["missing-title"] = {"severity": "error"}
    for name, word in severities.items():
        if name in rules:
            found.setdefault(name, {})["severity"] = word
    more = {"extend-select": ["thin-stage"]} if "thin-stage" in found else {}
    if severities.get("thin-stage") == "off":
        more = {}
    return {**more, "rules": found}


#: What undoes the options of another schema; the rules' own defaults would ask for more.
NEUTRAL: Mapping[str, Table] = {
    "missing-section": {"required": [], "recommended": [], "max-depth": 0},
    "section-order": {"order": []},
    "title-pattern": {"pattern": ""},
    "schema-violation": {"constraints": []},
    "section-size": {"min-sections": 0, "min-entries": 0},
    "thin-stage": {"min-topics": 0, "min-resources": 0, "min-durations": 0},
}


def whole_schema(schema: Mapping[str, Any] | bool, name: str) -> Table:
    """What a raw JSON Schema means, as a table of settings; `name` leads its messages."""
    one = {"id": name, "select": "roadmap", "schema": schema, "whole": True}
    return {"rules": {"schema-violation": {"constraints": [json.dumps(one, sort_keys=True)]}}}


def _constraints(form: Mapping[str, Any]) -> Iterator[Table]:
    """The constraints of a short form: those written out, and those its tables stand for."""
    sections = form.get("sections", {})
    for one in sections.get("required", ()):
        if isinstance(one, dict) and not set(one) <= {"match", "severity"}:
            yield {
                "id": "required",
                "select": "section",
                "match": one["match"],
                "depth": None if one.get("anywhere") else 1,
                "at_least": 1,
                "schema": _limits(one, deep=True),
                "severity": one.get("severity"),
            }
    if "allowed_levels" in sections:
        levels = {"properties": {"level": {"enum": sections["allowed_levels"]}}}
        yield {"id": "allowed_levels", "select": "section", "schema": levels}
    if "max" in sections:
        yield {"id": "sections", "select": "roadmap", "schema": _limit("deep_sections", "maximum",
               sections["max"])}  # fmt: skip
    for key, kind in COUNTED.items():
        limits = dict(form.get(key, {}))
        if key == "each_leaf":
            limits.pop("min_entries", None)
        for name in _OF_THIN_STAGE if key == "each_stage" else ():
            limits.pop(name, None)
        if limits:
            schema = _limits(limits, deep=kind in {"roadmap", "topstage"})
            yield {"id": key, "select": kind, "schema": schema}
    yield from form.get("constraints", ())


def _limits(table: Mapping[str, Any], *, deep: bool) -> Table:
    """A JSON Schema on counts made of keys such as `min_resources`."""
    found: dict[str, Table] = {}
    for key, number in table.items():
        end, _, name = key.partition("_")
        if name in COUNTS:
            keyword = {"min": "minimum", "max": "maximum"}[end]
            found.setdefault(f"deep_{name}" if deep else name, {})[keyword] = number
    return {"properties": {"counts": {"properties": found}}}


def _limit(name: str, keyword: str, number: int) -> Table:
    return {"properties": {"counts": {"properties": {name: {keyword: number}}}}}


def _match(one: str | Mapping[str, Any]) -> str:
    return one if isinstance(one, str) else str(one["match"])


def _word(one: str | Mapping[str, Any], key: str) -> Any:
    return None if isinstance(one, str) else one.get(key)
