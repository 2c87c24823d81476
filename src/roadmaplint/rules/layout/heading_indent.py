"""A heading that does not begin at the margin."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import indent_span, is_at_margin, rows_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per indented heading at top level."""
    for block in document.markdown.blocks:
        if block.kind != "heading" or not is_at_margin(document.source, block):
            continue
        edits = _edits(document.source, block)
        if edits:
            yield Finding(
                block.span,
                "the heading is indented; headings begin at the margin",
                Fix("Remove the blanks", edits, Safety.SAFE),
            )


def _edits(source: Source, block: Block) -> tuple[Edit, ...]:
    rows = list(rows_of(source, block))
    spans = [indent_span(source, number) for number in rows]
    if any(_would_begin_a_block(source, number) for number in rows[1:-1]):
        return ()
    return tuple(Edit(span, "") for span in spans if span.end > span.start)


def _would_begin_a_block(source: Source, number: int) -> bool:
    """True if a row of a heading of several lines is text only because it is indented."""
    row = source.slice(source.line_span(number)).lstrip(" \t")
    return not row[:1].isalpha()
