"""What the reading of a document carries along: the source, the sections and what they collect."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from roadmaplint.markdown.tokens import Block, Markdown, Tag
from roadmaplint.roadmap.duration import Stretch, stretches
from roadmaplint.roadmap.flat import Flat, flatten
from roadmaplint.roadmap.htmlinline import with_links
from roadmaplint.roadmap.nodes import Resource, Topic
from roadmaplint.roadmap.values import (
    Details,
    Duration,
    Media,
    Prerequisite,
    Prose,
    Role,
    Table,
    Toc,
    Translation,
)
from roadmaplint.text.source import Span


class Found(Struct):
    """What an entry, a list or a section collects while it is read."""

    topics: list[Topic] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    durations: list[Duration] = field(default_factory=list)
    prerequisites: list[Prerequisite] = field(default_factory=list)


class Bucket(Found):
    """What a section or the root collects beside its entries."""

    prose: list[Prose] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    tocs: list[Toc] = field(default_factory=list)
    translations: list[Translation] = field(default_factory=list)
    details: list[Details] = field(default_factory=list)


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
        self.buckets: list[Bucket] = [Bucket()]
        self.roles: list[Role] = ["content"]
        self.slugs: frozenset[str] = frozenset()
        self.keys: dict[str, str] = {}
        self.courses: dict[str, str] = {}
        self.consumed: list[Span] = []
        self.below_resource = 0

    def open_section(self, start: int, role: Role) -> Bucket:
        """Add a section that begins at an offset behind all others."""
        bucket = Bucket()
        self.starts.append(start)
        self.buckets.append(bucket)
        self.roles.append(role)
        return bucket

    def bucket(self, offset: int) -> Bucket:
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

    def flat(self, block: Block) -> Flat:
        """A block's own rendered text; links made of HTML tags are links in it."""
        inlines = block.inlines
        if self.tag_starts and self.tags_in(block.span):
            inlines = with_links(inlines, self.tag_at)
        return flatten(self.source, inlines)


def durations_in(flat: Flat, start: int = 0, end: int | None = None) -> list[Duration]:
    """The durations a text states outside code and link texts, with their places."""
    text = flat.masked()[start:end]
    return placed(flat, stretches(text), start) if text.strip("\0") else []


def placed(flat: Flat, found: Iterable[Stretch], start: int = 0) -> list[Duration]:
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
