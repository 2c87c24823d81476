"""Lists as rules see them: sibling items with their text, edits of whole items."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from roadmaplint.core.finding import Fix, Safety
from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.views.memoize import shared
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


class ListItem(Struct, frozen=True):
    """One item: its block, its first paragraph (None if it starts otherwise) and that text."""

    block: Block
    paragraph: Block | None
    text: str


@shared
def lists(document: Document) -> tuple[tuple[Block, tuple[ListItem, ...]], ...]:
    """Every list with its items, outer lists before the lists inside them."""
    return tuple(
        (block, tuple([_item(child) for child in block.children if child.kind == "item"]))
        for block in document.markdown.walk()
        if block.kind == "list"
    )


def _item(block: Block) -> ListItem:
    first = block.children[0] if block.children else None
    if first is None or first.kind != "paragraph":
        return ListItem(block, None, "")
    return ListItem(block, first, first.text.strip())


def last_text(inlines: tuple[Inline, ...]) -> Inline | None:
    """The plain text that ends a run of inline constructs; None if it ends in other markup."""
    last = inlines[-1] if inlines else None
    return last if last is not None and last.kind == "text" else None


def leading_link(item: ListItem) -> Inline | None:
    """The link that an item starts with, bold or not; None if it starts otherwise."""
    inlines = item.paragraph.inlines if item.paragraph else ()
    for inline in inlines:
        if inline.kind == "link":
            return inline
        if inline.kind in {"strong", "emphasis"} and inline.children:
            first = inline.children[0]
            return first if first.kind == "link" else None
        if inline.text.strip():
            return None
    return None


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
