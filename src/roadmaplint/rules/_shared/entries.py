"""Entries of a list of resources: a link first, then what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from roadmaplint.markdown.tokens import Block, Inline, Markdown, plain_text
from roadmaplint.rules._shared.lists import lists
from roadmaplint.text.source import Source, Span


class Entry(NamedTuple):
    """A bullet that starts with a link; `tail` is what a reader sees behind it."""

    item: Block
    link: Inline
    rest: tuple[Inline, ...]
    tail: str
    place: Span


def entries(source: Source, markdown: Markdown) -> Iterator[Entry]:
    """Every entry of bullet lists; `place` runs from the entry's link to the end of its line."""
    for block, items in lists(markdown):
        if block.style == "ordered":
            continue
        for item in items:
            inlines = item.paragraph.inlines if item.paragraph else ()
            if not inlines or inlines[0].kind != "link" or inlines[0].target is None:
                continue
            link, rest = inlines[0], inlines[1:]
            end = source.line_span(source.line_at(max(link.span.end - 1, 0))).end
            place = Span(link.span.start, max(end, link.span.end))
            yield Entry(item.block, link, rest, plain_text(rest), place)
