"""Tabs where spaces do."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.rows import rows_within
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span
from roadmaplint.text.spans import Spans

_STOP = 4


class Options(Struct, frozen=True):
    """`code`: whether tabs in code blocks count too."""

    code: bool = False


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per line, on its first tab."""
    if "\t" not in document.source.text:
        return
    kinds = {"front-matter"} if context.options.code else {"code", "front-matter"}
    hidden = rows_within(document, frozenset(kinds))
    code = _code_spans(document)
    for line in document.source.lines():
        if "\t" not in line.text or line.number in hidden:
            continue
        at = line.span.start + line.text.index("\t")
        fix = None
        if not code.touch(Span(at, line.span.end)):
            fix = Fix("Write spaces", _edits(line.text, line.span.start), Safety.SAFE)
        count = line.text.count("\t")
        noun = "a tab" if count == 1 else f"{count} tabs"
        yield Finding(Span(at, at + 1), f"{noun} in the line, spaces look the same everywhere", fix)


def _code_spans(document: Document) -> Spans:
    """Inline code with tabs; they are data."""
    text = document.source.text
    return Spans(
        [
            inline.span
            for block in document.markdown.walk()
            for top in block.inlines
            for inline in top.walk()
            if inline.kind == "code" and "\t" in text[inline.span.start : inline.span.end]
        ]
    )


def _edits(text: str, start: int) -> tuple[Edit, ...]:
    """Every tab becomes the spaces up to the next tab stop."""
    edits = []
    column = 0
    for place, char in enumerate(text):
        if char == "\t":
            width = _STOP - column % _STOP
            edits.append(Edit(Span(start + place, start + place + 1), " " * width))
            column += width
        else:
            column += 1
    return tuple(edits)
