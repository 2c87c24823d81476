"""The sarif format, version 2.1.0, as code scanning services read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from roadmaplint.core.finding import IN_ORDER, Diagnostic, PlacedFix, Severity
from roadmaplint.core.rule_meta import Card
from roadmaplint.report.address import HOME, rule_page
from roadmaplint.report.card import card_markdown
from roadmaplint.report.escape import json_text, visible
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.text.source import Location

#: What GitHub takes of one run, and of one result's related places.
RESULTS = 25_000
RELATED = 1_000
ROOT = "%SRCROOT%"
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}


def render(report: Report, style: Style) -> str:
    """One JSON document, a result a line; of too many findings the worst are kept."""
    kept = _worst(report.diagnostics)
    names = sorted({d.rule: d for d in kept}.values(), key=lambda d: (d.code, d.rule))
    index = {d.rule: number for number, d in enumerate(names)}
    ascii_only = not style.unicode
    rules = [json_text(_rule(d, report.cards), ascii_only=ascii_only) for d in names]
    results = [json_text(_result(d, index[d.rule]), ascii_only=ascii_only) for d in kept]
    run = {
        "originalUriBaseIds": {ROOT: {"description": {"text": "The project's root folder."}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(len(report.diagnostics) - len(kept))],
    }
    driver = {
        "name": "roadmaplint",
        "semanticVersion": report.version,
        "informationUri": HOME,
    }
    return (
        f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{\n'
        f'"tool": {{"driver": {json_text(driver)[:-1]}, "rules": {_listed(rules)}}}}},\n'
        f'"results": {_listed(results)},\n'
        f"{json_text(run)[1:]}]}}\n"
    )


def _listed(rows: list[str]) -> str:
    return "[\n" + ",\n".join(rows) + "\n]" if rows else "[]"


def _worst(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    if len(diagnostics) <= RESULTS:
        return diagnostics
    kept = sorted(diagnostics, key=lambda d: -d.severity)[:RESULTS]
    return tuple(sorted(kept, key=IN_ORDER))


def _invocation(left_out: int) -> dict[str, Any]:
    if not left_out:
        return {"executionSuccessful": True}
    text = f"{left_out} findings of the lowest severity were left out: {RESULTS} is the limit."
    notes = [{"level": "warning", "message": {"text": text}}]
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _rule(diagnostic: Diagnostic, cards: Mapping[str, Card]) -> dict[str, Any]:
    card = cards.get(diagnostic.rule)
    severity = diagnostic.severity if card is None else card.severity
    address = rule_page(diagnostic.group, diagnostic.rule)
    summary = diagnostic.rule if card is None else visible(card.summary)
    markdown = f"[{diagnostic.rule}]({address})" if card is None else card_markdown(card)
    return {
        "id": diagnostic.code,
        "name": diagnostic.rule,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": f"{summary} See {address}", "markdown": markdown},
        "helpUri": address,
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {
            "tags": ["markdown", "roadmap", diagnostic.group, *diagnostic.aliases],
            "problem.severity": _PROBLEMS[severity],
        },
    }


def _result(diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": visible(diagnostic.message)},
        "locations": [{"physicalLocation": _physical(diagnostic.path, diagnostic.location)}],
    }
    if diagnostic.fingerprint:
        result["partialFingerprints"] = {"roadmaplint/v1": diagnostic.fingerprint}
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(path, location),
                "message": {"text": visible(message) or "see also"},
            }
            for number, (path, location, message) in enumerate(diagnostic.related[:RELATED])
        ]
    if diagnostic.fix is not None and diagnostic.fix.edits:
        result["fixes"] = [_fix(diagnostic.path, diagnostic.fix)]
    return result


def _physical(path: str, location: Location) -> dict[str, Any]:
    return {"artifactLocation": _artifact(path), "region": _region(location)}


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path, errors="surrogatepass"), "uriBaseId": ROOT}


def _region(location: Location) -> dict[str, int]:
    return {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }


def _fix(path: str, fix: PlacedFix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.location), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    return {
        "description": {"text": f"{visible(fix.title)} ({fix.safety.word})"},
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
    }
