"""A long document without a table of contents."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.rows import line_end
from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Span


class Options(Struct, frozen=True):
    """`min_sections`, `min_lines`: shorter documents need no contents."""

    min_sections: int = 8
    min_lines: int = 150


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding on the title of a long document without contents."""
    options = context.options
    if not document.is_roadmap or document.tocs:
        return
    if document.source.line_count < options.min_lines:
        return
    parts = _parts(document.headings)
    if len(parts) < options.min_sections:
        return
    yield Finding(
        document.headings[0].span,
        f"{len(parts)} sections on {document.source.line_count} lines, and no table of contents",
        _fix(document, parts),
    )


def _parts(headings: tuple[Heading, ...]) -> list[Heading]:
    """The headings of the highest level that several have, without the title."""
    below = [heading for heading in headings[1:] if heading.style != "list-item"]
    for level in range(1, 7):
        found = [heading for heading in below if heading.level == level]
        if len(found) > 1:
            return found
    return []


def _fix(document: Document, parts: list[Heading]) -> Fix | None:
    """Contents of one level in front of the first section."""
    first = parts[0].block
    if first is None or any(set(part.text) & set("[]\\`*_<") for part in parts):
        return None
    end = line_end(document.source)
    lines = ["#" * first.level + " Contents", ""] if first.style != "setext" else []
    lines += [f"- [{part.text}](#{part.slug})" for part in parts]
    edit = Edit(Span(first.span.start, first.span.start), end.join([*lines, "", ""]))
    return Fix("Insert a table of contents", (edit,), Safety.SUGGESTION)
