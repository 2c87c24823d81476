"""Lines longer than the project wants them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import rows_outside
from roadmaplint.text.source import Span

_FREE = frozenset({"code", "table", "html", "front-matter", "heading", "definition"})


class Options(Struct, frozen=True):
    """`length`: the longest allowed line, in characters."""

    length: int = 80


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per line that could be broken at a space beyond the limit."""
    length = context.options.length
    if all(len(line.text) <= length for line in document.source.lines()):
        return
    for line in rows_outside(document, _FREE):
        if len(line.text) > length and " " in line.text[length:].strip():
            span = Span(line.span.start + length, line.span.end)
            yield Finding(span, f"{len(line.text)} characters, at most {length} are wanted")
