"""Whole list items as pieces of text that can be taken out."""

from __future__ import annotations

from bisect import bisect_right

from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


def item_around(document: Document, place: Span) -> tuple[Block, Block] | None:
    """The innermost list item that holds `place`, with its list; None outside of lists."""
    found: tuple[Block, Block] | None = None
    level: tuple[Block, ...] = document.markdown.blocks
    parent: Block | None = None
    while True:
        at = bisect_right(level, place.start, key=lambda block: block.span.start) - 1
        if at < 0 or level[at].span.end <= place.start:
            return found
        block = level[at]
        if block.kind == "item" and parent is not None:
            found = (parent, block)
        parent, level = block, block.children


def removal(source: Source, item: Block) -> Edit:
    """The edit that takes out an item with its line end; the item must fill whole lines."""
    first = source.line_span(source.line_at(item.span.start)).start
    last = source.line_at(max(item.span.start, item.span.end - 1))
    end = source.line_starts[last] if last < source.line_count else len(source.text)
    return Edit(Span(first, end), "")


def is_plain_leaf(item: Block) -> bool:
    """True for an item of one paragraph, without a nested list."""
    return len(item.children) == 1 and item.children[0].kind == "paragraph"
