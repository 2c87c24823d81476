"""A heading without a blank line above or below it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import Gaps, line_end, rows_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


class Options(Struct, frozen=True):
    """`each`: one finding for each side instead of one for the heading."""

    each: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
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
        yield from _findings(source, block, sides, each=context.options.each)


def _findings(
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
