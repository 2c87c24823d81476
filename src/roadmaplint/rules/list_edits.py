"""Fixes that take items out of lists or put them in another order."""

from __future__ import annotations

from collections.abc import Sequence

from roadmaplint.core.finding import Fix, Safety
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.lists import ListItem, item_around
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


def removal_of_twin(document: Document, first: Span, repeat: Span) -> Fix | None:
    """The fix that takes out the second of two items of one list that agree in every character.

    Nothing but a place is lost. None where the items differ, hold more than one paragraph, or
    belong to two lists.
    """
    one, other = item_around(document, first), item_around(document, repeat)
    if one is None or other is None or one[0].span != other[0].span or one[1].span == other[1].span:
        return None
    source, items = document.source, (one[1], other[1])
    if not all(len(item.children) == 1 and item.children[0].kind == "paragraph" for item in items):
        return None
    if source.slice(one[1].span) != source.slice(other[1].span):
        return None
    return Fix("Remove the second one", (_removal(source, other[1]),), Safety.UNSAFE)


def _removal(source: Source, item: Block) -> Edit:
    """The edit that takes out an item with its line end; the item must fill whole lines."""
    first = source.line_span(source.line_at(item.span.start)).start
    last = source.line_at(max(item.span.start, item.span.end - 1))
    end = source.line_starts[last] if last < source.line_count else len(source.text)
    return Edit(Span(first, end), "")


def reorder(
    source: Source, items: Sequence[ListItem], order: Sequence[int], title: str
) -> Fix | None:
    """The fix that puts item `order[n]` in the n-th place.

    Line ends between items and the numbers of numbered items stay where they are. None where
    numbers of different width would break the indentation of longer items.
    """
    blocks = [item.block for item in items]
    numbered = any(block.marker[:1].isalnum() for block in blocks)
    if numbered and len({len(block.marker) for block in blocks}) > 1:
        return None
    slots = [
        Span(block.span.start + (len(block.marker) if numbered else 0), block.span.end)
        for block in blocks
    ]
    edits = (
        Edit(slots[slot], source.slice(slots[at])) for slot, at in enumerate(order) if slot != at
    )
    return Fix(title, tuple(edits), Safety.UNSAFE)
