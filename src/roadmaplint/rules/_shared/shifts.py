"""Moving blocks to the left or right without a change of what they hold."""

from __future__ import annotations

from roadmaplint.markdown.tokens import Block
from roadmaplint.rules._shared.rows import indent_span, is_blank, lead, row_text, rows_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


def column(source: Source, block: Block) -> int | None:
    """How many spaces stand before a block on its line; None after a tab or another mark."""
    before = lead(source, block.span.start).lstrip("\ufeff")
    return None if before.strip(" ") else len(before)


def shift(source: Source, block: Block, by: int, *, first: bool = True) -> tuple[Edit, ...] | None:
    """Edits that move the lines of a block by so many spaces; `first` moves its first line too.

    None where a line is indented with a tab. Lines of less indentation than the block are lazy
    continuations; they lose what they have.
    """
    edits = []
    for number in rows_of(source, block):
        if number == source.line_at(block.span.start) and not first:
            continue
        blanks = indent_span(source, number)
        line = source.line_span(number)
        if blanks.end == line.end:
            continue
        if "\t" in source.slice(blanks):
            return None
        if by > 0:
            edits.append(Edit(Span(blanks.start, blanks.start), " " * by))
        elif blanks.end > blanks.start:
            gone = min(-by, blanks.end - blanks.start)
            edits.append(Edit(Span(blanks.start, blanks.start + gone), ""))
    return tuple(edits)


def stays_closed(source: Source, item: Block, inner: int) -> bool:
    """True if what follows an item stays outside when the item's text begins in column `inner`."""
    number = rows_of(source, item).stop
    while number <= source.line_count and is_blank(source, number):
        number += 1
    text = row_text(source, number)
    return len(text) - len(text.lstrip(" ")) < inner and not text.startswith("\t")


def item_shift(source: Source, item: Block, at: int, by: int) -> tuple[Edit, ...] | None:
    """Edits that move a list item in column `at`; None if what follows would get into it."""
    inner = at + by + len(item.marker) + 1
    return None if by < 0 and not stays_closed(source, item, inner) else shift(source, item, by)


def joined(source: Source, parts: list[tuple[Edit, ...]]) -> tuple[Edit, ...]:
    """Edits of several moves as one; moves of one line add up, to its margin at most."""
    moves: dict[int, int] = {}
    for edit in (edit for part in parts for edit in part):
        change = len(edit.text) - (edit.span.end - edit.span.start)
        moves[edit.span.start] = moves.get(edit.span.start, 0) + change
    edits = []
    for start, move in sorted(moves.items()):
        blanks = indent_span(source, source.line_at(start))
        end = min(start - move, blanks.end)
        if move > 0:
            edits.append(Edit(Span(start, start), " " * move))
        elif end > start:
            edits.append(Edit(Span(start, end), ""))
    return tuple(edits)
