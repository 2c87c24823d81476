"""Numbered lists of which some have a dot and some a bracket."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.source import Span


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per list that is not written like the first one."""
    first = ""
    for block in document.markdown.walk():
        if block.kind != "list" or block.style != "ordered" or not block.children:
            continue
        marker = block.children[0].marker
        first = first or marker[-1:]
        if marker[-1:] != first:
            start = block.children[0].span.start
            yield Finding(
                Span(start, start + len(marker)),
                f"a number with {marker[-1:]}, others have {first}",
            )
