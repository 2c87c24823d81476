"""A roadmap whose first heading is no title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety
from roadmaplint.lint.rule import Context, rule
from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document, Heading
from roadmaplint.rules._shared.outline import level_name, relevel
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_FRONT_TITLE = lazy(r"^[\"']?title[\"']?[ \t]*[:=]", re.MULTILINE | re.IGNORECASE)
_LEADING = frozenset({"front-matter", "html", "definition"})


class Options(Struct, frozen=True):
    """`first`: nothing but comments may stand before the title. `level`: the title's level."""

    first: bool = False
    level: int = 1


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield one finding where the title is missing."""
    lost = document.root.shape == "plain-text"
    if not document.is_roadmap or lost or _has_front_title(document):
        return
    if context.options.first:
        found = _not_first(document, context.options.level)
    else:
        found = None if any(_is_title(h) for h in document.headings) else _place(document)
    if found is not None:
        yield Finding(found, _message(document.headings), _fix(document))


def _is_title(heading: Heading) -> bool:
    return heading.level == 1 or heading.style in {"html", "summary"}


def _has_front_title(document: Document) -> bool:
    first = next(iter(document.markdown.blocks), None)
    if first is None or first.kind != "front-matter" or first.content is None:
        return False
    return _FRONT_TITLE.search(document.source.slice(first.content)) is not None


def _place(document: Document) -> Span | None:
    """The first heading, or the first line of text; None for a text without either."""
    if document.headings:
        return document.headings[0].span
    first = next((b for b in document.markdown.blocks if b.kind not in _LEADING), None)
    return _first_line(document, first) if first else None


def _not_first(document: Document, level: int) -> Span | None:
    """The first line that shows something, unless it is a heading of the wanted level."""
    for block in document.markdown.blocks:
        if block.kind in {"front-matter", "definition"} or _is_comment(document, block):
            continue
        if block.kind == "heading" and block.level == level:
            return None
        html = next((h for h in document.headings if h.span.start >= block.span.start), None)
        if block.kind == "html" and html and html.level == level and html.block is None:
            return None if html.span.start < block.span.end else block.span
        return _first_line(document, block)
    return None


def _is_comment(document: Document, block: Block) -> bool:
    return block.kind == "html" and document.source.slice(block.span).startswith("<!--")


def _first_line(document: Document, block: Block) -> Span:
    line = document.source.line_span(document.source.line_at(block.span.start))
    return Span(block.span.start, max(block.span.start, min(line.end, block.span.end)))


def _message(headings: tuple[Heading, ...]) -> str:
    if not headings:
        return "the document has no title: no heading at all"
    first = headings[0]
    return f"the document has no title: its first heading is an {level_name(first.level)}"


def _fix(document: Document) -> Fix | None:
    """Raise the first heading if no other one stands as high."""
    if not document.headings:
        return None
    first, *others = document.headings
    if any(heading.level <= first.level for heading in others):
        return None
    edits = relevel(document.source, first, 1)
    return Fix("Make it the title", edits, Safety.SUGGESTION) if edits else None
