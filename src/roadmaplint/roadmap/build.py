"""Tokens to Document: sections by heading level, the title, the tree and the flat index."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from roadmaplint.language import SAMPLE, language_of
from roadmaplint.markdown.tokens import Block, Markdown
from roadmaplint.roadmap.blocks import read_blocks
from roadmaplint.roadmap.context import Context, SectionContents, place_durations
from roadmaplint.roadmap.flat_index import FlatIndex, Title, index_document
from roadmaplint.roadmap.html_parts import details_of, media_of, summary_spans
from roadmaplint.roadmap.nodes import Document, Roadmap, Role, Section, Shape
from roadmaplint.roadmap.resources.build import Surroundings, inline_links
from roadmaplint.roadmap.section_roles import role_of
from roadmaplint.roadmap.tables import add_courses
from roadmaplint.roadmap.title import TitleParts, read_title
from roadmaplint.roadmap.tocs import word_key
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

if TYPE_CHECKING:
    from roadmaplint.roadmap.recover.document import PlainReader


_TITLE_STYLES = frozenset({"setext", "html", "plain"})
_PLAIN = frozenset({"paragraph", "rule", "definition"})
_FRONT_TITLE = lazy(
    r"^[\"']?title[\"']?[ \t]*[:=]\s*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\n]*))",
    re.MULTILINE | re.IGNORECASE,
)


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


def build(
    source: Source, markdown: Markdown, is_roadmap: bool = True, packs: tuple[str, ...] = ()
) -> Document:
    """Read a parsed text as a roadmap. Any text gives a document; nothing is raised."""
    index = index_document(source, markdown)
    plain = None if index.titles else _recover(source, markdown)
    outline = outline_of(plain.titles() if plain else index.titles, markdown, len(source.text))
    context = Context(source.text, markdown)
    for draft in outline.drafts:
        context.open_section(draft.title.heading.span.start, draft.role)
    _prepare(context, index, outline, markdown)
    if plain:
        plain.read(context)
    else:
        read_blocks(context, markdown.blocks)
    _read_headings(context, outline)
    for media in media_of(source.text, markdown):
        context.bucket(media.span.start).media.append(media)
    for details in details_of(source.text, markdown.tags):
        context.bucket(details.span.start).details.append(details)
    return Document(
        source,
        markdown,
        _root(source, markdown, outline, context, "plain-text" if plain else "markdown"),
        tuple(title.heading for title in index.titles),
        index.links,
        index.anchors,
        index.definitions,
        is_roadmap,
        packs,
    )


def front_matter_title(source: Source, blocks: Sequence[Block]) -> tuple[str, Span] | None:
    """The title that front matter gives, and its line; None without front matter or such a key."""
    if not blocks or blocks[0].kind != "front-matter" or blocks[0].content is None:
        return None
    match = _FRONT_TITLE.search(source.text, blocks[0].content.start, blocks[0].content.end)
    if match is None:
        return None
    return (match[1] or match[2] or match[3] or "").strip(), Span(*match.span())


def _recover(source: Source, markdown: Markdown) -> PlainReader | None:
    """What a text without headings lost, if all its blocks are plain."""
    for block in markdown.blocks:
        if block.kind not in _PLAIN and not (block.kind == "list" and block.style == "ordered"):
            return None
    # Recovery is rare, so its modules are not part of every start.
    from roadmaplint.roadmap.recover.document import PlainReader, recover_structure

    found = recover_structure(source)
    return PlainReader(source, markdown, found) if found else None


def outline_of(titles: Sequence[Title], markdown: Markdown, end: int) -> Outline:
    """The title and the tree of sections that headings make.

    The first heading is the title if it is an H1 or made of HTML. Headings in quotations are text.
    """
    quotes = [block.span for block in markdown.blocks if block.kind == "quote"]
    headings = [title for title in titles if not _is_quoted(title.heading.span, quotes)]
    title = None
    if headings and (headings[0].heading.level == 1 or headings[0].heading.style == "html"):
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


def _is_quoted(span: Span, quotes: Sequence[Span]) -> bool:
    at = bisect_left(quotes, (span.start + 1,)) - 1
    return at >= 0 and quotes[at].contains(span)


def _prepare(context: Context, index: FlatIndex, outline: Outline, markdown: Markdown) -> None:
    """Give the context what entries are compared with: anchors, titles, courses, HTML titles."""
    context.slugs = frozenset(anchor.name for anchor in index.anchors)
    for draft in outline.drafts:
        context.keys.setdefault(word_key(draft.parts.title), draft.title.heading.slug)
    spans = [title.heading.span for title in index.titles if title.heading.block is None]
    context.consumed = sorted([*spans, *summary_spans(markdown.tags)])
    for block in markdown.walk():
        if block.kind == "table":
            add_courses(context, block)
    # Longer names first: `Nets II` is not `Nets`.
    context.courses = dict(sorted(context.courses.items(), key=lambda pair: -len(pair[0])))


def _read_headings(context: Context, outline: Outline) -> None:
    """Collect the durations and links of headings."""
    pairs = [(draft.title, draft.parts) for draft in outline.drafts]
    if outline.title is not None and outline.name is not None:
        pairs.append((outline.title, outline.name))
    for title, parts in pairs:
        bucket = context.bucket(title.heading.span.start)
        bucket.durations += place_durations(title.flat, parts.stretches)
        if title.flat.links and _title_link(title, parts) is None:
            bucket.resources += inline_links(context, title.flat, Surroundings())


def _root(
    source: Source, markdown: Markdown, outline: Outline, context: Context, shape: Shape
) -> Roadmap:
    first = int(source.text.startswith("\ufeff"))
    return Roadmap(
        span=_body(source, Span(first, first), len(source.text)),
        language=_language(context, outline),
        shape=shape,
        sections=tuple(_section(source, outline, root, context.buckets) for root in outline.roots),
        **_name(source, markdown, outline),
        **context.buckets[0].fields(),
    )


def _section(
    source: Source, outline: Outline, index: int, buckets: Sequence[SectionContents]
) -> Section:
    """The node for a draft and everything below it."""
    draft = outline.drafts[index]
    heading, parts = draft.title.heading, draft.parts
    return Section(
        id=heading.slug,
        title=parts.title or heading.text,
        raw_title=draft.title.flat.text.strip() or heading.text,
        level=heading.level,
        depth=draft.depth,
        span=heading.span,
        body=_body(source, heading.span, draft.end),
        heading_style=heading.style,
        role=draft.role,
        number=parts.number,
        emoji=parts.emoji,
        stage=parts.stage,
        title_url=_title_link(draft.title, parts),
        sections=tuple(_section(source, outline, child, buckets) for child in draft.children),
        **buckets[index + 1].fields(),
    )


def _body(source: Source, heading: Span, end: int) -> Span:
    """A heading and what is below it, up to `end`, without the blank lines there."""
    text = source.text
    while end > heading.end and text[end - 1].isspace():
        end -= 1
    return Span(heading.start, max(heading.end, end))


def _title_link(title: Title, parts: TitleParts) -> str | None:
    """The address that a whole title is linked to."""
    for mark in title.flat.links:
        if mark.start <= parts.start and mark.end >= parts.end:
            return mark.inline.target
    return None


def _name(source: Source, markdown: Markdown, outline: Outline) -> dict[str, Any]:
    """The fields of the root that say what the document is called and where that is written."""
    title, parts = outline.title, outline.name
    if title is not None and parts is not None:
        heading = title.heading
        if parts.title:
            raw = title.flat.text.strip()
            # A document's title keeps a number: it counts editions, not chapters.
            counted = raw[len(parts.emoji) :].strip().rstrip(":： ") if parts.number else ""
            return {
                "title": counted or parts.title,
                "raw_title": raw,
                "title_span": heading.span,
                "title_style": heading.style if heading.style in _TITLE_STYLES else "atx",
                "emoji": parts.emoji,
            }
        found, style = (heading.text, heading.span), "image-alt"
    else:
        found, style = (
            front_matter_title(source, markdown.blocks) or ("", Span(0, 0)),
            "front-matter",
        )
    text, span = found
    if not text:
        return {"title": None}
    return {"title": text, "raw_title": text, "title_span": span, "title_style": style}


def _language(context: Context, outline: Outline) -> str | None:
    """The language of the running text: prose, topics and titles, without code."""
    parts: list[str] = []
    size = 0
    for text in _texts(context, outline):
        parts.append(text)
        size += len(text)
        if size > SAMPLE:
            break
    return language_of(" ".join(parts))


def _texts(context: Context, outline: Outline) -> Iterator[str]:
    """What a document says, sentences first."""
    for bucket in context.buckets:
        yield from (prose.text for prose in bucket.prose if prose.form != "code")
    for bucket in context.buckets:
        for topic in bucket.topics:
            yield from (inner.text for inner in topic.walk())
    yield from (draft.parts.title for draft in outline.drafts)
    if outline.name is not None:
        yield outline.name.title
    for bucket in context.buckets:
        yield from (resource.title for resource in bucket.resources)
