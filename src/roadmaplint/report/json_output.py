"""The JSON formats: json and jsonl (schemas/report.schema.json), rdjson of reviewdog, sarif."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any
from urllib.parse import quote

from roadmaplint.core.finding import IN_ORDER, Diagnostic, PlacedFix, Severity
from roadmaplint.core.rule_meta import Card
from roadmaplint.report.card import card_markdown
from roadmaplint.report.model import HOME, Report, rule_page
from roadmaplint.report.style import Style, json_array, json_text, visible
from roadmaplint.text.source import Location

VERSION = 1
#: What GitHub takes of one SARIF run, and of one result's related places.
RESULTS = 25_000
RELATED = 1_000
_SARIF_ROOT = "%SRCROOT%"
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB_PROBLEMS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}
Range = Callable[[str, Location], dict[str, Any]]


def render_json(report: Report, style: Style) -> str:
    """One JSON document, a finding a line."""
    summary = {
        "files": report.files,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "fixable": report.fixable(),
    }
    return json_document("diagnostics", map(_diagnostic, report.diagnostics), summary, style)


def render_jsonl(report: Report, style: Style) -> str:
    """One JSON document a finding, each on its own line."""
    ascii_only = not style.unicode
    return "".join(
        json_text(_diagnostic(d), ascii_only=ascii_only) + "\n" for d in report.diagnostics
    )


def json_document(name: str, rows: Iterable[Any], summary: Mapping[str, int], style: Style) -> str:
    """A JSON document with the version, the rows under `name`, a line each, and the summary."""
    listed = json_array(rows, style)
    return f'{{"version": {VERSION},\n"{name}": {listed},\n"summary": {json_text(summary)}}}\n'


def json_location(location: Location) -> dict[str, int]:
    """A location as schemas/report.schema.json has it."""
    return location._asdict()


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "path": diagnostic.path,
        "group": diagnostic.group,
        "rule": diagnostic.rule,
        "code": diagnostic.code,
        "aliases": list(diagnostic.aliases),
        "severity": diagnostic.severity.word,
        "message": visible(diagnostic.message),
        "location": json_location(diagnostic.location),
        "related": [
            {"path": path, "location": json_location(location), "message": visible(message)}
            for path, location, message in diagnostic.related
        ],
        "fix": None if diagnostic.fix is None else _fix(diagnostic.fix),
        "help": rule_page(diagnostic.group, diagnostic.rule),
        "fingerprint": diagnostic.fingerprint,
    }


def _fix(fix: PlacedFix) -> dict[str, Any]:
    edits = [{"location": json_location(edit.location), "text": edit.text} for edit in fix.edits]
    shown = {"safety": fix.safety.word, "title": visible(fix.title), "edits": edits}
    if fix.reencode is not None:
        shown["encoding"] = fix.reencode.name
    return shown


def render_rdjson(report: Report, style: Style) -> str:
    """One JSON document for reviewdog, a finding a line; its columns count UTF-8 bytes."""
    to_range = _byte_ranges(report)
    rows = (_reviewdog_entry(diagnostic, to_range) for diagnostic in report.diagnostics)
    source = json_text({"name": "roadmaplint", "url": HOME})
    return f'{{"source": {source},\n"diagnostics": {json_array(rows, style)}}}\n'


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

    def to_range(path: str, location: Location) -> dict[str, Any]:
        return {
            "start": position(path, location.line, location.column),
            "end": position(path, location.end_line, location.end_column),
        }

    return to_range


def _byte_count(char: str) -> int:
    if char < "\x80" or "\udc80" <= char <= "\udcff":
        # a lone surrogate of this range stands for one byte that was not UTF-8
        return 1
    return 2 if char < "\u0800" else 3 if char < "\U00010000" else 4


def _reviewdog_entry(diagnostic: Diagnostic, to_range: Range) -> dict[str, Any]:
    path = diagnostic.path
    entry: dict[str, Any] = {
        "message": visible(diagnostic.message),
        "location": {"path": path, "range": to_range(path, diagnostic.location)},
        "severity": diagnostic.severity.word.upper(),
        "code": {
            "value": diagnostic.code,
            "url": rule_page(diagnostic.group, diagnostic.rule),
        },
    }
    if diagnostic.fix is not None and diagnostic.fix.edits:
        entry["suggestions"] = [
            {"range": to_range(path, edit.location), "text": edit.text}
            for edit in diagnostic.fix.edits
        ]
    if diagnostic.related:
        entry["related_locations"] = [
            {"message": visible(message), "location": {"path": other, "range": to_range(other, at)}}
            for other, at, message in diagnostic.related
        ]
    return entry


def render_sarif(report: Report, style: Style) -> str:
    """SARIF 2.1.0, a result a line; of too many findings the worst are kept."""
    kept: Sequence[Diagnostic] = report.diagnostics
    left_out = len(kept) - RESULTS
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if left_out > 0:
        kept = sorted(sorted(kept, key=lambda d: -d.severity)[:RESULTS], key=IN_ORDER)
        text = f"{left_out} findings of the lowest severity were left out: {RESULTS} is the limit."
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    names = sorted({d.rule: d for d in kept}.values(), key=lambda d: (d.code, d.rule))
    index = {d.rule: number for number, d in enumerate(names)}
    rules = json_array((_sarif_rule(d, report.cards) for d in names), style)
    results = json_array((_sarif_result(d, index[d.rule]) for d in kept), style)
    root = {"description": {"text": "The project's root folder."}}
    run = {
        "originalUriBaseIds": {_SARIF_ROOT: root},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
    }
    driver = {
        "name": "roadmaplint",
        "semanticVersion": report.version,
        "informationUri": HOME,
    }
    return (
        f'{{"$schema": "{_SARIF_SCHEMA}", "version": "2.1.0", "runs": [{{\n'
        f'"tool": {{"driver": {json_text(driver)[:-1]}, "rules": {rules}}}}},\n'
        f'"results": {results},\n'
        f"{json_text(run)[1:]}]}}\n"
    )


def _sarif_rule(diagnostic: Diagnostic, cards: Mapping[str, Card]) -> dict[str, Any]:
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
        "defaultConfiguration": {"level": _SARIF_LEVELS[severity]},
        "properties": {
            "tags": ["markdown", "roadmap", diagnostic.group, *diagnostic.aliases],
            "problem.severity": _GITHUB_PROBLEMS[severity],
        },
    }


def _sarif_result(diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _SARIF_LEVELS[diagnostic.severity],
        "message": {"text": visible(diagnostic.message)},
        "locations": [{"physicalLocation": _sarif_place(diagnostic.path, diagnostic.location)}],
    }
    if diagnostic.fingerprint:
        result["partialFingerprints"] = {"roadmaplint/v1": diagnostic.fingerprint}
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _sarif_place(path, location),
                "message": {"text": visible(message) or "see also"},
            }
            for number, (path, location, message) in enumerate(diagnostic.related[:RELATED])
        ]
    if diagnostic.fix is not None and diagnostic.fix.edits:
        result["fixes"] = [_sarif_fix(diagnostic.path, diagnostic.fix)]
    return result


def _sarif_place(path: str, location: Location) -> dict[str, Any]:
    return {"artifactLocation": _sarif_file(path), "region": _sarif_region(location)}


def _sarif_file(path: str) -> dict[str, str]:
    return {"uri": quote(path, errors="surrogatepass"), "uriBaseId": _SARIF_ROOT}


def _sarif_region(location: Location) -> dict[str, int]:
    names = ("startLine", "startColumn", "endLine", "endColumn")
    return dict(zip(names, location, strict=True))


def _sarif_fix(path: str, fix: PlacedFix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _sarif_region(edit.location), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    return {
        "description": {"text": f"{visible(fix.title)} ({fix.safety.word})"},
        "artifactChanges": [{"artifactLocation": _sarif_file(path), "replacements": replacements}],
    }
