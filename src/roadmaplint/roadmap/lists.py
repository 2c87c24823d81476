"""Lists of a document: sibling items with their text, and entries that start with a link."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.markdown.tokens import Block, Inline, plain_text
from roadmaplint.roadmap.memoize import shared
from roadmaplint.roadmap.nodes import Document
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


class Entry(NamedTuple):
    """A bullet that starts with a link; `tail` is what a reader sees behind it."""

    item: Block
    link: Inline
    rest: tuple[Inline, ...]
    tail: str
    place: Span


@shared
def entries(document: Document) -> tuple[Entry, ...]:
    """Every entry of bullet lists; `place` runs from the entry's link to the end of its line."""
    bullets = (items for block, items in lists(document) if block.style != "ordered")
    found = (_entry(item, document.source) for items in bullets for item in items)
    return tuple(entry for entry in found if entry is not None)


def _entry(item: ListItem, source: Source) -> Entry | None:
    inlines = item.paragraph.inlines if item.paragraph else ()
    if not inlines or inlines[0].kind != "link" or inlines[0].target is None:
        return None
    link, rest = inlines[0], inlines[1:]
    end = source.line_span(source.line_at(max(link.span.end - 1, 0))).end
    place = Span(link.span.start, max(end, link.span.end))
    return Entry(item.block, link, rest, plain_text(rest), place)
