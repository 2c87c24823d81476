"""Tokens to Document: the typed tree and the flat views."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from roadmaplint.language import SAMPLE, language_of
from roadmaplint.markdown.tokens import Block, Markdown
from roadmaplint.roadmap.blocks import read_blocks
from roadmaplint.roadmap.context import Context, placed
from roadmaplint.roadmap.flat_views import Views, views_of
from roadmaplint.roadmap.media import details_of, media_of
from roadmaplint.roadmap.nodes import Document, Roadmap
from roadmaplint.roadmap.resources.build import Setting, inline_links
from roadmaplint.roadmap.sections import (
    Outline,
    body_of,
    contents,
    outline_of,
    section_of,
    title_link,
)
from roadmaplint.roadmap.tables import add_courses
from roadmaplint.roadmap.tocs import word_key
from roadmaplint.roadmap.values import Shape
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Source, Span

if TYPE_CHECKING:
    from roadmaplint.roadmap.recover.document import Plain

_PLAIN = frozenset({"paragraph", "rule", "definition"})
_FRONT_TITLE = lazy(r"^title\s*[:=]\s*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\n]*))", re.MULTILINE)


def build(
    source: Source, markdown: Markdown, is_roadmap: bool = True, packs: tuple[str, ...] = ()
) -> Document:
    """Read a parsed text as a roadmap. Any text gives a document; nothing is raised."""
    views = views_of(source, markdown)
    plain = None if views.titles else _plain_of(source, markdown)
    titles = plain.titles if plain else views.titles
    outline = outline_of(titles, markdown, len(source.text))
    context = Context(source.text, markdown)
    for draft in outline.drafts:
        context.open_section(draft.title.heading.span.start, draft.role)
    _prepare(context, views, outline, markdown)
    if plain:
        plain.read(context)
    else:
        read_blocks(context, markdown.blocks)
    _read_headings(context, outline)
    for media in media_of(source.text, markdown):
        context.bucket(media.span.start).media.append(media)
    for details in details_of(source.text, markdown.tags):
        context.bucket(details.span.start).details.append(details)
    shape: Shape = "plain-text" if plain else "markdown"
    root = _root(source, markdown, outline, context, shape)
    headings = tuple(title.heading for title in views.titles)
    return Document(
        source,
        markdown,
        root,
        headings,
        views.links,
        views.anchors,
        views.definitions,
        is_roadmap,
        packs,
    )


def _plain_of(source: Source, markdown: Markdown) -> Plain | None:
    """What a text without headings lost, if all its blocks are plain."""
    for block in markdown.blocks:
        if block.kind not in _PLAIN and not (block.kind == "list" and block.style == "ordered"):
            return None
    # Recovery is rare, so its modules are not part of every start.
    from roadmaplint.roadmap.recover.document import plain_of

    return plain_of(source, markdown)


def _prepare(context: Context, views: Views, outline: Outline, markdown: Markdown) -> None:
    """Give the context what entries are compared with: anchors, titles, courses, HTML titles."""
    context.slugs = frozenset(anchor.name for anchor in views.anchors)
    for draft in outline.drafts:
        context.keys.setdefault(word_key(draft.parts.title), draft.title.heading.slug)
    spans = [title.heading.span for title in views.titles if title.heading.block is None]
    context.consumed = sorted([*spans, *_summaries(markdown)])
    stack: list[Block] = list(reversed(markdown.blocks))
    while stack:
        block = stack.pop()
        if block.kind == "table":
            add_courses(context, block)
        elif block.children:
            stack.extend(reversed(block.children))
    # Longer names first: `Nets II` is not `Nets`.
    context.courses = dict(sorted(context.courses.items(), key=lambda pair: -len(pair[0])))


def _summaries(markdown: Markdown) -> list[Span]:
    """The spans of the summaries of foldable blocks."""
    found = []
    opened: int | None = None
    for tag in markdown.tags:
        if tag.name == "summary":
            if not tag.closing:
                opened = tag.span.start
            elif opened is not None:
                found.append(Span(opened, tag.span.end))
                opened = None
    return found


def _read_headings(context: Context, outline: Outline) -> None:
    """Collect the durations and links of headings."""
    pairs = [(draft.title, draft.parts) for draft in outline.drafts]
    if outline.title is not None and outline.name is not None:
        pairs.append((outline.title, outline.name))
    for title, parts in pairs:
        bucket = context.bucket(title.heading.span.start)
        bucket.durations += placed(title.flat, parts.stretches)
        if title.flat.links and title_link(title, parts) is None:
            bucket.resources += inline_links(context, title.flat, Setting())


class _Name(Struct, frozen=True):
    """What the document is called, and where that is written."""

    title: str | None
    raw: str = ""
    span: Span | None = None
    style: str | None = None
    emoji: str = ""


def _root(
    source: Source, markdown: Markdown, outline: Outline, context: Context, shape: Shape
) -> Roadmap:
    """The root of the tree."""
    name = _name(outline) or _front_name(source, markdown.blocks) or _Name(None)
    return Roadmap(
        title=name.title,
        span=body_of(source, Span(_first(source), _first(source)), len(source.text)),
        raw_title=name.raw,
        title_span=name.span,
        title_style=name.style,
        emoji=name.emoji,
        language=_language(context, outline),
        shape=shape,
        sections=tuple(
            section_of(source, outline, index, context.buckets) for index in outline.roots
        ),
        **contents(context.buckets[0]),
    )


def _first(source: Source) -> int:
    """Where the text begins behind a byte order mark."""
    return 1 if source.text.startswith("\ufeff") else 0


def _name(outline: Outline) -> _Name | None:
    """The title that a heading gives."""
    title, parts = outline.title, outline.name
    if title is None or parts is None:
        return None
    heading = title.heading
    if not parts.title:
        return (
            _Name(heading.text, heading.text, heading.span, "image-alt") if heading.text else None
        )
    style = heading.style if heading.style in {"setext", "html", "plain"} else "atx"
    raw = title.flat.text.strip()
    # A document's title keeps a number: it counts editions, not chapters.
    text = raw[len(parts.emoji) :].strip().rstrip(":： ") if parts.number else parts.title
    return _Name(text or parts.title, raw, heading.span, style, parts.emoji)


def _front_name(source: Source, blocks: Sequence[Block]) -> _Name | None:
    """The title that front matter gives."""
    if not blocks or blocks[0].kind != "front-matter" or blocks[0].content is None:
        return None
    match = _FRONT_TITLE.search(source.text, blocks[0].content.start, blocks[0].content.end)
    if match is None:
        return None
    text = (match[1] or match[2] or match[3] or "").strip()
    return _Name(text, text, Span(*match.span()), "front-matter") if text else None


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
