"""Lines of a document as rules of layout see them: which are code, how they end, what is above."""

from __future__ import annotations

from collections.abc import Iterator

from roadmaplint.markdown.tokens import Block
from roadmaplint.roadmap.nodes import Document
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Line, Source, Span

_BLANK = " \t"
_COMMENT = lazy(r"<!--.*?-->")


def line_end(source: Source) -> str:
    """The line end that a text uses: the one of its first line."""
    at = min((i for i in (source.text.find("\n"), source.text.find("\r")) if i >= 0), default=-1)
    if at < 0:
        return "\n"
    return "\r\n" if source.text.startswith("\r\n", at) else source.text[at]


def rows_of(source: Source, block: Block) -> range:
    """The numbers of a block's lines."""
    last = source.line_at(max(block.span.start, block.span.end - 1))
    return range(source.line_at(block.span.start), last + 1)


def rows_within(document: Document, kinds: frozenset[str]) -> set[int]:
    """The numbers of the lines that blocks of these kinds cover."""
    found: set[int] = set()
    for block in document.markdown.walk():
        if block.kind in kinds:
            found.update(rows_of(document.source, block))
    return found


def rows_outside(document: Document, kinds: frozenset[str]) -> Iterator[Line]:
    """Every line that no block of these kinds covers."""
    hidden = rows_within(document, kinds)
    return (line for line in document.source.lines() if line.number not in hidden)


def whole_lines(source: Source, first: int, last: int) -> Span:
    """Lines `first` to `last` (1-based, both included) with their line ends."""
    end = source.line_starts[last] if last < source.line_count else len(source.text)
    return Span(source.line_starts[first - 1], end)


def row_text(source: Source, number: int) -> str:
    """The text of a line; empty for lines that do not exist."""
    if not 1 <= number <= source.line_count:
        return ""
    return source.slice(source.line_span(number))


def is_blank(source: Source, number: int) -> bool:
    """True for a line without text, and for what lies before the first and behind the last."""
    return not row_text(source, number).strip()


class Gaps:
    """Which lines of a document separate blocks: blank ones, and those with only comments."""

    def __init__(self, document: Document) -> None:
        """Note the lines of comments that span several."""
        self._source = document.source
        self._comments = {
            row
            for comment in document.comments
            if "\n" in comment.text or "\r" in comment.text
            for row in self._whole(comment.span)
        }

    def _whole(self, span: Span) -> range:
        """The lines of a comment without its last one if text follows there."""
        source = self._source
        last = source.line_at(span.end - 1)
        after = source.text[span.end : source.line_span(last).end].strip()
        return range(source.line_at(span.start) + 1, last + (not after))

    def at(self, number: int) -> bool:
        """True for a line that separates; lines that do not exist do."""
        text = row_text(self._source, number).strip(_BLANK).lstrip(">" + _BLANK)
        if not text or number in self._comments:
            return True
        if not text.startswith("<!--"):
            return False
        return "-->" not in text or not _COMMENT.sub("", text).strip()


def lead(source: Source, offset: int) -> str:
    """What stands before a place on its line."""
    return source.text[source.line_starts[source.line_at(offset) - 1] : offset]


def is_at_margin(source: Source, block: Block) -> bool:
    """True if only blanks stand before a block on its line: it is in no list item or quote."""
    return not lead(source, block.span.start).strip("\ufeff" + _BLANK)


def indent_span(source: Source, number: int) -> Span:
    """The blanks that a line begins with."""
    span = source.line_span(number)
    text = source.slice(span)
    begin = span.start + text.startswith("\ufeff")
    return Span(begin, span.start + len(text) - len(text.lstrip("\ufeff" + _BLANK)))
