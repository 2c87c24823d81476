"""The findings on the page: a form to filter them, each with its line, related places and fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import IN_ORDER, Diagnostic, PlacedEdit, PlacedFix, Severity
from roadmaplint.report.html.markup import Html, escape_code, fill, join
from roadmaplint.report.html.roadmaps import STATE_WORDS, STATES
from roadmaplint.report.model import Report, rule_page
from roadmaplint.report.text import plural
from roadmaplint.text.source import Location

#: The text of a 1-based line, None where it is not at hand.
ReadLine = Callable[[int], str | None]
#: How many findings the page holds; the weightiest ones, where there are more.
MOST = 20_000
#: How many related places a finding lists.
RELATED = 20
#: A fix shows at most this many places, and of each at most this many lines and characters.
PLACES = 8
LINES = 60
CHARACTERS = 3000
#: Unchanged text is cut to this much on either side of a change.
_CONTEXT = 90


def render_findings(report: Report, files: Mapping[str, int]) -> Html:
    """The form and the list; `files` numbers the paths as the page's other parts do."""
    if not report.diagnostics:
        return fill("nothing-found")
    shown: Sequence[Diagnostic] = report.diagnostics
    note = Html()
    if left := max(0, len(shown) - MOST):
        shown = sorted(sorted(shown, key=lambda d: -d.severity)[:MOST], key=IN_ORDER)
        full = (
            f"The page is full: {plural(left, 'finding')} of the lowest severity left out. "
            "Fewer paths, --select or --min-severity make room."
        )
        note = fill("note", words=full)
    levels = Counter(d.severity for d in shown)
    return fill(
        "findings",
        note=note,
        levels=join(
            fill("level", level=level.word, count=levels[level]) for level in reversed(Severity)
        ),
        choices=join(_choices(shown, files)),
        items=join(_finding(diagnostic, report, files[diagnostic.path]) for diagnostic in shown),
    )


def _choices(diagnostics: Sequence[Diagnostic], files: Mapping[str, int]) -> Iterator[Html]:
    groups = Counter(d.group for d in diagnostics)
    rules = Counter((d.code, d.rule) for d in diagnostics)
    paths = Counter(d.path for d in diagnostics)
    states = Counter(STATES[d.rule] for d in diagnostics if d.rule in STATES)
    fixes = Counter(_safety(d) for d in diagnostics)
    yield _choice("group", "Group", ((g, g, n) for g, n in sorted(groups.items())))
    yield _choice(
        "rule", "Rule", ((rule, f"{code} {rule}", n) for (code, rule), n in sorted(rules.items()))
    )
    yield _choice("file", "File", ((str(files[p]), p, n) for p, n in sorted(paths.items())))
    yield _choice("state", "Resource", ((s, s, states[s]) for s in STATE_WORDS if states[s]))
    order = ("safe", "unsafe", "suggestion", "none")
    yield _choice("fix", "Fix", ((s, s, fixes[s]) for s in order if fixes[s]))


def _choice(name: str, label: str, values: Iterable[tuple[str, str, int]]) -> Html:
    options = (
        fill("option", value=value, shown=shown, count=count) for value, shown, count in values
    )
    return fill("choice", name=name, label=label, options=join(options))


def _finding(diagnostic: Diagnostic, report: Report, file: int) -> Html:
    return fill(
        "finding",
        level=diagnostic.severity.word,
        group=diagnostic.group,
        rule=diagnostic.rule,
        code=diagnostic.code,
        file=file,
        path=diagnostic.path,
        line=diagnostic.location.line,
        column=diagnostic.location.column,
        state=STATES.get(diagnostic.rule, ""),
        fix=_safety(diagnostic),
        message=diagnostic.message,
        page=rule_page(diagnostic.group, diagnostic.rule),
        details=join(_details(diagnostic, report)),
    )


def _safety(diagnostic: Diagnostic) -> str:
    return diagnostic.fix.safety.word if diagnostic.fix else "none"


def _details(diagnostic: Diagnostic, report: Report) -> Iterator[Html]:
    def read_line(number: int) -> str | None:
        return report.line(diagnostic.path, number)

    if line := read_line(diagnostic.location.line):
        yield fill("line", shown=_marked_line(line, diagnostic.location))
    if related := diagnostic.related:
        places = (
            fill("related-place", path=path, line=at.line, column=at.column, message=message)
            for path, at, message in related[:RELATED]
        )
        left = len(related) - RELATED
        yield fill(
            "related",
            words=plural(len(related), "related place"),
            places=join(places),
            more=fill("related-more", count=left) if left > 0 else "",
        )
    if diagnostic.fix is not None:
        yield _fix(diagnostic.fix, read_line)


