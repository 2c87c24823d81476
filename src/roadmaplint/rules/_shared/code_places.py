"""Code in a document: where a character is data and not prose."""

from __future__ import annotations

from bisect import bisect_right

from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.source import Span


class Places:
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


def code_places(document: Document) -> Places:
    """Fenced code with its fences, inline code and front matter.

    Indented blocks are left out: in roadmaps they are mostly items that were indented too far.
    """
    spans: list[Span] = []
    for block in document.markdown.walk():
        if block.kind == "front-matter" or (block.kind == "code" and block.style == "fenced"):
            spans.append(block.span)
        for top in block.inlines:
            spans += [inline.span for inline in top.walk() if inline.kind == "code"]
    return Places(spans)


def literal_places(document: Document) -> Places:
    """Code and everything whose characters are compared: addresses, HTML, definitions."""
    spans: list[Span] = []
    for block in document.markdown.walk():
        if block.kind in {"code", "front-matter", "html", "definition"}:
            spans.append(block.span)
        for top in block.inlines:
            for inline in top.walk():
                if inline.kind in {"code", "html"} or inline.form in {"bare", "autolink"}:
                    spans.append(inline.span)
                elif inline.target_span is not None:
                    spans.append(inline.target_span)
                elif inline.precision == "line" and inline.kind in {"link", "image"}:
                    spans.append(inline.span)
    return Places(spans)
