"""A table row with more or fewer cells than the header."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per row; cells beyond the header are not shown at all."""
    for block in document.markdown.walk():
        if block.kind != "table" or not block.children:
            continue
        wanted = len(block.children[0].children)
        for row in block.children[1:]:
            count = len(row.children)
            if count > wanted:
                extra = row.children[wanted]
                lost = "the last is" if count == wanted + 1 else "the rest are"
                message = f"{count} cells in a table of {wanted} columns: {lost} not shown"
                yield Finding(extra.span, message)
            elif count < wanted:
                message = f"{count} of {wanted} cells, {wanted - count} missing at the end"
                yield Finding(row.span, message)
