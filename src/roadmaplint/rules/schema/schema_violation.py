"""Something in a document that the project's own schema does not allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Struct

from roadmaplint.core.finding import Finding
from roadmaplint.core.project_schema import constraint, violations
from roadmaplint.core.rule import Context, rule
from roadmaplint.roadmap.export import export, node_view
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.source import Location, Source, Span


class Options(Struct, frozen=True):
    """`constraints`: JSON texts, one a constraint, made of the project's schema."""

    constraints: Annotated[tuple[str, ...], {"format": "constraint"}] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding per node and constraint that it breaks."""
    if not document.is_roadmap or not context.options.constraints:
        return
    view, bare, seen = node_view(document), export(document), set()
    for text in context.options.constraints:
        wanted = constraint(text)
        for message, pos, missing in violations(bare if wanted.whole else view, wanted):
            place = _end(document.source) if missing else _place(document, pos)
            if (place, message) not in seen:
                seen.add((place, message))
                yield Finding(place, message, severity=wanted.severity)


def _place(document: Document, pos: Mapping[str, int] | None) -> Span:
    """A position of the exported tree; without one the title, or the first line."""
    if pos is None:
        source = document.source
        return document.root.title_span or (source.line_span(1) if source.text else Span(0, 0))
    return document.source.span(Location(pos["line"], pos["col"], pos["end_line"], pos["end_col"]))


def _end(source: Source) -> Span:
    """The last character: what is missing belongs behind it."""
    end = len(source.text.rstrip())
    return Span(max(0, end - 1), end)
