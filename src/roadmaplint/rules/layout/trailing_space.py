"""Blanks at the end of a line."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import rows_within
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_BREAK = "  "
_BLANKS = (" ", "\t")
_ENDS = (" \n", "\t\n", " \r", "\t\r")
_TRAILING = lazy(r"[ \t](?:[\r\n]|\Z)")
_DATA = frozenset({"code", "front-matter"})


class Options(Struct, frozen=True):
    """`break_spaces`: exactly so many blanks are a line break and allowed, 0 for none."""

    break_spaces: int = 2


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per line outside of code."""
    source = document.source
    if not source.text.endswith(_BLANKS) and not any(end in source.text for end in _ENDS):
        return
    data: set[int] | None = None
    breaks: set[int] = set()
    for match in _TRAILING.finditer(source.text):
        number = source.line_at(match.start())
        line = source.line_span(number)
        text = source.slice(line)
        count = len(text) - len(text.rstrip(" \t"))
        if count == context.options.break_spaces and "\t" not in text[-count:]:
            continue
        if data is None:
            data, breaks = rows_within(document, _DATA), _breaks(document)
        if number in data:
            continue
        new = _BREAK if number in breaks else ""
        noun = "space" if count == 1 else "spaces"
        yield Finding(
            Span(line.end - count, line.end),
            f"{count} {noun} at the end of the line",
            Fix("Remove them", (Edit(Span(line.end - count, line.end), new),), Safety.SAFE),
        )


def _breaks(document: Document) -> set[int]:
    """The numbers of the lines whose blanks at the end make a line break."""
    return {
        document.source.line_at(inline.span.start)
        for block in document.markdown.walk()
        for top in block.inlines
        for inline in top.walk()
        if inline.kind == "break" and document.source.text[inline.span.start] != "\\"
    }
