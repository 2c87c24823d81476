"""Which way the text of a document runs, place by place."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, NamedTuple

from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.collation import language_of_path

Direction = Literal["ltr", "rtl"]
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "ur", "yi"})


class Reading(NamedTuple):
    """Offsets where the direction changes, and the direction from there on."""

    starts: tuple[int, ...]
    directions: tuple[Direction, ...]

    def at(self, offset: int) -> Direction:
        """The direction at a place."""
        return self.directions[bisect_right(self.starts, offset) - 1]

    @property
    def any(self) -> bool:
        """True if something runs right to left."""
        return "rtl" in self.directions


def readings(document: Document) -> Reading:
    """The directions of a document: its file name's language, then `dir` on div and span tags."""
    first: Direction = "ltr"
    if language_of_path(document.source.path) in _RIGHT_TO_LEFT:
        first = "rtl"
    starts, directions = [0], [first]
    stack: dict[str, list[Direction | None]] = {"div": [], "span": []}
    for tag in document.tags:
        if tag.name not in stack or tag.self_closing:
            continue
        opened = stack[tag.name]
        if not tag.closing:
            word = tag.attributes.get("dir", "").lower()
            opened.append(directions[-1] if word in {"ltr", "rtl"} else None)
            if word in {"ltr", "rtl"}:
                starts.append(tag.span.end)
                directions.append("rtl" if word == "rtl" else "ltr")
        elif opened:
            before = opened.pop()
            if before is not None:
                starts.append(tag.span.end)
                directions.append(before)
    return Reading(tuple(starts), tuple(directions))
