"""A thematic break without a blank line above it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import is_at_margin, is_blank, line_end
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span

_NAMES = {"list": "the list", "paragraph": "the text", "quote": "the quote", "table": "the table"}


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
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
