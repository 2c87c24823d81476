"""The outline of a document: its headings as a tree, and edits that move them to other levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.roadmap.targets import slug_of
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span

_DEEPEST = 6


class Entry(NamedTuple):
    """A heading in the tree; `parent` is the index of the heading above it, -1 for none."""

    heading: Heading
    parent: int


def outline(document: Document) -> list[Entry]:
    """Every heading with its parent: the nearest earlier heading of a smaller level."""
    found: list[Entry] = []
    stack: list[int] = []
    for heading in document.headings:
        while stack and found[stack[-1]].heading.level >= heading.level:
            stack.pop()
        found.append(Entry(heading, stack[-1] if stack else -1))
        stack.append(len(found) - 1)
    return found


def relevel(source: Source, heading: Heading, level: int) -> tuple[Edit, ...] | None:
    """Edits that give a Markdown heading another level; None where that cannot be done."""
    block = heading.block
    if block is None or block.content is None or not 1 <= level <= _DEEPEST:
        return None
    if level == heading.level:
        return ()
    if block.style == "setext":
        table = "|" in source.slice(block.content)
        if block.marker[:1] == "=" and level == 2 and not table:
            return (Edit(Span(block.span.end - len(block.marker), block.span.end), "---"),)
        return as_atx(source, heading, level)
    start = block.span.start
    edits = [Edit(Span(start, start + len(block.marker)), "#" * level)]
    if block.style == "atx-closed":
        edits.append(_closing(source, heading, level))
    return tuple(edits)


def as_atx(source: Source, heading: Heading, level: int) -> tuple[Edit, ...] | None:
    """Edits that write a heading of one line with `#` marks; None if it has several lines."""
    block = heading.block
    if block is None or block.content is None:
        return None
    text = source.slice(block.content)
    if "\n" in text or "\r" in text or text.endswith("#"):
        return None
    return (
        Edit(Span(block.span.start, block.content.start), "#" * level + " "),
        Edit(Span(block.content.end, block.span.end), ""),
    )


def _closing(source: Source, heading: Heading, level: int) -> Edit:
    assert heading.block is not None
    assert heading.block.content is not None
    tail = source.slice(Span(heading.block.content.end, heading.block.span.end))
    start = heading.block.content.end + tail.index("#")
    return Edit(Span(start, start + tail.count("#")), "#" * level)


def relevel_all(source: Source, headings: Sequence[tuple[Heading, int]]) -> tuple[Edit, ...] | None:
    """Edits that give headings new levels; None if one of them cannot have its level."""
    edits: list[Edit] = []
    for heading, level in headings:
        new = relevel(source, heading, level)
        if new is None:
            return None
        edits += new
    return tuple(edits)


def keeps_anchor(document: Document, heading: Heading, text: str) -> bool:
    """True if a heading may be given another text without breaking a link in this document."""
    if slug_of(text) == slug_of(heading.text):
        return True
    anchor = f"#{heading.slug}"
    return not any(link.target.casefold() == anchor for link in document.links)


def level_name(level: int) -> str:
    """How messages name a heading level: `H2`."""
    return f"H{level}"
