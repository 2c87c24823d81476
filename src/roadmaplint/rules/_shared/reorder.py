"""Whole list items that change places."""

from __future__ import annotations

from collections.abc import Sequence

from roadmaplint.rules._shared.lists import ListItem
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Source


def reordered(source: Source, items: Sequence[ListItem], order: Sequence[int]) -> tuple[Edit, ...]:
    """The edits that put item `order[n]` in the n-th place; line ends between items stay."""
    slots = [item.block.span for item in items]
    return tuple(
        Edit(slots[slot], source.slice(slots[at])) for slot, at in enumerate(order) if slot != at
    )