def _marked_line(line: str, location: Location) -> Html:
    """A line of a document with the part that a finding means marked."""
    start = min(location.column - 1, len(line))
    end = location.end_column - 1 if location.end_line == location.line else len(line)
    end = min(max(end, start), len(line))
    pieces = (Piece(line[:start], False), Piece(line[start:end], True), Piece(line[end:], False))
    return _pieces(pieces, "mark")


class Piece(NamedTuple):
    """A part of a text; `changed` is True for what the fix takes away or puts in.

    A changed piece without text is where the other side has some.
    """

    text: str
    changed: bool


class Change(Struct, frozen=True):
    """One place of a fix: the lines from `line` on, before and after."""

    line: int
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def changes(fix: PlacedFix, read_line: ReadLine) -> Iterator[Change]:
    """The places of a fix in order; edits on the same or on touching lines are one place."""
    place: list[PlacedEdit] = []
    for edit in fix.edits:
        if place and edit.location.line > place[-1].location.end_line + 1:
            yield _change(place, read_line)
            place = []
        place.append(edit)
    if place:
        yield _change(place, read_line)


def _change(edits: Sequence[PlacedEdit], read_line: ReadLine) -> Change:
    first = edits[0].location.line
    last = max(first, min(max(edit.location.end_line for edit in edits), first + LINES))
    lines = [read_line(number) or "" for number in range(first, last + 1)]
    whole = "\n".join(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(line: int, column: int) -> int:
        if line > last:
            return len(whole)
        if line < first:
            return 0
        return starts[line - first] + min(column - 1, len(lines[line - first]))

    before: list[Piece] = []
    after: list[Piece] = []
    at = 0
    for place, new in edits:
        start = max(at, offset(place.line, place.column))
        end = max(start, offset(place.end_line, place.end_column))
        same = Piece(whole[at:start], False)
        before += (same, Piece(whole[start:end], True))
        after += (same, Piece(new.replace("\r\n", "\n").replace("\r", "\n"), True))
        at = end
    rest = Piece(whole[at:], False)
    return Change(first, (*before, rest), (*after, rest))


def _fix(fix: PlacedFix, read_line: ReadLine) -> Html:
    """A fix as a block that unfolds: its title, its safety, before and after of every place."""
    found = list(changes(fix, read_line))
    nothing = fill("nothing", words="nothing")
    shown = [
        fill(
            "change",
            line=change.line,
            before=_pieces(change.before, "del") or nothing,
            after=_pieces(change.after, "ins") or nothing,
        )
        for change in found[:PLACES]
    ]
    if len(found) > PLACES:
        shown.append(fill("note", words=f"and {plural(len(found) - PLACES, 'place')} more"))
    if fix.reencode is not None:
        written = f"The text stays; the file is written as {fix.reencode.name}."
        shown.append(fill("note", words=written))
    return fill("fix", safety=fix.safety.word, title=fix.title, places=join(shown))


def _pieces(pieces: Sequence[Piece], tag: str) -> Html:
    """Pieces one behind the other, the changed ones in a tag; too long a text is cut."""
    out = []
    left = CHARACTERS
    for index, (text, changed) in enumerate(pieces):
        part = text if changed else _cut(text, index > 0, index < len(pieces) - 1)
        out.append(_piece(part[:left], changed, tag))
        if len(part) > left:
            out.append('<span class="cut">… cut here</span>')
            break
        left -= len(part)
    return Html("".join(out))


def _piece(text: str, changed: bool, tag: str) -> str:
    if not changed:
        return "\n".join(map(escape_code, text.split("\n")))
    if not text:
        return '<mark class="point"></mark>' if tag == "mark" else ""
    end = '<span class="end" aria-hidden="true">↵</span>\n'
    shown = end.join(map(_visible_spaces, text.split("\n")))
    return f"<{tag}>{shown}</{tag}>"


def _visible_spaces(line: str) -> str:
    """A changed stretch; spaces at its ends and tabs get a sign, for they are the change."""
    body = line.strip(" ")
    if not body:
        return "·" * len(line)
    lead, tail = len(line) - len(line.lstrip(" ")), len(line) - len(line.rstrip(" "))
    return "·" * lead + "→&#9;".join(map(escape_code, body.split("\t"))) + "·" * tail


def _cut(unchanged: str, after_change: bool, before_change: bool) -> str:
    """Unchanged text without what lies far from every change."""
    keep = _CONTEXT * (after_change + before_change)
    if len(unchanged) <= keep + 20:
        return unchanged
    head = unchanged[:_CONTEXT] if after_change else ""
    tail = unchanged[-_CONTEXT:] if before_change else ""
    return f"{head}…{tail}"
