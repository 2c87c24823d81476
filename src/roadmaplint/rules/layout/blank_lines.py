"""Blank lines: too many, or missing around headings, lists, breaks and at the end of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from roadmaplint.core.finding import Finding, Fix, Safety
from roadmaplint.core.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.source_lines import (
    Gaps,
    is_at_margin,
    is_blank,
    lead,
    line_end,
    rows_of,
    rows_within,
    whole_lines,
)
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

#: Blank lines in a row, or one at the end of a text; `\r\n` may look like two.
_TWO = lazy(r"[\r\n][ \t]*[\r\n][ \t]*(?:[\r\n]|\Z)")
_FIRST = lazy(r"[ \t]*[\r\n]")
_DATA = frozenset({"code", "front-matter"})


class BlankLinesOptions(Struct, frozen=True):
    """`maximum`: so many may stand in a row. `each`: one finding for every line too many."""

    maximum: int = 1
    each: bool = False


@rule(on=Document, options=BlankLinesOptions)
def blank_lines(document: Document, context: Context[BlankLinesOptions]) -> Iterator[Finding]:
    """Yield one finding per run of blank lines outside of code."""
    source, options = document.source, context.options
    if options.maximum and not (_FIRST.match(source.text) or _TWO.search(source.text)):
        return
    data = rows_within(document, _DATA)
    for first, last in _runs(source, data):
        count = last - first + 1
        ends = last == source.line_count
        if ends and not options.each:
            count -= 1
            last -= 1  # noqa: PLW2901 - what follows the last line end is no line
        if count <= options.maximum:
            continue
        extra = range(first + options.maximum, last + 1)
        for number in extra if options.each else extra[:1]:
            span = whole_lines(source, number, number if options.each else last)
            yield Finding(
                span,
                f"{count} blank lines in a row",
                Fix("Remove them", (Edit(span, ""),), Safety.SAFE)
                if span.end > span.start
                else None,
            )


def _runs(source: Source, data: set[int]) -> Iterator[tuple[int, int]]:
    """First and last number of every run of blank lines."""
    first = 0
    places = zip(source.line_starts, source.line_ends, strict=True)
    for number, (start, end) in enumerate(places, 1):
        blank = not source.text[start:end].strip(" \t") and number not in data
        if blank and not first:
            first = number
        elif not blank and first:
            yield first, number - 1
            first = 0
    if first:
        yield first, source.line_count


class BlanksAroundHeadingOptions(Struct, frozen=True):
    """`each`: one finding for each side instead of one for the heading."""

    each: bool = False


@rule(on=Document, options=BlanksAroundHeadingOptions)
def blanks_around_heading(
    document: Document, context: Context[BlanksAroundHeadingOptions]
) -> Iterator[Finding]:
    """Yield one finding per heading at top level."""
    source, gaps = document.source, Gaps(document)
    front = document.markdown.blocks[0] if document.markdown.blocks else None
    top = rows_of(source, front).stop if front and front.kind == "front-matter" else 1
    for block in document.markdown.blocks:
        if block.kind != "heading":
            continue
        rows = rows_of(source, block)
        sides = {}
        if rows.start > top and not gaps.at(rows.start - 1):
            sides["above"] = source.line_starts[rows.start - 1]
        if rows.stop <= source.line_count and not gaps.at(rows.stop):
            sides["below"] = source.line_starts[rows.stop - 1]
        if not sides:
            continue
        yield from _blanks_around_heading_findings(source, block, sides, each=context.options.each)


def _blanks_around_heading_findings(
    source: Source, block: Block, sides: dict[str, int], *, each: bool
) -> Iterator[Finding]:
    end = line_end(source)
    for names in [[side] for side in sides] if each else [list(sides)]:
        edits = tuple(Edit(Span(sides[name], sides[name]), end) for name in names)
        yield Finding(
            block.span,
            f"no blank line {' and '.join(names)} the heading",
            Fix("Insert a blank line", edits, Safety.SAFE),
        )


_BULLETS = ("list", "bullet")


class BlanksAroundListOptions(Struct, frozen=True):
    """`each`: one finding for each side, also beside thematic breaks."""

    each: bool = False


@rule(on=Document, options=BlanksAroundListOptions)
def blanks_around_list(
    document: Document, context: Context[BlanksAroundListOptions]
) -> Iterator[Finding]:
    """Yield one finding per list that is in no other list."""
    source, gaps = document.source, Gaps(document)
    each = context.options.each
    for before, block, following in _lists(document.markdown.blocks):
        rows = rows_of(source, block)
        sides: dict[str, int] = {}
        if rows.start > 1 and not gaps.at(rows.start - 1) and (each or not _split(before, block)):
            sides["above"] = rows.start
        glued = following is not None and (following.kind == "rule" or _split(block, following))
        glued = glued and not each
        if rows.stop <= source.line_count and not gaps.at(rows.stop) and not glued:
            sides["below"] = rows.stop
        if sides:
            yield from _blanks_around_list_findings(source, block, sides, each=each)


def _split(first: Block | None, second: Block) -> bool:
    """Two bullet lists in a row: a list that another mark cuts, which list-marker reports."""
    pair = (first, second)
    return all(block is not None and (block.kind, block.style) == _BULLETS for block in pair)


def _lists(blocks: Sequence[Block]) -> Iterator[tuple[Block | None, Block, Block | None]]:
    """Lists between the blocks around them; quotes are looked into, lists are not."""
    around = (None, *blocks, None)
    for before, block, following in zip(around, blocks, around[2:], strict=False):
        if block.kind == "list":
            yield before, block, following
        elif block.kind == "quote":
            yield from _lists(block.children)


def _blanks_around_list_findings(
    source: Source, block: Block, sides: dict[str, int], *, each: bool
) -> Iterator[Finding]:
    inside = bool(lead(source, block.span.start).strip(" \t\ufeff"))
    end = line_end(source)
    rows = rows_of(source, block)
    for names in [[side] for side in sides] if each else [list(sides)]:
        starts = [source.line_starts[sides[name] - 1] for name in names]
        edits = tuple(Edit(Span(start, start), end) for start in starts)
        number = rows.start if names[0] == "above" else rows.stop - 1
        yield Finding(
            source.line_span(number),
            f"no blank line {' and '.join(names)} the list",
            None if inside else Fix("Insert a blank line", edits, Safety.SAFE),
        )


_NAMES = {"list": "the list", "paragraph": "the text", "quote": "the quote", "table": "the table"}


@rule(on=Document)
def glued_rule(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per thematic break that touches the block above."""
    source = document.source
    for above, block in pairwise(document.markdown.blocks):
        if block.kind != "rule" or not is_at_margin(source, block):
            continue
        number = source.line_at(block.span.start)
        if is_blank(source, number - 1) or above.kind in {"front-matter", "rule"}:
            continue
        start = source.line_starts[number - 1]
        what = _NAMES.get(above.kind, f"the {above.kind} block")
        danger = "; one indent less would make a setext heading" if above.kind == "list" else ""
        yield Finding(
            block.span,
            f"thematic break glued to {what} above, a blank line is missing{danger}",
            Fix("Insert a blank line", (Edit(Span(start, start), line_end(source)),), Safety.SAFE),
        )


