"""The formats for people at a terminal: text, concise and statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple
from unicodedata import category, east_asian_width

from roadmaplint.core.finding import Diagnostic, Safety, Severity
from roadmaplint.report.model import Report, rule_page
from roadmaplint.report.style import Style, json_array

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
TAB = 4
_JOINER = "\u200d"
_EMOJI_VARIANT = "\ufe0f"


def render_text(report: Report, style: Style) -> str:
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


def render_concise(report: Report, style: Style) -> str:
    """`path:line:column: CODE message` for every finding."""
    return "".join(f"{concise_line(diagnostic, style)}\n" for diagnostic in report.diagnostics)


def concise_line(diagnostic: Diagnostic, style: Style) -> str:
    """One finding without a line end."""
    place = (
        f"{style.clean(diagnostic.path)}:{diagnostic.location.line}:{diagnostic.location.column}"
    )
    code = style.severity(diagnostic.severity, style.clean(diagnostic.code))
    return f"{style.paint('path', place)}: {code} {style.clean(diagnostic.message)}"


class Excerpt(NamedTuple):
    """A source line as shown, and the marks that stand under it, cell by cell."""

    line: str
    marks: str


def width_of(char: str, before: str = "") -> int:
    """How many cells a character takes when it follows `before`: 0, 1 or 2."""
    if " " <= char <= "~":
        return 1
    if char == _EMOJI_VARIANT:
        return 1 if before and width_of(before) == 1 else 0
    if before == _JOINER or "\U0001f3fb" <= char <= "\U0001f3ff":
        return 0
    if "\u1160" <= char <= "\u11ff" or category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def excerpt(line: str, start: int, end: int, style: Style, room: int) -> Excerpt:
    """The part of a line around the offsets `start` to `end`, at most `room` cells wide.

    Tabs become spaces, unsafe characters escapes; at least one mark is set, also at the line's
    end and under a range without characters.
    """
    start = min(start, len(line))
    end = min(max(end, start), len(line))
    cut = style.ellipsis
    room = max(room - 2 * len(cut), 8)
    begin, stop = max(0, start - room), min(len(line), start + room)
    part = line[begin:stop]
    if part.isascii() and part.isprintable():  # a character a cell, as nearly everywhere
        return _plain_excerpt(line, start, end, room, (begin, stop), cut)
    cells = _cells(part, line[begin - 1] if begin else "", style)
    edges = list(accumulate((width for _, width in cells), initial=0))
    low, high = _window(edges, start - begin, room)
    head = cut if begin + low > 0 else ""
    tail = cut if begin + high < len(line) else ""
    shown = "".join(text for text, _ in cells[low:high])
    first, last = edges[start - begin], edges[min(end - begin, high)]
    indent = len(head) + first - edges[low]
    return Excerpt(head + shown + tail, " " * indent + "^" * max(1, last - first))


def _plain_excerpt(
    line: str, start: int, end: int, room: int, part: tuple[int, int], cut: str
) -> Excerpt:
    """The excerpt of a part of a line in which every character takes one cell."""
    low, high = part
    if high - low > room:
        low = min(max(low, start - room // 3), high - room)
        high = low + room
    head, tail = cut if low > 0 else "", cut if high < len(line) else ""
    marks = " " * (len(head) + start - low) + "^" * max(1, min(end, high) - start)
    return Excerpt(f"{head}{line[low:high]}{tail}", marks)


def _window(edges: list[int], start: int, room: int) -> tuple[int, int]:
    """Which cells to show, as a half-open range of indexes that holds `start`."""
    if edges[-1] <= room:
        return 0, len(edges) - 1
    left = min(max(0, edges[start] - room // 3), edges[-1] - room)
    low = next(i for i, edge in enumerate(edges) if edge >= left)
    high = max(i for i, edge in enumerate(edges) if edge - edges[low] <= room)
    return min(low, start), high


def _cells(part: str, before: str, style: Style) -> list[tuple[str, int]]:
    """Every character as it is shown, and how many cells that takes."""
    cells: list[tuple[str, int]] = []
    at = 0
    for char in part:
        shown, width = char, 1
        if char == "\t":
            width = TAB - at % TAB
            shown = " " * width
        elif not " " <= char <= "~":
            shown = style.clean(char)
            width = len(shown) if shown != char else width_of(char, before)
        cells.append((shown, width))
        at += width
        before = char
    return cells


def plural(count: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def severities_in_words(counts: dict[Severity, int]) -> str:
    """Errors and warnings always, infos only where there are some."""
    words = [plural(counts[level], level.word) for level in (Severity.ERROR, Severity.WARNING)]
    if counts[Severity.INFO]:
        words.append(plural(counts[Severity.INFO], "info"))
    return ", ".join(words)


def findings_in_words(report: Report) -> str:
    """`2 errors, 1 warning in 5 files; 1 fixable with --fix`, or that nothing was found."""
    files = plural(report.files, "file")
    if not report.diagnostics:
        return f"nothing found in {files}"
    counts = {level: report.count(level) for level in Severity}
    fixes = fixes_in_words(report)
    return f"{severities_in_words(counts)} in {files}" + (f"; {fixes}" if fixes else "")


def fixes_in_words(report: Report) -> str:
    """How many findings each kind of fix would settle, the three kinds apart; empty for none."""
    fixes = [d.fix.safety for d in report.diagnostics if d.fix is not None]
    safe, unsafe = fixes.count(Safety.SAFE), fixes.count(Safety.UNSAFE)
    words = []
    if safe:
        words.append(f"{safe} fixable with --fix")
    if unsafe:
        words.append(f"{unsafe}{' more' if safe else ' fixable'} with --unsafe-fixes")
    if suggested := fixes.count(Safety.SUGGESTION):
        words.append(plural(suggested, "suggestion"))
    return ", ".join(words)


def trailer(report: Report, style: Style) -> list[str]:
    """The last lines of a text report: repairs that were written, then the counts."""
    lines = []
    if written := sum(report.fixed.values()):
        lines.append(f"{plural(written, 'repair')} written in {plural(len(report.fixed), 'file')}")
    worst = max((d.severity for d in report.diagnostics), default=None)
    text = findings_in_words(report)
    lines.append(text if worst is None else style.severity(worst, text))
    return lines


class RuleCount(NamedTuple):
    """How often a rule spoke, at most how severely, and how many of its findings have which fix."""

    code: str
    rule: str
    group: str
    severity: Severity
    findings: int
    safe: int
    unsafe: int


def count_rules(diagnostics: Sequence[Diagnostic]) -> list[RuleCount]:
    """One entry a rule, the most frequent first."""
    by_rule: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        key = (diagnostic.code, diagnostic.rule, diagnostic.group)
        by_rule.setdefault(key, []).append(diagnostic)
    counts = [_count(key, found) for key, found in by_rule.items()]
    return sorted(counts, key=lambda entry: (-entry.findings, entry.code, entry.rule))


def render_statistics(report: Report, style: Style) -> str:
    """A line a rule: count, severity, code, name and how many fixes of which kind can be had."""
    counts = count_rules(report.diagnostics)
    wide = len(str(counts[0].findings)) if counts else 0
    lines = [_line(entry, wide, style) for entry in counts]
    if style.summary:
        lines += trailer(report, style)
    return "".join(f"{line}\n" for line in lines)


def render_statistics_json(report: Report, style: Style) -> str:
    """The same as a JSON array, a rule a line."""
    rows = (
        entry._asdict() | {"severity": entry.severity.word}
        for entry in count_rules(report.diagnostics)
    )
    return json_array(rows, style) + "\n"


def _count(key: tuple[str, str, str], found: list[Diagnostic]) -> RuleCount:
    fixes = Counter(d.fix.safety for d in found if d.fix is not None)
    worst = max(d.severity for d in found)
    return RuleCount(*key, worst, len(found), fixes[Safety.SAFE], fixes[Safety.UNSAFE])


def _line(entry: RuleCount, wide: int, style: Style) -> str:
    level = style.severity(entry.severity, f"{entry.severity.word:<7}")
    fixes = [f"{entry.safe} fixable"] if entry.safe else []
    fixes += [f"{entry.unsafe} unsafe"] if entry.unsafe else []
    note = style.paint("quiet", f" [{', '.join(fixes)}]") if fixes else ""
    code = style.paint("code", f"{style.clean(entry.code):<6}")
    return f"{entry.findings:>{wide}} {level} {code} {style.clean(entry.rule)}{note}"
