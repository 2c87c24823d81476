"""A list with blank lines between some of its items, but not all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import is_at_margin, is_blank, line_end
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
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
