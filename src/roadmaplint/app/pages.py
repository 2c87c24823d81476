"""Files as the link checker sees them: typed trees, and the web addresses that are in them."""

from __future__ import annotations

from roadmaplint.app.workspace import Workspace
from roadmaplint.core.linter import Reading
from roadmaplint.roadmap.nodes import Document, Link
from roadmaplint.roadmap.targets import classify, written_as
from roadmaplint.text.source import Source


def is_web(link: Link) -> bool:
    """True for links that lead out onto the web."""
    return (link.target[:4].lower() == "www." and link.form == "bare") or (
        classify(link.target, "").kind == "web"
    )


def asked(link: Link) -> str:
    """The address to ask: Markdown's escapes resolved, a scheme before a bare `www.`."""
    address = written_as(link.target)
    return f"http://{address}" if address[:4].lower() == "www." else address


def line_of(link: Link, document: Document) -> int:
    """The line on which rules report a link."""
    span = link.target_span or link.span
    return document.source.line_at(span.start)


def document_of(source: Source, workspace: Workspace) -> Document:
    """The typed tree of a source. Raises Unparsable."""
    return Reading(source, workspace.settings.is_roadmap(source.path)).document()
