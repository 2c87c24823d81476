"""Leaf values of the roadmap AST: numbers, stages, durations, contents entries, media, prose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint.markdown.tokens import Block
from roadmaplint.text.source import Span

Unit = Literal["minute", "hour", "day", "week", "month", "quarter", "semester", "year"]
NumberStyle = Literal["arabic", "dotted", "keycap", "roman", "letter", "word", "list"]
HeadingStyle = Literal["atx", "setext", "html", "bold", "plain", "summary", "list-item"]
Role = Literal[
    "stage",
    "content",
    "resources",
    "books",
    "courses",
    "toc",
    "intro",
    "career-path",
    "prerequisites",
    "projects",
    "community",
    "certification",
    "meta",
    "conclusion",
]
Level = Literal["prerequisite", "beginner", "intermediate", "advanced", "expert"]
ResourceType = Literal[
    "book",
    "course",
    "video",
    "playlist",
    "article",
    "docs",
    "paper",
    "repo",
    "tool",
    "platform",
    "podcast",
    "community",
    "certification",
    "roadmap",
    "dataset",
    "file",
    "other",
]
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
