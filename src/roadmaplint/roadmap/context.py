"""What the reading of a document carries along: the source, the sections and what they collect."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from roadmaplint.markdown.tokens import Block, Markdown, Tag
from roadmaplint.roadmap.duration import Stretch, stretches
from roadmaplint.roadmap.html_parts import link_html_tags
from roadmaplint.roadmap.nodes import (
    Details,
    Duration,
    Media,
    Prerequisite,
    Prose,
    Resource,
    Role,
    Table,
    Toc,
    Topic,
    Translation,
)
from roadmaplint.roadmap.rendered_text import RenderedText, flatten
from roadmaplint.text.source import Span


class HasSpan(Protocol):
    """A node with a place."""

    @property
    def span(self) -> Span: ...


Node = TypeVar("Node", bound=HasSpan)


def in_order(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Nodes in document order."""
    return tuple(sorted(nodes, key=lambda node: node.span))


class Collected(Struct):
    """What an entry, a list or a section collects while it is read."""

    topics: list[Topic] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    durations: list[Duration] = field(default_factory=list)
    prerequisites: list[Prerequisite] = field(default_factory=list)

    def fill(self, topic: Topic) -> Topic:
        """The topic with what was found below it; one with entries below it is a group."""
        nested = self.topics or any(resource.role == "entry" for resource in self.resources)
        return replace(
            topic,
            role="group" if nested else topic.role,
            topics=tuple(self.topics),
            resources=in_order(self.resources),
            durations=in_order(self.durations),
            prerequisites=tuple(self.prerequisites),
        )


class SectionContents(Collected):
    """What a section or the root collects beside its entries; the fields are those of the node."""

    prose: list[Prose] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    tocs: list[Toc] = field(default_factory=list)
    translations: list[Translation] = field(default_factory=list)
    details: list[Details] = field(default_factory=list)

    def fields(self) -> dict[str, Any]:
        """The arguments of a root or section that this makes, each in document order."""
        return {name: in_order(getattr(self, name)) for name in self.__struct_fields__}


class Context:
    """One document while it is read.

    `starts` are the offsets of the sections' headings, in order; `buckets` has one entry more, the
    root's in front. `slugs` are the anchors a contents entry may hit, `keys` the titles by which a
    plain one is recognised, `courses` the names that tables give to courses. `below_resource`
    counts the resources whose list items are being read.
    """

    def __init__(self, source: str, markdown: Markdown) -> None:
        """Start with a root and no section."""
        self.source = source
        self.tags: Sequence[Tag] = markdown.tags
        self.tag_starts = [tag.span.start for tag in markdown.tags]
        self.starts: list[int] = []
        self.buckets: list[SectionContents] = [SectionContents()]
        self.roles: list[Role] = ["content"]
        self.slugs: frozenset[str] = frozenset()
        self.keys: dict[str, str] = {}
        self.courses: dict[str, str] = {}
        self.consumed: list[Span] = []
        self.below_resource = 0

    def open_section(self, start: int, role: Role) -> SectionContents:
        """Add a section that begins at an offset behind all others."""
        bucket = SectionContents()
        self.starts.append(start)
        self.buckets.append(bucket)
        self.roles.append(role)
        return bucket

    def bucket(self, offset: int) -> SectionContents:
        """What the section at an offset collects."""
        return self.buckets[bisect_right(self.starts, offset)]

    def role(self, offset: int) -> Role:
        """The role of the section at an offset."""
        return self.roles[bisect_right(self.starts, offset)]

    def tag_at(self, offset: int) -> Tag | None:
        """The HTML tag that starts at an offset."""
        at = bisect_right(self.tag_starts, offset) - 1
        return self.tags[at] if at >= 0 and self.tag_starts[at] == offset else None

    def tags_in(self, span: Span) -> Sequence[Tag]:
        """The HTML tags that start inside a span."""
        low = bisect_right(self.tag_starts, span.start - 1)
        return self.tags[low : bisect_right(self.tag_starts, span.end - 1)]

    def consumed_in(self, span: Span) -> list[Span]:
        """Titles and summaries made of HTML that touch a span."""
        low = max(0, bisect_right(self.consumed, (span.start,)) - 2)
        high = bisect_right(self.consumed, (span.end,))
        return [other for other in self.consumed[low:high] if other.overlaps(span)]

    def flat(self, block: Block) -> RenderedText:
        """A block's own rendered text; links made of HTML tags are links in it."""
        inlines = block.inlines
        if self.tag_starts and self.tags_in(block.span):
            inlines = link_html_tags(inlines, self.tag_at)
        return flatten(self.source, inlines)


def durations_in(flat: RenderedText, start: int = 0, end: int | None = None) -> list[Duration]:
    """The durations a text states outside code and link texts, with their places."""
    text = flat.masked()[start:end]
    return place_durations(flat, stretches(text), start) if text.strip("\0") else []


def place_durations(flat: RenderedText, found: Iterable[Stretch], start: int = 0) -> list[Duration]:
    """Durations read from a text, or from a part that starts at `start`, with their places."""
    return [
        Duration(
            stretch.kind,
            flat.text[start + stretch.start : start + stretch.end],
            stretch.unit,
            stretch.low,
            stretch.high,
            flat.span(start + stretch.start, start + stretch.end),
            stretch.per,
            stretch.approx,
        )
        for stretch in found
        if not flat.is_torn(start + stretch.start, start + stretch.end)
    ]
