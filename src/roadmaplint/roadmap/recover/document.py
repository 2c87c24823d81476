"""The tree of a document whose structure was recovered from plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from roadmaplint.markdown.tokens import Block as MarkdownBlock
from roadmaplint.markdown.tokens import Markdown
from roadmaplint.roadmap.context import Context, Found, durations_in
from roadmaplint.roadmap.entries import Entry, filled, read_resource, read_topic
from roadmaplint.roadmap.flat import Flat
from roadmaplint.roadmap.flat_views import Title
from roadmaplint.roadmap.nodes import Heading
from roadmaplint.roadmap.recover.blocks import Piece
from roadmaplint.roadmap.recover.recover import Block, Recovered, recover
from roadmaplint.roadmap.resources.build import Setting, inline_links
from roadmaplint.roadmap.slug import Slugs
from roadmaplint.roadmap.tocs import title_key
from roadmaplint.roadmap.values import Prose, Toc, TocEntry
from roadmaplint.text.source import Source, Span


class Plain(Struct, frozen=True):
    """A text whose structure was recovered: its titles, and what reads the rest."""

    titles: tuple[Title, ...]
    read: Callable[[Context], None]


def plain_of(source: Source, markdown: Markdown) -> Plain | None:
    """A text's recovered structure; None where none was lost."""
    found = recover(source)
    if not found:
        return None
    return Plain(plain_titles(source, found), partial(read_plain, source, markdown, found))


def plain_titles(source: Source, found: Recovered) -> tuple[Title, ...]:
    """The title and the headings that a recovered structure has."""
    slugs = Slugs()
    titles = []
    for block in found.headings:
        flat = Piece(block.span, block.text).flat(source)
        slug = slugs.add(flat.text)
        heading = Heading(block.span, block.span, block.level, flat.text, slug, "plain", None)
        titles.append(Title(heading, flat))
    return tuple(titles)


def read_plain(source: Source, markdown: Markdown, found: Recovered, context: Context) -> None:
    """Read what stands between recovered headings into the sections."""
    paragraphs = {block.span.start: block for block in markdown.blocks if block.kind == "paragraph"}
    items: list[Block] = []
    for block in (*found.blocks, None):
        if block is not None and block.kind in {"item", "label"}:
            items.append(block)
            continue
        if items:
            bucket = context.bucket(items[0].span.start)
            _read_items(source, context, items, bucket, paragraphs)
            items = []
        if block is not None and not block.level:
            _read_other(source, context, block, paragraphs)
    if found.toc:
        toc = _toc(context, found.toc)
        context.bucket(toc.span.start).tocs.append(toc)


def _flat(
    source: Source, context: Context, block: Block, paragraphs: dict[int, MarkdownBlock]
) -> Flat:
    """A block's text; where it is a whole paragraph, its links are known."""
    paragraph = paragraphs.get(block.span.start)
    if paragraph is not None and paragraph.span.end <= block.span.end + 1:
        return context.flat(paragraph)
    return Piece(block.span, block.text).flat(source)


def _read_items(
    source: Source,
    context: Context,
    items: Sequence[Block],
    into: Found,
    paragraphs: dict[int, MarkdownBlock],
) -> None:
    """Read a run of items; one of depth two belongs to the last one before of depth one."""
    at = 0
    while at < len(items):
        end = at + 1
        while end < len(items) and items[end].depth > items[at].depth:
            end += 1
        flat = _flat(source, context, items[at], paragraphs)
        start, stop = flat.trimmed(0, len(flat.text))
        entry = Entry(
            flat, items[at].span, start, stop, list_id=items[0].span.start, origin="plain"
        )
        nested = items[at + 1 : end]
        if start < stop and not read_resource(context, entry, into, bool(nested)):
            own = Found()
            topic = read_topic(context, entry, own)
            _read_items(source, context, nested, own, paragraphs)
            into.topics.append(filled(topic, own))
        elif nested:
            _read_items(source, context, nested, into, paragraphs)
        at = end


def _read_other(
    source: Source, context: Context, block: Block, paragraphs: dict[int, MarkdownBlock]
) -> None:
    """Read a paragraph or a row of cells."""
    bucket = context.bucket(block.span.start)
    flat = _flat(source, context, block, paragraphs)
    if block.kind == "row":
        cell = " ".join(block.text.split("\t", 1)[0].split())
        own = Found()
        own.durations += durations_in(flat, len(cell))
        entry = Entry(flat, block.span, 0, len(cell), origin="plain")
        bucket.topics.append(filled(read_topic(context, entry, own), own))
    elif block.kind == "paragraph":
        bucket.prose.append(Prose(flat.text.strip(), "paragraph", block.span))
        bucket.durations += durations_in(flat)
        bucket.resources += inline_links(context, flat, Setting())


def _toc(context: Context, entries: Sequence[Block]) -> Toc:
    """The table of contents that recovered entries make."""
    lines = tuple(
        TocEntry(entry.text, None, entry.depth, entry.span, context.keys.get(title_key(entry.text)))
        for entry in entries
    )
    return Toc("plain", lines, Span(entries[0].span.start, entries[-1].span.end))
