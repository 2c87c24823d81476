"""Entries of a list of resources: a link first, then what is said of it."""

from __future__ import annotations

from typing import NamedTuple

from roadmaplint.markdown.tokens import Block, Inline, plain_text
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.views.lists import ListItem, lists
from roadmaplint.roadmap.views.memoize import shared
from roadmaplint.text.source import Source, Span


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
