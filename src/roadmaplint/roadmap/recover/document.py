"""The structure that a plain text lost: found again, and read into the tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint.markdown.tokens import Block as MarkdownBlock
from roadmaplint.markdown.tokens import Markdown
from roadmaplint.roadmap.context import Collected, Context, durations_in
from roadmaplint.roadmap.flat_index import Title
from roadmaplint.roadmap.list_items import Entry, read_resource, read_topic
from roadmaplint.roadmap.nodes import Heading, Prose, Toc, TocEntry
from roadmaplint.roadmap.recover.blocks import Piece, has_markup, piece_at, pieces_of
from roadmaplint.roadmap.recover.headings import Reason, Run, contents_run, heading_reasons
from roadmaplint.roadmap.recover.levels import levels_of
from roadmaplint.roadmap.rendered_text import RenderedText
from roadmaplint.roadmap.resources.build import Surroundings, inline_links
from roadmaplint.roadmap.targets import Slugs
from roadmaplint.roadmap.title import leading_emoji
from roadmaplint.roadmap.tocs import title_key
from roadmaplint.text.source import Source, Span

Kind = Literal["title", "heading", "toc-entry", "item", "label", "paragraph", "row"]

_FEWEST = 6
_SERIES = 3
#: So many plain paragraphs in a row inside a structured document are suspicious.
_LONG_RUN = 12
_ITEMS = frozenset({"item", "label"})
_BEYOND_DOUBT = frozenset({"contents", "stage", "number", "month"})


class Block(NamedTuple):
    """A piece and what it was.

    `level` is a heading's level (1 the title), `depth` the depth of an item or contents entry from
    1 on. `reason` tells why a piece is taken for a heading, `sure` whether its level has support.
    """

    kind: Kind
    span: Span
    text: str
    level: int = 0
    depth: int = 0
    reason: Reason = ""
    sure: bool = True


class Recovered(Struct, frozen=True):
    """A text with its structure found again; without blocks where there was none to find."""

    blocks: tuple[Block, ...] = ()

    def __bool__(self) -> bool:
        """True if structure was lost and found."""
        return bool(self.blocks)

    @property
    def headings(self) -> tuple[Block, ...]:
        """The title and the headings, in order."""
        return tuple(block for block in self.blocks if block.level)

    @property
    def items(self) -> tuple[Block, ...]:
        """The list items, in order; labels that head items are items."""
        return tuple(block for block in self.blocks if block.kind in _ITEMS)

    @property
    def toc(self) -> tuple[Block, ...]:
        """The entries of the table of contents, in order."""
        return tuple(block for block in self.blocks if block.kind == "toc-entry")


def recover_structure(source: Source) -> Recovered:
    """Find the structure that a text without any block markup once had.

    Gives nothing for a text with markup, for running prose and for a few lines.
    """
    if len(source.text) < 40 or has_markup(source):
        return Recovered()
    pieces = pieces_of(source)
    return _recover(pieces) if len(pieces) >= _FEWEST and not _is_list(pieces) else Recovered()


def recover_regions(source: Source, markdown: Markdown) -> tuple[Recovered, ...]:
    """The regions of a text that lost their structure; one for all of it where all is lost.

    A region is a long run of plain paragraphs in which several titles are beyond doubt.
    """
    if whole := recover_structure(source):
        return (whole,)
    found = []
    for run, level in _plain_runs(source, markdown):
        region = _recover(run, level)
        sure = sum(block.reason in _BEYOND_DOUBT for block in region.headings)
        if sure >= 2 and len(region.items) >= _FEWEST:
            found.append(region)
    return tuple(found)


def _plain_runs(source: Source, markdown: Markdown) -> Iterator[tuple[list[Piece], int]]:
    """Runs of many plain paragraphs and the level of the heading above each, 0 without one."""
    level, run = 0, list[Piece]()
    for block in (*markdown.blocks, None):
        if block is not None and block.kind == "paragraph" and _is_plain(block):
            run.append(piece_at(source, block.content or block.span))
            continue
        if len(run) >= _LONG_RUN:
            yield run, level
        if run:
            level = max(level, 1)  # what follows a text is no longer its title
        run = []
        if block is not None and block.kind == "heading":
            level = block.level


def _is_plain(block: MarkdownBlock) -> bool:
    """True for a paragraph of text, breaks and bare addresses."""
    return all(
        part.kind in {"text", "softbreak"} or part.form in {"bare", "autolink"}
        for part in block.inlines
    )


def _recover(pieces: Sequence[Piece], above: int = 0) -> Recovered:
    """The structure of pieces below a heading of the level `above`; 0 for a whole document."""
    entries = contents_run(pieces)
    reasons = heading_reasons(pieces, entries, titled=not above)
    kinds = [_kind(pieces, index, entries, reasons) for index in range(len(pieces))]
    _take_series(pieces, kinds)
    headings = sum(kind in {"title", "heading"} for kind in kinds)
    members = sum(kind in {"item", "toc-entry", "row", "label"} for kind in kinds)
    if headings < 2 and (members < 3 or members * 3 < len(pieces)):
        return Recovered()
    if _is_prose(pieces):
        return Recovered()
    places = levels_of(pieces, kinds, reasons, entries)
    shift = max(0, above - 1)
    return Recovered(
        tuple(
            Block(
                kind,
                piece.span,
                piece.text,
                min(6, place.level + shift) if place.level else 0,
                place.depth,
                reasons.get(index, ""),
                place.sure,
            )
            for index, (piece, kind, place) in enumerate(zip(pieces, kinds, places, strict=True))
        )
    )


def _take_series(pieces: Sequence[Piece], kinds: list[Kind]) -> None:
    """Make items of three or more pieces in a row that all start with an emoji."""
    start = 0
    while start < len(pieces):
        end = start
        while end < len(pieces) and kinds[end] in {"paragraph", "item"} and _is_marked(pieces[end]):
            end += 1
        if end - start >= _SERIES:
            kinds[start:end] = ["item"] * (end - start)
        start = max(end, start + 1)


def _is_marked(piece: Piece) -> bool:
    return bool(leading_emoji(piece.text)[0])


def _is_prose(pieces: Sequence[Piece]) -> bool:
    """True for running text: hardly any short piece."""
    short = sum(not piece.is_sentence for piece in pieces)
    return short * 4 < len(pieces)


def _is_list(pieces: Sequence[Piece]) -> bool:
    """True for numbered lines and nothing else: a list that Markdown reads as one."""
    return sum(piece.numbering is not None for piece in pieces) > 0.9 * len(pieces)


def _kind(pieces: Sequence[Piece], index: int, run: Run | None, reasons: dict[int, Reason]) -> Kind:
    piece = pieces[index]
    if index in reasons:
        return "title" if reasons[index] == "first" else "heading"
    if run and run.start <= index < run.end:
        return "toc-entry"
    if piece.is_row:
        return "row"
    if piece.is_sentence or piece.is_picture:
        return "paragraph"
    if piece.leads:
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        return "label" if following is not None and not following.is_sentence else "paragraph"
    return "item"


class PlainReader:
    """Reads a text whose structure was recovered into the tree."""

    def __init__(self, source: Source, markdown: Markdown, found: Recovered) -> None:
        """Take the text, what Markdown sees in it, and its structure."""
        self._source = source
        self._found = found
        self._paragraphs = {
            block.span.start: block for block in markdown.blocks if block.kind == "paragraph"
        }

    def titles(self) -> tuple[Title, ...]:
        """The title and the headings, in order."""
        slugs = Slugs()
        titles = []
        for block in self._found.headings:
            flat = Piece(block.span, block.text).flat(self._source)
            slug = slugs.add(flat.text)
            heading = Heading(block.span, block.span, block.level, flat.text, slug, "plain", None)
            titles.append(Title(heading, flat))
        return tuple(titles)

    def read(self, context: Context) -> None:
        """Read what stands between the headings into the sections."""
        for listed, run in groupby(self._found.blocks, lambda block: block.kind in _ITEMS):
            blocks = list(run)
            if listed:
                self._read_items(context, blocks, context.bucket(blocks[0].span.start))
                continue
            for block in blocks:
                if block.kind == "row":
                    self._read_row(context, block)
                elif block.kind == "paragraph":
                    self._read_paragraph(context, block)
        if entries := self._found.toc:
            lines = tuple(_toc_entry(context, entry) for entry in entries)
            toc = Toc("plain", lines, Span(entries[0].span.start, entries[-1].span.end))
            context.bucket(toc.span.start).tocs.append(toc)

    def _flat(self, context: Context, block: Block) -> RenderedText:
        """A block's text; where it is a whole paragraph, its links are known."""
        paragraph = self._paragraphs.get(block.span.start)
        if paragraph is not None and paragraph.span.end <= block.span.end + 1:
            return context.flat(paragraph)
        return Piece(block.span, block.text).flat(self._source)

    def _read_items(self, context: Context, items: Sequence[Block], into: Collected) -> None:
        """Read a run of items; one of depth two belongs to the last one before of depth one."""
        at = 0
        while at < len(items):
            end = at + 1
            while end < len(items) and items[end].depth > items[at].depth:
                end += 1
            flat = self._flat(context, items[at])
            start, stop = flat.trimmed(0, len(flat.text))
            list_id = items[0].span.start
            entry = Entry(flat, items[at].span, start, stop, list_id=list_id, origin="plain")
            nested = items[at + 1 : end]
            if start < stop and not read_resource(context, entry, into, bool(nested)):
                own = Collected()
                topic = read_topic(context, entry, own)
                self._read_items(context, nested, own)
                into.topics.append(own.fill(topic))
            else:
                self._read_items(context, nested, into)
            at = end

    def _read_row(self, context: Context, block: Block) -> None:
        """Read a row of cells as the topic that its first cell names."""
        flat = self._flat(context, block)
        cell = " ".join(block.text.split("\t", 1)[0].split())
        own = Collected(durations=durations_in(flat, len(cell)))
        topic = read_topic(context, Entry(flat, block.span, 0, len(cell), origin="plain"), own)
        context.bucket(block.span.start).topics.append(own.fill(topic))

    def _read_paragraph(self, context: Context, block: Block) -> None:
        bucket, flat = context.bucket(block.span.start), self._flat(context, block)
        bucket.prose.append(Prose(flat.text.strip(), "paragraph", block.span))
        bucket.durations += durations_in(flat)
        bucket.resources += inline_links(context, flat, Surroundings())


def _toc_entry(context: Context, entry: Block) -> TocEntry:
    target = context.keys.get(title_key(entry.text))
    return TocEntry(entry.text, None, entry.depth, entry.span, target)
