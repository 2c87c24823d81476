"""Headings to sections: the title, the tree by level, bodies and roles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from msgspec import Struct

from roadmaplint.markdown.tokens import Markdown
from roadmaplint.roadmap.context import Bucket
from roadmaplint.roadmap.flat_views import Title
from roadmaplint.roadmap.nodes import Section
from roadmaplint.roadmap.section_roles import role_of
from roadmaplint.roadmap.title import TitleParts, read_title
from roadmaplint.roadmap.values import Role
from roadmaplint.text.source import Source, Span


class _Placed(Protocol):
    """A node with a place."""

    @property
    def span(self) -> Span: ...


class Draft(Struct):
    """A section in the making; `children` are indexes of drafts."""

    title: Title
    parts: TitleParts
    depth: int
    role: Role
    end: int
    children: list[int]


class Outline(NamedTuple):
    """The document's title and its sections; `roots` are indexes of the drafts at depth 1."""

    title: Title | None
    name: TitleParts | None
    drafts: list[Draft]
    roots: list[int]


def outline_of(titles: Sequence[Title], markdown: Markdown, end: int) -> Outline:
    """The title and the tree of sections that headings make.

    The first heading is the title if it is an H1 or made of HTML. Headings in quotations are text.
    """
    quotes = [block.span for block in markdown.blocks if block.kind == "quote"]
    headings = [title for title in titles if not _is_quoted(title.heading.span, quotes)]
    title = None
    if headings and _is_title(headings[0]):
        title, headings = headings[0], headings[1:]
    drafts: list[Draft] = []
    roots: list[int] = []
    above: list[int] = []
    for index, heading in enumerate(headings):
        level = heading.heading.level
        while above and headings[above[-1]].heading.level >= level:
            drafts[above.pop()].end = heading.heading.span.start
        parts = read_title(heading.flat)
        role = role_of(parts.title, parts.stage, drafts[above[-1]].role if above else "content")
        drafts.append(Draft(heading, parts, len(above) + 1, role, end, []))
        (drafts[above[-1]].children if above else roots).append(index)
        above.append(index)
    return Outline(title, read_title(title.flat) if title else None, drafts, roots)


def _is_title(title: Title) -> bool:
    """True if a first heading is the document's title."""
    return title.heading.level == 1 or title.heading.style == "html"


def _is_quoted(span: Span, quotes: Sequence[Span]) -> bool:
    """True if a heading stands inside a quotation."""
    at = bisect_left(quotes, (span.start + 1,)) - 1
    return at >= 0 and quotes[at].contains(span)


def body_of(source: Source, heading: Span, end: int) -> Span:
    """A heading and what is below it, up to `end`, without the blank lines there."""
    text = source.text
    while end > heading.end and text[end - 1].isspace():
        end -= 1
    return Span(heading.start, max(heading.end, end))


def section_of(source: Source, outline: Outline, index: int, buckets: Sequence[Bucket]) -> Section:
    """The node for a draft and everything below it."""
    draft = outline.drafts[index]
    heading, parts = draft.title.heading, draft.parts
    bucket = buckets[index + 1]
    return Section(
        id=heading.slug,
        title=parts.title or heading.text,
        raw_title=draft.title.flat.text.strip() or heading.text,
        level=heading.level,
        depth=draft.depth,
        span=heading.span,
        body=body_of(source, heading.span, draft.end),
        heading_style=heading.style,
        role=draft.role,
        number=parts.number,
        emoji=parts.emoji,
        stage=parts.stage,
        title_url=title_link(draft.title, parts),
        sections=tuple(section_of(source, outline, child, buckets) for child in draft.children),
        **contents(bucket),
    )


def title_link(title: Title, parts: TitleParts) -> str | None:
    """The address that a whole title is linked to."""
    for mark in title.flat.links:
        if mark.start <= parts.start and mark.end >= parts.end:
            return mark.inline.target
    return None


def contents(bucket: Bucket) -> dict[str, Any]:
    """The fields of a root or section that a bucket fills, each in document order."""
    return {
        "prose": tuple(sorted(bucket.prose, key=_place)),
        "topics": tuple(bucket.topics),
        "resources": tuple(sorted(bucket.resources, key=_place)),
        "durations": tuple(sorted(bucket.durations, key=_place)),
        "prerequisites": tuple(sorted(bucket.prerequisites, key=_place)),
        "tables": tuple(bucket.tables),
        "media": tuple(bucket.media),
        "tocs": tuple(bucket.tocs),
        "translations": tuple(sorted(bucket.translations, key=_place)),
        "details": tuple(bucket.details),
    }


def _place(node: _Placed) -> Span:
    """Where a node stands."""
    return node.span
