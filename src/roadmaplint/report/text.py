"""The text format: findings by file, each with its source line and marks under the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from roadmaplint.core.finding import Diagnostic, Safety, Severity
from roadmaplint.report.address import rule_page
from roadmaplint.report.cells import excerpt
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style
from roadmaplint.report.summary import plural, trailer

#: How many related places a finding shows unless all are wanted.
RELATED = 5
#: From how many findings in the same words on only the first is shown, and how many lines it lists.
ALIKE = 4
LINES = 12
_TAGS = {
    Safety.SAFE: "[fixable]",
    Safety.UNSAFE: "[unsafe fix]",
    Safety.SUGGESTION: "[suggestion]",
}


def render(report: Report, style: Style) -> str:
    """The report for people at a terminal; empty if there is nothing to say."""
    blocks = [
        "\n".join(_file(path, group, report, style))
        for path, group in groupby(report.diagnostics, key=lambda d: d.path)
    ]
    if style.summary:
        blocks.append("\n".join(trailer(report, style)))
    return "\n\n".join([*blocks[:-1], f"{blocks[-1]}\n"]) if blocks else ""


def _file(
    path: str, diagnostics: Iterable[Diagnostic], report: Report, style: Style
) -> Iterator[str]:
    folded: Counter[tuple[str, str]] = Counter()
    diagnostics = list(diagnostics)
    alike = {} if style.verbose else _alike(diagnostics)
    for diagnostic in diagnostics:
        if not style.verbose and _is_layout_note(diagnostic):
            folded[diagnostic.code, diagnostic.rule] += 1
            continue
        same = alike.get(_key(diagnostic), [diagnostic])
        if same[0] is diagnostic:
            yield _headline(diagnostic, style)
            yield from _excerpt(diagnostic, report, style)
            yield from _notes(diagnostic, style)
        if same[0] is diagnostic and len(same) > 1:
            yield _more(same[1:])
    if folded:
        yield _folded(path, folded, style)


def _key(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.code, diagnostic.message


def _alike(diagnostics: Sequence[Diagnostic]) -> dict[tuple[str, str], list[Diagnostic]]:
    """Findings below error that one file has several times in the same words, by code and words."""
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        if diagnostic.severity < Severity.ERROR and not diagnostic.related:
            groups.setdefault(_key(diagnostic), []).append(diagnostic)
    return {key: group for key, group in groups.items() if len(group) >= ALIKE}


def _more(diagnostics: Sequence[Diagnostic]) -> str:
    lines = [str(diagnostic.location.line) for diagnostic in diagnostics]
    listed = ", ".join(lines[:LINES]) + (", …" if len(lines) > LINES else "")
    return f"      = and {len(lines)} more like this, on lines {listed}; --verbose shows them"


def _is_layout_note(diagnostic: Diagnostic) -> bool:
    return diagnostic.group == "layout" and diagnostic.severity == Severity.INFO


def _folded(path: str, counts: Counter[tuple[str, str]], style: Style) -> str:
    rules = ", ".join(f"{code} {name}: {count}" for (code, name), count in sorted(counts.items()))
    total = plural(sum(counts.values()), "layout finding")
    return (
        f"{style.paint('path', style.clean(path))} {style.severity(Severity.INFO)} "
        f"{total} ({style.clean(rules)}); --verbose shows them"
    )


def _headline(diagnostic: Diagnostic, style: Style) -> str:
    place = (
        f"{style.clean(diagnostic.path)}:{diagnostic.location.line}:{diagnostic.location.column}"
    )
    code = style.paint("code", style.clean(diagnostic.code))
    parts = [
        style.paint("path", place),
        style.severity(diagnostic.severity),
        style.link(rule_page(diagnostic.group, style.clean(diagnostic.rule)), code),
        style.clean(diagnostic.rule),
        style.clean(diagnostic.message),
    ]
    if diagnostic.fix is not None:
        parts.append(style.paint("quiet", _TAGS[diagnostic.fix.safety]))
    return " ".join(parts)


def _excerpt(diagnostic: Diagnostic, report: Report, style: Style) -> Iterator[str]:
    number, column, end_line, end_column = diagnostic.location
    line = report.line(diagnostic.path, number)
    if line is None:
        return
    gutter = f"{number:>5} | "
    end = end_column - 1 if end_line == number else len(line)
    shown, marks = excerpt(line, column - 1, end, style, style.width - len(gutter))
    yield style.paint("quiet", gutter) + shown
    yield style.paint("quiet", "      | ") + style.severity(diagnostic.severity, marks)


def _notes(diagnostic: Diagnostic, style: Style) -> Iterator[str]:
    limit = len(diagnostic.related) if style.verbose else RELATED
    for path, location, message in diagnostic.related[:limit]:
        place = f"{style.clean(path)}:{location.line}:{location.column}"
        yield f"      = see {place} {style.clean(message)}".rstrip()
    if len(diagnostic.related) > limit:
        yield f"      = and {plural(len(diagnostic.related) - limit, 'place')} more"
    if diagnostic.fix is not None:
        yield f"      = fix: {style.clean(diagnostic.fix.title)}"
