"""A link definition with capitals in its label or blanks in a row."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per definition."""
    for block in document.definitions:
        label = block.label
        if label.startswith("^"):
            continue
        written = document.source.slice(block.span)
        head = written.partition("]:")[0][1:]
        if head != head.lower():
            yield Finding(
                block.span, f"capitals in the label [{label[:40]}]; labels are small here"
            )
        elif "  " in head or "\t" in head:
            yield Finding(block.span, f"blanks in a row in the label [{label[:40]}]")
