"""Lists as rules see them: sibling items with the text of their first paragraph."""

from __future__ import annotations

from msgspec import Struct

from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.views import shared


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
