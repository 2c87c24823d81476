"""The JSON Schemas of configuration files and profiles, made of the rules' cards and options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roadmaplint.config.validation import options_schema
from roadmaplint.core.rule_meta import Card

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SEVERITIES = ("error", "warning", "info", "off")
OUTPUT_FORMATS = (
    "text",
    "concise",
    "json",
    "jsonl",
    "github",
    "gitlab",
    "junit",
    "sarif",
    "rdjson",
    "markdown",
    "html",
)

_Schema = dict[str, Any]


def _text(words: str, **more: Any) -> _Schema:
    return {"type": "string", "description": words, **more}


def _texts(words: str, **more: Any) -> _Schema:
    return {"type": "array", "items": {"type": "string"}, "description": words, **more}


def _switch(words: str, default: bool) -> _Schema:
    return {"type": "boolean", "description": words, "default": default}


def _number(words: str, kind: str = "number", **more: Any) -> _Schema:
    return {"type": kind, "description": words, **more}


def _table(words: str, properties: Mapping[str, _Schema], **more: Any) -> _Schema:
    return {
        "type": "object",
        "description": words,
        "properties": dict(properties),
        "additionalProperties": False,
        **more,
    }


def _choice(words: str, values: tuple[str, ...], default: str) -> _Schema:
    return {"enum": list(values), "description": words, "default": default}


#: Which rules run; the same in files, overrides and profiles.
SELECTION: Mapping[str, _Schema] = {
    "select": _texts("Only these rules: groups, names, codes or ALL."),
    "extend-select": _texts("These rules as well."),
    "ignore": _texts("Not these rules; wins over select at the same depth."),
    "fixable": _texts("Only these rules may repair."),
    "unfixable": _texts("These rules never repair."),
}
PROJECT: _Schema = _table(
    "What the files of the project are.",
    {"roadmaps": _texts("Globs of the files that claim to be roadmaps.")},
)
LINKS: _Schema = _table(
    "How web links are asked.",
    {
        "timeout": _number("Seconds for one request.", exclusiveMinimum=0),
        "max-time": _number("Seconds for all links together.", exclusiveMinimum=0),
        "max-retries": _number("Further tries after a failure.", "integer", minimum=0),
        "max-concurrency": _number("Requests under way at once.", "integer", minimum=1),
        "host-concurrency": _number("The same for one host.", "integer", minimum=1),
        "host-request-interval": _number("Seconds between requests to a host.", minimum=0),
        "max-cache-age": _number("Days for which a verdict is remembered.", minimum=0),
        "accept": {
            "type": "array",
            "items": {
                "anyOf": [
                    {"type": "integer", "minimum": 100, "maximum": 999},
                    {"type": "string"},
                ]
            },
            "description": "Status codes, or ranges such as 200..=299, that are fine.",
        },
        "exclude": {
            "type": "array",
            "items": {"type": "string", "format": "regex"},
            "description": "Regular expressions of addresses that are not asked.",
        },
        "ignore": {
            "type": "array",
            "items": _table(
                "What is not asked: one of url, host and pattern.",
                {
                    "url": _text("An address; without an anchor, the whole page."),
                    "host": _text("A host and its subdomains."),
                    "pattern": _text("A regular expression.", format="regex"),
                    "reason": _text("Why; shown in the list of links."),
                    "until": _text("The last day it holds, YYYY-MM-DD."),
                },
            ),
            "description": "Addresses that are not asked, with reasons.",
        },
        "github": _switch("With GITHUB_TOKEN set, ask GitHub's API about repositories.", True),
        "suggest-archive": _switch("Look for archived copies of dead pages.", False),
        "archive-api": _text("Where archived copies are looked up.", format="uri"),
        "remap": {
            "type": "object",
            "propertyNames": {"format": "regex"},
            "additionalProperties": {"type": "string"},
            "description": "Regular expression of an address to what is asked in its place.",
        },
        "hosts": {
            "type": "object",
            "additionalProperties": _table(
                "What one host and its subdomains get instead.",
                {
                    "concurrency": _number("Requests under way at once.", "integer", minimum=1),
                    "interval": _number("Seconds between requests.", minimum=0),
                },
            ),
            "description": "Other values by host name.",
        },
        "max-redirects": _number("Redirects that are followed.", "integer", minimum=0, maximum=50),
        "anchors": _switch("Look for anchors in the pages.", True),
        "upgrades": _switch("Ask whether plain http addresses have https.", True),
        "allow-addresses": _texts("Addresses and networks that the guard lets through."),
        "headers": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": "string"},
            },
            "description": "Headers by origin; ${NAME} is taken from the environment.",
        },
    },
)
_SCHEMA: _Schema = {
    "type": ["string", "object"],
    "description": "What the project asks of its roadmaps: a file, relative to this one, or a "
    "table of the short form (schemas/short-form.schema.json).",
}
#: The one key of the `rules` table that is no rule.
LOCAL: _Schema = _text(
    "Folder of the project's own rules, relative to the project's root. They run only where the "
    "user allows it: --allow-local-rules, ROADMAPLINT_ALLOW_LOCAL_RULES=1, or a file of the user's "
    "own given with --config.",
    minLength=1,
)
#: Values for the whole run.
RUN: Mapping[str, _Schema] = {
    "include": _texts("Globs of files to check beside the Markdown ones."),
    "exclude": _texts("Globs of files and folders to leave out."),
    "extend-exclude": _texts("These as well."),
    "respect-gitignore": _switch("Leave out what .gitignore and .ignore name.", True),
    "fail-on": _choice(
        "The lowest severity that fails a run.", ("error", "warning", "info", "never"), "warning"
    ),
    "min-severity": _choice("Report nothing below.", ("error", "warning", "info"), "info"),
    "output-format": _choice("The form of the report.", OUTPUT_FORMATS, "text"),
    "baseline": _text("File of known findings; relative to this file."),
    "packs": _texts("Data files of concepts, names and retired products; relative to this file."),
    "cache": _switch("Remember the results of unchanged files.", True),
    "cache-dir": _text("Where results are remembered; relative to this file."),
}


def rules_schema(cards: Mapping[str, Card], options: Mapping[str, type]) -> _Schema:
    """The schema of a `rules` table.

    Options of rules without a type in `options` are not looked at.
    """
    rules = {name: _rule_schema(cards[name], options.get(name)) for name in sorted(cards)}
    return _table("Severity and options by rule.", rules)


def _rule_schema(card: Card, kind: type | None) -> _Schema:
    default = card.severity.word if card.default else "off"
    severity = _choice("How bad a finding is; off for no findings.", SEVERITIES, default)
    known = {} if kind is None else options_schema(kind, dict(card.options))
    return _table(card.summary, {"severity": severity, **known}, additionalProperties=kind is None)


def config_schema(cards: Mapping[str, Card], options: Mapping[str, type]) -> _Schema:
    """The JSON Schema of roadmaplint.toml and of [tool.roadmaplint].

    `cards` are all rules by name; `options` the options dataclass of each rule by name.
    """
    rules = rules_schema(cards, options)
    rules["properties"]["local"] = LOCAL
    scoped = {"profile": _text("Rules for a kind of repository."), **SELECTION}
    extends = {
        "description": "Configuration files and profiles to start from; later ones win.",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    }
    properties = {
        "extends": extends,
        **scoped,
        "schema": _SCHEMA,
        **RUN,
        "project": PROJECT,
        "links": LINKS,
        "rules": {"$ref": "#/$defs/rules"},
        "overrides": {"type": "array", "items": _override(scoped)},
    }
    title = "Configuration of roadmaplint"
    return {"$schema": DIALECT, **_table(title, properties), "$defs": {"rules": rules}}


def _override(scoped: Mapping[str, _Schema]) -> _Schema:
    return _table(
        "Other settings for some paths.",
        {
            "paths": _texts("Globs of the files meant.", minItems=1),
            **scoped,
            "schema": _SCHEMA,
            "rules": {"$ref": "#/$defs/rules"},
        },
        required=["paths"],
    )


def profile_schema(cards: Mapping[str, Card], options: Mapping[str, type]) -> _Schema:
    """The JSON Schema of rules/profiles/*.toml; arguments as for `config_schema`."""
    properties = {
        "description": _text("One sentence: for whom the profile is."),
        "extends": _text("The profile to start from."),
        **SELECTION,
        "project": PROJECT,
        "rules": {"$ref": "#/$defs/rules"},
        "overrides": {"type": "array", "items": _override(SELECTION)},
    }
    table = _table("Profile of roadmaplint", properties, required=["description"])
    return {"$schema": DIALECT, **table, "$defs": {"rules": rules_schema(cards, options)}}
