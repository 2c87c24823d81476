"""Terminal cells: how wide characters are, and one source line with marks under a range of it."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple
from unicodedata import category, east_asian_width

from msgspec import Struct

from roadmaplint.report.style import Style

TAB = 4
_JOINER = "\u200d"
_EMOJI_VARIANT = "\ufe0f"


class Excerpt(NamedTuple):
    """A source line as shown, and the marks that stand under it, cell by cell."""

    line: str
    marks: str


class _Cell(Struct, frozen=True):
    text: str
    width: int


#: Printable ASCII: what nearly all lines consist of, shown as it is.
_PLAIN = {char: _Cell(char, 1) for char in map(chr, range(0x20, 0x7F))}


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
    cells = _cells(line, begin, stop, style)
    edges = list(accumulate((cell.width for cell in cells), initial=0))
    low, high = _window(edges, start - begin, room)
    head = cut if begin + low > 0 else ""
    tail = cut if begin + high < len(line) else ""
    shown = "".join(cell.text for cell in cells[low:high])
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


def _cells(line: str, begin: int, stop: int, style: Style) -> list[_Cell]:
    found: list[_Cell] = []
    at = 0
    before = line[begin - 1] if begin else ""
    for char in line[begin:stop]:
        cell = _PLAIN.get(char) or _cell(char, before, at, style)
        found.append(cell)
        at += cell.width
        before = char
    return found


def _cell(char: str, before: str, at: int, style: Style) -> _Cell:
    if char == "\t":
        width = TAB - at % TAB
        return _Cell(" " * width, width)
    shown = style.clean(char)
    return _Cell(shown, len(shown) if shown != char else width_of(char, before))
