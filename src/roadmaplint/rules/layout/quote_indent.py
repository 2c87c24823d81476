"""More or less than one space behind the mark of a quotation."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_WIDE = lazy(r"[ ]{0,3}>(?:[ ]?>)*(?:[ ]{2,4}|(?=[^\s>]))(?=\S)")


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per quotation, on the first line of a paragraph that is set otherwise."""
    if ">" not in document.source.text:
        return
    for block in document.markdown.blocks:
        first = block.children[0] if block.kind == "quote" and block.children else None
        if first is None or first.kind != "paragraph":
            continue
        line = document.source.line_span(document.source.line_at(first.span.start))
        match = _WIDE.match(document.source.text, line.start, line.end)
        if match:
            yield Finding(
                Span(match.start(), match.end()), "not one space behind the > of a quotation"
            )
