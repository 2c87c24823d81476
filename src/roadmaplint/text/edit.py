"""Edits: the only way a text changes, spliced in exactly one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from roadmaplint.text.source import Span


class Edit(NamedTuple):
    """Replace `span` by `text`; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


def splice(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits applied. Raises ValueError unless edits are sorted and disjoint."""
    parts: list[str] = []
    at = 0
    for (start, end), new in edits:
        if not at <= start <= end <= len(text):
            raise ValueError(f"edit at {start}-{end} overlaps the one before or leaves the text")
        parts += (text[at:start], new)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def shortest_edit(old: str, new: str) -> Edit | None:
    """The shortest single edit that turns one text into another, or None if they are equal."""
    if old == new:
        return None
    start = _common_prefix(old, new)
    end = _common_prefix(old[start:][::-1], new[start:][::-1])
    return Edit(Span(start, len(old) - end), new[start : len(new) - end])


def _common_prefix(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    unequal = (at for at, (left, right) in enumerate(pairs) if left != right)
    return next(unequal, min(len(one), len(other)))


def conflict(one: Edit, other: Edit) -> bool:
    """True if two edits cannot both be applied to one text.

    They conflict when their spans overlap, when both insert different texts at one point, or when
    one inserts strictly inside what the other replaces. Equal edits agree.
    """
    if one == other:
        return False
    (start, end), (begin, stop) = one.span, other.span
    if start == end and begin == stop:
        return start == begin
    if start == end:
        return begin < start < stop
    if begin == stop:
        return start < begin < end
    return start < stop and begin < end
