"""The markdown format: a job summary with tables by file, and links grouped by what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from roadmaplint.core.finding import Diagnostic, Severity
from roadmaplint.report.address import rule_page
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.report.summary import findings, plural
from roadmaplint.text.lazy import lazy

#: GitHub drops a summary of more than 1 MiB; the rest of it is left for the last lines and others.
BYTES = 1_000_000
_SPECIAL = lazy(r"[\\`*_{}\[\]()<>#|~&$!]")
_BADGES = {Severity.ERROR: "**error**", Severity.WARNING: "warning", Severity.INFO: "info"}


def render(report: Report, style: Style) -> str:
    """Markdown of at most 1 MiB; what does not fit is counted in the last line."""
    head = f"## roadmaplint\n\n{escaped(findings(report), style)}\n"
    if not report.diagnostics:
        return ascii_text(head, style)
    links = [d for d in report.diagnostics if d.group == "links"]
    others = [d for d in report.diagnostics if d.group != "links"]
    parts = [*_overview(report.diagnostics, style), *_by_file(others, style)]
    return ascii_text(fitted([head, *parts, *_by_rule(links, style)]), style)


def escaped(text: str, style: Style) -> str:
    """Foreign text as Markdown that shows it letter by letter, also inside a table."""
    return _SPECIAL.sub(r"\\\g<0>", Style().clean(text) if style.unicode else style.clean(text))


def ascii_text(markdown: str, style: Style) -> str:
    """The text with character references where the style wants plain ASCII."""
    if style.unicode:
        return markdown
    return markdown.encode("ascii", "xmlcharrefreplace").decode("ascii")


def fitted(parts: Iterable[str], limit: int = BYTES) -> str:
    """Lines joined until `limit` bytes are reached; a last line then counts what is missing."""
    kept: list[str] = []
    size = missing = 0
    for part in parts:
        size += len(part.encode("utf-8"))
        if missing or size > limit:
            missing += part.startswith("| ")
        else:
            kept.append(part)
    if missing:
        kept.append(f"\n_{plural(missing, 'row')} left out: the summary is full._\n")
    return "".join(kept)


def table(*columns: str) -> str:
    """The head of a table."""
    return f"\n| {' | '.join(columns)} |\n|{' --- |' * len(columns)}\n"


def _overview(diagnostics: Sequence[Diagnostic], style: Style) -> Iterator[str]:
    yield table("file", "errors", "warnings", "infos", "fixable")
    for path, group in groupby(diagnostics, key=lambda d: d.path):
        found = list(group)
        counts = [sum(d.severity == level for d in found) for level in reversed(Severity)]
        fixable = sum(d.fix is not None and d.fix.safety.word == "safe" for d in found)
        cells = " | ".join(map(str, [*counts, fixable]))
        yield f"| {escaped(path, style)} | {cells} |\n"


def _by_file(diagnostics: Sequence[Diagnostic], style: Style) -> Iterator[str]:
    for path, group in groupby(diagnostics, key=lambda d: d.path):
        yield f"\n### {escaped(path, style)}\n"
        yield table("place", "severity", "rule", "message")
        for d in sorted(group, key=lambda d: -d.severity):
            place = f"{d.location.line}:{d.location.column}"
            yield (
                f"| {place} | {_BADGES[d.severity]} | {_rule(d, style)} "
                f"| {escaped(d.message, style)} |\n"
            )


def _by_rule(diagnostics: Sequence[Diagnostic], style: Style) -> Iterator[str]:
    if diagnostics:
        yield "\n### Links\n"
    ordered = sorted(diagnostics, key=lambda d: (-d.severity, d.code, d.rule))
    for _, group in groupby(ordered, key=lambda d: (d.severity, d.code, d.rule)):
        found = list(group)
        yield f"\n#### {_BADGES[found[0].severity]} {_rule(found[0], style)}: {len(found)}\n"
        yield table("place", "message")
        for d in found:
            place = f"{d.path}:{d.location.line}:{d.location.column}"
            yield f"| {escaped(place, style)} | {escaped(d.message, style)} |\n"


def _rule(diagnostic: Diagnostic, style: Style) -> str:
    label = escaped(f"{diagnostic.code} {diagnostic.rule}", style)
    return f"[{label}]({rule_page(diagnostic.group, diagnostic.rule)})"
