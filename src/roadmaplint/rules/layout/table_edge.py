"""A table row without a bar at its beginning or end, or an indented one."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import row_text, rows_of


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per table at the margin, on its first row that is written so."""
    for block in document.markdown.blocks:
        if block.kind != "table":
            continue
        for row in rows_of(document.source, block):
            text = row_text(document.source, row)
            bare = text.strip()
            if not bare.startswith("|") or not bare.endswith("|") or text[:1] in {" ", "\t"}:
                what = "is indented" if text[:1] in {" ", "\t"} else "has no bar at its edge"
                yield Finding(document.source.line_span(row), f"this table row {what}")
                break
