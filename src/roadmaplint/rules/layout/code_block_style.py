"""Code blocks that are written in a way the project does not use."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.source import Span


class Options(Struct, frozen=True):
    """`fence`: the character of fences; empty for any. `indented`: whether indented code may be."""

    fence: str = "`"
    indented: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per code block, on its first line."""
    options = context.options
    for block in document.markdown.walk():
        if block.kind != "code":
            continue
        line = document.source.line_span(document.source.line_at(block.span.start))
        place = Span(block.span.start, max(block.span.start, line.end))
        if block.style == "indented":
            if not options.indented:
                yield Finding(place, "code by indentation; write it between fences")
        elif options.fence and not block.marker.startswith(options.fence):
            yield Finding(place, f"a fence of {block.marker[:1]}, where {options.fence} is used")
