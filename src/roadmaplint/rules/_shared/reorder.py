"""Whole list items that change places."""

from __future__ import annotations

from collections.abc import Sequence

from roadmaplint.lint.finding import Fix, Safety
from roadmaplint.rules._shared.lists import ListItem
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source, Span


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
