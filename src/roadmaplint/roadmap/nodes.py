"""The typed tree of a roadmap and the flat views of a document.

The JSON form is described by schemas/roadmap.schema.json.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from msgspec import Struct, field

from roadmaplint.markdown.tokens import Block, Comment, LinkForm, Markdown, Precision, Tag
from roadmaplint.text.source import Source, Span

Unit = Literal["minute", "hour", "day", "week", "month", "quarter", "semester", "year"]
NumberStyle = Literal["arabic", "dotted", "keycap", "roman", "letter", "word", "list"]
HeadingStyle = Literal["atx", "setext", "html", "bold", "plain", "summary", "list-item"]
Role = Literal["stage", "content", "resources", "books", "courses", "toc", "intro", "career-path",
               "prerequisites", "projects", "community", "certification", "meta",
               "conclusion"]  # fmt: skip
Level = Literal["prerequisite", "beginner", "intermediate", "advanced", "expert"]
ResourceType = Literal["book", "course", "video", "playlist", "article", "docs", "paper", "repo",
                       "tool", "platform", "podcast", "community", "certification", "roadmap",
                       "dataset", "file", "other"]  # fmt: skip
ResourceRole = Literal["entry", "alternative", "discussion", "prerequisite", "inline"]
TopicOrigin = Literal["list-item", "label-paragraph", "table-row", "code-span", "plain"]
Shape = Literal["markdown", "plain-text"]


class Number(Struct, frozen=True):
    """A number in front of a title: `1.`, `1.2`, `Phase 3`, a keycap. `path` is (1, 2) for 1.2."""

    raw: str
    path: tuple[int, ...]
    style: NumberStyle
    span: Span


class StageIndex(Struct, frozen=True):
    """Place in a sequence: `Month 1-2` is unit month, first 1, last 2; last None is open."""

    unit: str
    first: int
    last: int | None


class Stage(Struct, frozen=True):
    """Learner level and/or place in a sequence, read from a section's title."""

    level: Level | None = None
    index: StageIndex | None = None
    matched: str = ""
    lang: str = ""


class Duration(NamedTuple):
    """A stretch of time; `high` None is open ended. kind index: `Month 1`."""

    kind: Literal["span", "effort", "index"]
    raw: str
    unit: Unit
    low: float
    high: float | None
    span: Span
    per: Literal["day", "week", "month"] | None = None
    approx: bool = False


class Prerequisite(Struct, frozen=True):
    """Something to know first; `target` is the id of a section or the text of a course here."""

    text: str
    span: Span
    url: str | None = None
    target: str | None = None


class Item(Struct, frozen=True):
    """One member of a list packed into a topic by commas, brackets or slashes."""

    text: str
    via: Literal["comma", "paren", "slash"]
    span: Span | None = None
    items: tuple[Item, ...] = ()

    def walk(self) -> Iterator[Item]:
        """This item and the items inside it."""
        yield self
        for item in self.items:
            yield from item.walk()


class Column(Struct, frozen=True):
    """A table column: header text and what it holds."""

    header: str
    role: str


class Table(NamedTuple):
    """A table; `rows` counts body rows, `block` is the Markdown table itself."""

    columns: tuple[Column, ...]
    rows: int
    shape: Literal["curriculum", "schedule", "list", "layout"]
    span: Span
    block: Block


class Media(NamedTuple):
    """An image, badge (image inside a link) or video."""

    kind: Literal["image", "badge", "video"]
    src: str
    alt: str | None
    href: str | None
    syntax: Literal["markdown", "html"]
    span: Span
    src_span: Span | None = None


class TocEntry(Struct, frozen=True):
    """One line of a table of contents; `target` is the slug it hits, None if it hits nothing."""

    text: str
    href: str | None
    depth: int
    span: Span
    target: str | None = None


class Toc(NamedTuple):
    """A table of contents, linked or plain."""

    style: Literal["linked", "plain", "mixed"]
    entries: tuple[TocEntry, ...]
    span: Span


class Translation(Struct, frozen=True):
    """A link to this document in another language."""

    title: str
    lang: str | None
    url: str
    span: Span


class Details(NamedTuple):
    """A foldable block of HTML; its content stands in the surrounding section."""

    summary: str
    open: bool
    span: Span


class Prose(Struct, frozen=True):
    """Text that is nothing else."""

    text: str
    form: Literal["paragraph", "quote", "code", "alert"]
    span: Span


class Resource(Struct, frozen=True, kw_only=True):
    """A thing to learn from; `url` is the address as written, None where it has no link."""

    title: str
    span: Span
    url: str | None
    raw_title: str = ""
    url_span: Span | None = None
    authors: tuple[str, ...] = ()
    type: ResourceType | None = None
    role: ResourceRole = "entry"
    checked: bool | None = None
    free: bool | None = None
    note: str = ""
    struck: bool = False
    list_id: int | None = None


