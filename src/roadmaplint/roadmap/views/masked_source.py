"""The source of inline text with code, tags and finished links blanked out, offsets kept."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.views.memoize import shared
from roadmaplint.text.source import Source, Span

#: Stands for a blanked character: no pattern of a rule matches it.
BLANK = "\x00"
_FINISHED = frozenset({"code", "html", "image"})


@shared
def masked_blocks(document: Document) -> tuple[tuple[Block, int, str], ...]:
    """Each block with inline text, the offset of that text, and the text with blanks."""
    return tuple(
        (block, block.content.start, masked(document.source, block))
        for block in document.markdown.walk()
        if block.content is not None and block.inlines
    )


def masked(source: Source, block: Block) -> str:
    """A block's inline source; code, HTML, images and all links but bare ones are blanks."""
    assert block.content is not None
    text = source.slice(block.content)
    base = block.content.start
    parts: list[str] = []
    at = 0
    for span in _finished(block.inlines):
        start, end = max(span.start - base, at), min(span.end - base, len(text))
        if end > start:
            parts += (text[at:start], BLANK * (end - start))
            at = end
    parts.append(text[at:])
    return "".join(parts)


def _finished(inlines: tuple[Inline, ...]) -> Iterator[Span]:
    for inline in inlines:
        kind = inline.kind
        if kind == "text":
            continue
        if kind in _FINISHED or (kind == "link" and inline.form != "bare"):
            yield inline.span
        elif inline.children:
            yield from _finished(inline.children)
