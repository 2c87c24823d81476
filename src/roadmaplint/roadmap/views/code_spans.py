"""Code in a document: where a character is data and not prose."""

from __future__ import annotations

from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.views.memoize import shared
from roadmaplint.text.source import Span
from roadmaplint.text.spans import Spans


@shared
def code_places(document: Document) -> Spans:
    """Fenced code with its fences, inline code and front matter.

    Indented blocks are left out: in roadmaps they are mostly items that were indented too far.
    """
    spans: list[Span] = []
    for block in document.markdown.walk():
        if block.kind == "front-matter" or (block.kind == "code" and block.style == "fenced"):
            spans.append(block.span)
        spans += [inline.span for inline in block.walk_inlines() if inline.kind == "code"]
    return Spans(spans)


@shared
def literal_places(document: Document) -> Spans:
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
    return Spans(spans)
