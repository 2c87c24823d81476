"""What a fix changes: the lines before and after it, with the changed parts marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint.core.finding import PlacedEdit, PlacedFix
from roadmaplint.report.html.markup import badge, code, text
from roadmaplint.report.summary import plural
from roadmaplint.text.source import Location

#: The text of a 1-based line, None where it is not at hand.
ReadLine = Callable[[int], str | None]
#: A fix shows at most this many places, and of each at most this many lines and characters.
PLACES = 8
LINES = 60
CHARACTERS = 3000
#: Unchanged text is cut to this much on either side of a change.
_CONTEXT = 90


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


def fix_html(fix: PlacedFix, read_line: ReadLine) -> str:
    """A fix as a block that unfolds: its title, its safety, before and after of every place."""
    shown = []
    places = 0
    for change in changes(fix, read_line):
        places += 1
        if places <= PLACES:
            shown.append(_change_html(change))
    if places > PLACES:
        shown.append(f'<p class="note">and {plural(places - PLACES, "place")} more</p>')
    if fix.reencode is not None:
        name = text(fix.reencode.name)
        shown.append(f'<p class="note">The text stays; the file is written as {name}.</p>')
    mark = badge(f"fix-{fix.safety.word}", fix.safety.word)
    return (
        f'<details class="fix"><summary>Fix {mark} <bdi>{text(fix.title)}</bdi></summary>'
        f"{''.join(shown)}</details>"
    )


def marked_line(line: str, location: Location) -> str:
    """A line of a document with the part that a finding means marked."""
    start = min(location.column - 1, len(line))
    end = location.end_column - 1 if location.end_line == location.line else len(line)
    end = min(max(end, start), len(line))
    pieces = (Piece(line[:start], False), Piece(line[start:end], True), Piece(line[end:], False))
    return _pieces_html(pieces, "mark")


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


def _change_html(change: Change) -> str:
    return (
        f'<p class="place">line {change.line}</p><div class="change">'
        f"{_side('Before', change.before, 'del')}{_side('After', change.after, 'ins')}</div>"
    )


def _side(label: str, pieces: Sequence[Piece], tag: Literal["del", "ins"]) -> str:
    shown = _pieces_html(pieces, tag) or '<span class="nothing">nothing</span>'
    return f'<div><p class="side">{label}</p><pre dir="auto"><code>{shown}</code></pre></div>'


def _pieces_html(pieces: Sequence[Piece], tag: Literal["del", "ins", "mark"]) -> str:
    out = []
    left = CHARACTERS
    for index, piece in enumerate(pieces):
        part = piece.text if piece.changed else _cut(piece.text, index > 0, index < len(pieces) - 1)
        if len(part) > left:
            out.append(_piece_html(Piece(part[:left], piece.changed), tag))
            out.append('<span class="cut">… cut here</span>')
            break
        left -= len(part)
        out.append(_piece_html(Piece(part, piece.changed), tag))
    return "".join(out)


def _piece_html(piece: Piece, tag: str) -> str:
    if not piece.changed:
        return "\n".join(code(line) for line in piece.text.split("\n"))
    if not piece.text:
        return '<mark class="point"></mark>' if tag == "mark" else ""
    end = '<span class="end" aria-hidden="true">↵</span>\n'
    shown = end.join(_visible_spaces(line) for line in piece.text.split("\n"))
    return f"<{tag}>{shown}</{tag}>"


def _visible_spaces(line: str) -> str:
    """A changed stretch; spaces at its ends and tabs get a sign, for they are the change."""
    body = line.strip(" ")
    if not body:
        return "·" * len(line)
    lead, tail = len(line) - len(line.lstrip(" ")), len(line) - len(line.rstrip(" "))
    return "·" * lead + "→&#9;".join(code(part) for part in body.split("\t")) + "·" * tail


def _cut(unchanged: str, after_change: bool, before_change: bool) -> str:
    """Unchanged text without what lies far from every change."""
    keep = _CONTEXT * (after_change + before_change)
    if len(unchanged) <= keep + 20:
        return unchanged
    head = unchanged[:_CONTEXT] if after_change else ""
    tail = unchanged[-_CONTEXT:] if before_change else ""
    return f"{head}…{tail}"
