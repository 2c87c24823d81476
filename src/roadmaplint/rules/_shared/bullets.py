"""Whole list items as pieces of text that can be taken out."""

from __future__ import annotations

from bisect import bisect_right

from roadmaplint.lint.finding import Fix, Safety
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


def removal_of_twin(document: Document, first: Span, repeat: Span) -> Fix | None:
    """The fix that takes out the second of two items of one list that agree in every character.

    Nothing but a place is lost. None where the items differ, hold more than one paragraph, or
    belong to two lists.
    """
    one, other = item_around(document, first), item_around(document, repeat)
    if one is None or other is None or one[0].span != other[0].span or one[1].span == other[1].span:
        return None
    source = document.source
    if not (is_plain_leaf(one[1]) and is_plain_leaf(other[1])):
        return None
    if source.slice(one[1].span) != source.slice(other[1].span):
        return None
    return Fix("Remove the second one", (removal(source, other[1]),), Safety.UNSAFE)
