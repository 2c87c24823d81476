"""A list without a blank line above or below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import Gaps, lead, line_end, rows_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span

_BULLETS = ("list", "bullet")


class Options(Struct, frozen=True):
    """`each`: one finding for each side, also beside thematic breaks."""

    each: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
            yield from _findings(source, block, sides, each=each)


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


def _findings(
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