@rule(on=Document)
def loose_tight_mix(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per list, on the first item that follows without a blank line."""
    source = document.source
    for block in document.markdown.walk():
        if block.kind != "list" or block.tight or len(block.children) < 3:
            continue
        rows = [source.line_at(item.span.start) for _, item in pairwise(block.children)]
        glued = [row for row in rows if not is_blank(source, row - 1)]
        if not glued or len(glued) == len(rows):
            continue
        starts = [source.line_starts[row - 1] for row in glued]
        fix = None
        if is_at_margin(source, block):
            edits = tuple(Edit(Span(start, start), line_end(source)) for start in starts)
            fix = Fix("Insert blank lines", edits, Safety.SAFE)
        yield Finding(
            source.line_span(glued[0]),
            f"blank lines stand between {len(rows) - len(glued)} of {len(rows)} pairs of items; "
            "the whole list is shown with wide gaps",
            fix,
        )


@rule(on=Source)
def final_newline(source: Source, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding at the end of the file."""
    text = source.text
    if not text.strip("\ufeff") or text.endswith(("\n", "\r")):
        return
    end = len(text)
    fix = Fix("End the line", (Edit(Span(end, end), line_end(source)),), Safety.SAFE)
    yield Finding(Span(end - 1, end), "the last line does not end with a line end", fix)
