"""Sets of spans that can be asked whether they touch another."""

from __future__ import annotations

from bisect import bisect_right

from roadmaplint.text.source import Span


class Spans:
    """Disjoint spans in order; asks in logarithmic time whether one is touched."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: list[Span]) -> None:
        """Take spans in any order; nested ones are merged."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def touch(self, span: Span) -> bool:
        """True if a span shares a character with one of these; an empty one if it lies inside."""
        index = bisect_right(self._starts, max(span.start, span.end - 1)) - 1
        return index >= 0 and self._ends[index] > span.start
