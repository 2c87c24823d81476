"""Lists of one item."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per bullet list with a single item."""
    for block in document.markdown.walk():
        if block.kind == "list" and block.style == "bullet" and len(block.children) == 1:
            message = "a list of one item: a paragraph, or more items, would do better"
            yield Finding(block.span, message)
