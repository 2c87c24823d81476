"""A task whose checkbox is written so that it is none."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, NoOptions, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

#: Brackets with nothing, blanks or one mark in them that neither a link nor a word follows.
_BOX = lazy(r"\[[ \t\u00a0]*([xX✓✔√✗✘]?)[ \t\u00a0]*\](?![(\[:])([ \t]*)(?=\S|$)")
_BARE = lazy(r"[ ]{0,3}([-*+])(\[[ xX]\])(?=[ \t]+\S)")
_DONE = frozenset("xX✓✔√")


@rule(on=Document)
def check(document: Document, _context: Context[NoOptions]) -> Iterator[Finding]:
    """Yield one finding per item."""
    if "[" not in document.source.text:
        return
    for block in document.markdown.walk():
        if block.kind == "item" and block.checked is None and block.children:
            yield from _in_item(document, block.children[0])
    for block in document.markdown.blocks:
        if block.kind == "paragraph":
            yield from _without_space(document, block)


def _in_item(document: Document, paragraph: Block) -> Iterator[Finding]:
    if paragraph.kind != "paragraph" or paragraph.content is None:
        return
    if not paragraph.inlines or paragraph.inlines[0].kind != "text":
        return
    match = _BOX.match(document.source.text, paragraph.content.start, paragraph.content.end)
    if match is None or match.end() == paragraph.content.end:
        return
    box = f"[{'x' if match[1] in _DONE and match[1] else ' '}] "
    edit = Edit(Span(match.start(), match.end()), box)
    yield Finding(
        Span(match.start(), match.end() - len(match[2])),
        f'"{match[0].rstrip()}" is no checkbox; write "{box.rstrip()}" and a space',
        Fix("Write a checkbox", (edit,), Safety.UNSAFE),
    )


def _without_space(document: Document, paragraph: Block) -> Iterator[Finding]:
    """`-[ ] task`: no space behind the bullet, so no list at all."""
    first = document.source.line_at(paragraph.span.start)
    last = document.source.line_at(paragraph.span.end)
    for number in range(first, last + 1):
        span = document.source.line_span(number)
        match = _BARE.match(document.source.slice(span))
        if match:
            place = span.start + match.end(1)
            yield Finding(
                Span(span.start + match.start(1), span.start + match.end(2)),
                f'no space behind "{match[1]}": this is no list item and no checkbox',
                Fix("Insert a space", (Edit(Span(place, place), " "),), Safety.UNSAFE),
            )
