"""A line of a quotation without its mark."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import row_text, rows_of


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per quotation at the margin, on its first line without a mark."""
    for block in document.markdown.blocks:
        if block.kind != "quote":
            continue
        for row in rows_of(document.source, block):
            text = row_text(document.source, row).lstrip(" \t\ufeff")
            if text and not text.startswith(">"):
                yield Finding(
                    document.source.line_span(row),
                    "this line belongs to the quotation above, but has no > in front",
                )
                break
