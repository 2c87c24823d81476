"""Tokens to Document: the typed tree and the flat views."""

from __future__ import annotations

from roadmaplint.markdown.tokens import Markdown
from roadmaplint.roadmap.nodes import Document, Roadmap
from roadmaplint.roadmap.views import views_of
from roadmaplint.text.source import Source, Span


def build(source: Source, markdown: Markdown, is_roadmap: bool = True) -> Document:
    """Read a parsed text as a roadmap. Any text gives a document; nothing is raised."""
    views = views_of(source, markdown)
    root = Roadmap(title=None, span=Span(0, len(source.text)))
    return Document(
        source,
        markdown,
        root,
        tuple(title.heading for title in views.titles),
        views.links,
        views.anchors,
        views.definitions,
        is_roadmap,
    )
