"""Marks of a heading without a space behind them, which make it a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.rows import is_at_margin, rows_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Line, Span

_GLUED = lazy(r"[ ]{0,3}(#{1,6})(?![#\s\ufe0f\u20e3])([^\r\n]*)")
_CLOSED = lazy(r"[^#\\\s](#{1,6})\s*\Z")
_ONE_TITLE = lazy(r"[A-ZÀ-ÞА-Я\u3400-\u9fff][^#]*\s[^#]*\Z")


class Options(Struct, frozen=True):
    """`single`: whether one mark counts everywhere, hashtags and all; `closed`: see the card."""

    single: bool = False
    closed: bool = True


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per line that was meant as a heading."""
    for block in document.markdown.blocks:
        if block.kind == "paragraph" and "#" in document.source.slice(block.span):
            yield from _in_paragraph(document, block, context.options)
    if context.options.closed:
        for heading in document.headings:
            yield from _closing(document, heading)


def _in_paragraph(document: Document, block: Block, options: Options) -> Iterator[Finding]:
    source = document.source
    if not is_at_margin(source, block):
        return
    rows = rows_of(source, block)
    for number in rows:
        span = source.line_span(number)
        line = Line(number, span, source.slice(span))
        match = _GLUED.match(line.text)
        if match is None or not match[2]:
            continue
        alone = len(rows) == 1 and _ONE_TITLE.match(match[2])
        if len(match[1]) == 1 and not options.single and not alone:
            continue
        place = span.start + match.end(1)
        edits = [Edit(Span(place, place), " ")]
        closing = _CLOSED.search(match[2])
        if closing:
            end = place + closing.start(1)
            edits.append(Edit(Span(end, end), " "))
        yield Finding(
            Span(span.start + match.start(1), span.end),
            f"no space behind {match[1]}: this is a paragraph, not a heading",
            Fix("Make it a heading", tuple(edits), Safety.UNSAFE),
        )


def _closing(document: Document, heading: Heading) -> Iterator[Finding]:
    """A heading whose closing marks stick to its text and so belong to it."""
    block = heading.block
    if block is None or block.content is None or block.style != "atx":
        return
    match = _CLOSED.search(document.source.slice(block.content))
    if match is None or len(match[1]) != block.level:
        return
    start = block.content.start + match.start(1)
    if not block.inlines or block.inlines[-1].kind != "text" or block.level == 1:
        return
    yield Finding(
        Span(start, block.content.end),
        "no space in front of the closing marks: they are part of the heading's text",
        Fix("Insert a space", (Edit(Span(start, start), " "),), Safety.UNSAFE),
    )