class Topic(Struct, frozen=True, kw_only=True):
    """A thing to learn. Role group: a label that owns other topics or resources.

    `list_id` is the offset at which the surrounding list starts, equal for siblings.
    """

    text: str
    span: Span
    label: str = ""
    label_span: Span | None = None
    text_span: Span | None = None
    role: Literal["topic", "group"] = "topic"
    origin: TopicOrigin = "list-item"
    ordinal: int | None = None
    checked: bool | None = None
    list_id: int | None = None
    items: tuple[Item, ...] = ()
    topics: tuple[Topic, ...] = ()
    resources: tuple[Resource, ...] = ()
    durations: tuple[Duration, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def walk(self) -> Iterator[Topic]:
        """This topic and the topics below it, in document order."""
        yield self
        for topic in self.topics:
            yield from topic.walk()


class Content(Struct, frozen=True, kw_only=True):
    """What the root and every section hold, each kind in document order."""

    prose: tuple[Prose, ...] = ()
    topics: tuple[Topic, ...] = ()
    resources: tuple[Resource, ...] = ()
    durations: tuple[Duration, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    tables: tuple[Table, ...] = ()
    media: tuple[Media, ...] = ()
    tocs: tuple[Toc, ...] = ()
    translations: tuple[Translation, ...] = ()
    details: tuple[Details, ...] = ()
    sections: tuple[Section, ...] = ()

    def walk_sections(self) -> Iterator[Section]:
        """Every section below, parents before children, in document order."""
        for section in self.sections:
            yield section
            yield from section.walk_sections()

    def walk_topics(self) -> Iterator[Topic]:
        """Every topic of this node itself, nested ones too, without its subsections."""
        for topic in self.topics:
            yield from topic.walk()

    def walk_resources(self) -> Iterator[Resource]:
        """Every resource of this node itself and of its topics, without its subsections."""
        yield from self.resources
        for topic in self.walk_topics():
            yield from topic.resources


class Section(Content, frozen=True, kw_only=True):
    """A heading and what stands below it.

    `span` is the heading, `body` runs from the heading to the line before the next heading of the
    same or a smaller level. `level` is as written, `depth` is the depth in the tree (1 = child of
    the root). `id` is GitHub's slug.
    """

    id: str
    title: str
    raw_title: str
    level: int
    depth: int
    span: Span
    body: Span
    heading_style: HeadingStyle
    role: Role = "content"
    number: Number | None = None
    emoji: str = ""
    stage: Stage | None = None
    title_url: str | None = None


class Roadmap(Content, frozen=True, kw_only=True):
    """The root of a document; `title` None where the document has none."""

    title: str | None
    span: Span
    raw_title: str = ""
    title_span: Span | None = None
    title_style: str | None = None
    emoji: str = ""
    language: str | None = None
    shape: Shape = "markdown"


class Heading(Struct, frozen=True):
    """A heading in the flat view, the title included; `text_span` is its inline content."""

    span: Span
    text_span: Span
    level: int
    text: str
    slug: str
    style: HeadingStyle
    block: Block | None


class Link(Struct, frozen=True):
    """A link, image or address in an HTML attribute.

    `target` is as written. `trail` holds the titles above, outermost first. `text` is the link
    text or the alternative text. kind image: the thing shown; html: `attribute` names where.
    """

    kind: Literal["link", "image", "html"]
    span: Span
    target: str
    target_span: Span | None
    text: str
    form: LinkForm | None = None
    tag: str = ""
    attribute: str = ""
    label: str | None = None
    precision: Precision = "exact"
    trail: tuple[str, ...] = ()


class Anchor(Struct, frozen=True):
    """A name that a fragment can hit: a heading's slug or an HTML id or name."""

    name: str
    kind: Literal["heading", "html"]
    span: Span


class Document(Struct, frozen=True, dict=True):
    """One parsed file: the tokens, the typed tree and flat views in document order.

    `is_roadmap` says whether the project's settings count the file as a roadmap: rules about a
    roadmap's content look only at those. `packs` are the texts of the project's own data files:
    concepts, names, retired products.
    """

    source: Source
    markdown: Markdown
    root: Roadmap
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    anchors: tuple[Anchor, ...]
    definitions: tuple[Block, ...]
    is_roadmap: bool = True
    packs: tuple[str, ...] = ()

    @property
    def comments(self) -> tuple[Comment, ...]:
        """HTML comments outside code."""
        return self.markdown.comments

    @property
    def tags(self) -> tuple[Tag, ...]:
        """HTML tags outside code."""
        return self.markdown.tags

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every section, parents before children."""
        return tuple(self.root.walk_sections())

    @cached_property
    def contents(self) -> tuple[Content, ...]:
        """The root and every section."""
        return (self.root, *self.sections)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Every topic, nested ones too, in document order."""
        found = (topic for node in self.contents for topic in node.walk_topics())
        return tuple(sorted(found, key=lambda topic: topic.span))

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """Every resource, in document order."""
        found = (resource for node in self.contents for resource in node.walk_resources())
        return tuple(sorted(found, key=lambda resource: resource.span))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in document order."""
        found = (table for node in self.contents for table in node.tables)
        return tuple(sorted(found, key=lambda table: table.span))

    @cached_property
    def tocs(self) -> tuple[Toc, ...]:
        """Every table of contents, in document order."""
        found = (toc for node in self.contents for toc in node.tocs)
        return tuple(sorted(found, key=lambda toc: toc.span))
