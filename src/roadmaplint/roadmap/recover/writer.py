"""Markdown for a text whose structure was recovered: the edits that write it down again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.memoize import shared
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.recover.document import Block, Recovered, recover_regions
from roadmaplint.roadmap.source_lines import line_end
from roadmaplint.roadmap.targets import Slugs
from roadmaplint.roadmap.tocs import title_key
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE, Source, Span

_LISTED = frozenset({"item", "label", "toc-entry"})
_MEMBERS = frozenset({"item", "label", "row"})
#: What would be read as markup at the start of a line; the group is what a backslash goes before.
_LEADING = lazy(
    r"(?:[0-9]{1,9}(?=[.)](?:\s|\Z)))?([-+*.)](?=\s|\Z)|#{1,6}(?=\s|\Z)|>|```|~~~|[=-]{1,}\s*\Z|\|)"
)
_BOX = lazy(r"\[[ xX]\]\s|\[[^\]\n]+\]:")
_CLOSING = lazy(r"(?:\A|\s)(#+)\s*\Z")
_MARKED = frozenset({"emphasis", "strong", "strike"})


class Rebuilt(Struct, frozen=True):
    """The edits of one region: those of headings, contents and text, and those of lists."""

    headings: tuple[Edit, ...]
    lists: tuple[Edit, ...]


@shared
def lost_regions(document: Document) -> tuple[Recovered, ...]:
    """The regions of a document whose structure was lost, with what it was."""
    return recover_regions(document.source, document.markdown)


def rebuild(document: Document, found: Recovered) -> Rebuilt:
    """The edits that give a text its headings, contents and lists back; no word is lost."""
    writer = _Writer(document, found)
    headings: list[Edit] = []
    lists: list[Edit] = []
    before: Block | None = None
    for block in found.blocks:
        listed = block.kind in _MEMBERS
        gap = writer.gap(before, block) if before else []
        (lists if listed or (before and before.kind in _MEMBERS) else headings).extend(gap)
        (lists if listed else headings).extend(writer.block(block))
        before = block
    return Rebuilt(tuple(sorted(set(headings))), tuple(sorted(set(lists))))


class _Writer:
    """Writes the blocks of one region."""

    def __init__(self, document: Document, found: Recovered) -> None:
        self._source: Source = document.source
        self._end = line_end(document.source)
        self._found = found
        self._anchors = _anchors(document, found)
        self._marks = sorted(_marks(document), key=lambda inline: inline.span)
        self._starts = [inline.span.start for inline in self._marks]
        self._depth = 0
        self._tables = dict(_tables(found.blocks))

    def gap(self, before: Block, block: Block) -> list[Edit]:
        """What stands between two blocks: a line end inside a list or table, else a blank line."""
        span = Span(before.span.end, self._line_start(block.span.start))
        written = self._source.slice(span)
        table = before.kind == "row" and block.kind == "row" and before.span.start in self._tables
        if table or (before.kind in _LISTED and block.kind in _LISTED):
            new = self._end
        else:
            new = written if len(NEWLINE.findall(written)) > 1 else self._end * 2
        return [Edit(span, new)] if new != written else []

    def block(self, block: Block) -> Iterator[Edit]:
        """The edits of one block."""
        start = Span(self._line_start(block.span.start), block.span.start)
        prefix = self._prefix(block)
        if prefix != self._source.slice(start):
            yield Edit(start, prefix)
        if block.kind == "row":
            yield from self._row(block)
            return
        anchor = self._anchors.get(title_key(block.text)) if block.kind == "toc-entry" else None
        linked = anchor is not None and not set(block.text) & set("[]")
        yield from self._escapes(block, begins=not (block.level or linked))
        if block.kind != "paragraph":
            yield from self._joined(block)
        if linked:
            yield Edit(Span(block.span.start, block.span.start), "[")
            yield Edit(Span(block.span.end, block.span.end), f"](#{anchor})")

    def _prefix(self, block: Block) -> str:
        if block.level:
            self._depth = 0
            return "#" * block.level + " "
        if block.kind in _LISTED:
            self._depth = min(max(block.depth, 1), self._depth + 1)
            return "  " * (self._depth - 1) + "- "
        self._depth = 0
        return "| " if self._tables.get(block.span.start) else ""

    def _row(self, block: Block) -> Iterator[Edit]:
        width = self._tables.get(block.span.start, 0)
        if not width:
            yield from self._escapes(block, begins=True)
            return
        text = self._source.slice(block.span)
        for match in re.finditer(r"\|| *\t *", text):
            span = Span(block.span.start + match.start(), block.span.start + match.end())
            yield Edit(span, "\\|" if match[0] == "|" else " | ")
        missing = width - len(text.split("\t"))
        tail = " |" * (1 + missing)
        if self._is_header(block):
            tail += self._end + "|" + " --- |" * width
        yield Edit(Span(block.span.end, block.span.end), tail)

    def _is_header(self, block: Block) -> bool:
        index = bisect_left(self._found.blocks, block.span, key=lambda other: other.span)
        return index == 0 or self._found.blocks[index - 1].kind != "row"

    def _escapes(self, block: Block, *, begins: bool) -> Iterator[Edit]:
        """Backslashes before what was text and would become markup.

        `begins` says whether the text stands at the beginning of a line or item.
        """
        places = set(self._inline_marks(block.span))
        text = self._source.slice(block.span)
        if block.level:
            if match := _CLOSING.search(text):
                places.add(block.span.start + match.start(1))
        elif begins:
            for line in re.finditer(r"[^\r\n]+", text):
                bare = line[0].lstrip(" \t")
                at = block.span.start + line.end() - len(bare)
                match = _LEADING.match(bare)
                if match:
                    places.add(at + match.start(1))
                elif _BOX.match(bare):
                    places.add(at)
        yield from (Edit(Span(place, place), "\\") for place in places)

    def _inline_marks(self, span: Span) -> Iterator[int]:
        index = bisect_left(self._starts, span.start)
        while index < len(self._marks) and self._marks[index].span.start < span.end:
            inline = self._marks[index]
            index += 1
            if inline.kind in _MARKED and inline.content is not None:
                yield from range(inline.span.start, inline.content.start)
                yield from range(inline.content.end, inline.span.end)
            else:
                yield inline.span.start

    def _joined(self, block: Block) -> Iterator[Edit]:
        """Titles and items stand on one line."""
        text = self._source.slice(block.span)
        for match in re.finditer(r"[ \t]*(?:\r\n|\r|\n)\s*", text):
            start = block.span.start
            yield Edit(Span(start + match.start(), start + match.end()), " ")

    def _line_start(self, place: int) -> int:
        start = self._source.line_starts[self._source.line_at(place) - 1]
        return start + self._source.text.startswith("\ufeff", start)


def _marks(document: Document) -> Iterator[Inline]:
    """Inline markup that the text has by chance; a link is never chance."""
    for block in document.markdown.walk():
        for top in block.inlines:
            for inline in top.walk():
                chance = inline.kind in _MARKED or inline.kind in {"html", "image"}
                if chance and inline.precision == "exact":
                    yield inline


def _anchors(document: Document, found: Recovered) -> dict[str, str]:
    """The anchor of every title, as it will be when all headings are written."""
    toc_end = found.toc[-1].span.end if found.toc else 0
    titles = [(heading.span.start, heading.text) for heading in document.headings]
    titles += [(block.span.start, block.text) for block in found.headings]
    slugs = Slugs()
    anchors: dict[str, str] = {}
    for start, text in sorted(titles):
        slug = slugs.add(text)
        if start >= toc_end:
            anchors.setdefault(title_key(text), slug)
    return anchors


def _tables(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """For rows that make a table: where each begins, and the width of the table."""
    run: list[Block] = []
    for block in (*blocks, None):
        if block is not None and block.kind == "row":
            run.append(block)
            continue
        if len(run) > 1:
            width = max(row.text.count("\t") + 1 for row in run)
            yield from ((row.span.start, width) for row in run)
        run = []
