"""Source text and the places in it: offsets inside, lines and columns at the edge."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.text.lazy import lazy

#: The only three line ends. `str.splitlines` also splits at U+0085 and U+2028, which damaged
#: text contains inside words; it is banned throughout.
NEWLINE = lazy(r"\r\n|\n|\r")


class Span(NamedTuple):
    """Half-open range of offsets (code points, 0-based) into `Source.text`."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """True if `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True if the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


class Position(NamedTuple):
    """A place for people: line and column, both 1-based; columns count code points."""

    line: int
    column: int


class Location(NamedTuple):
    """A range for people: 1-based lines and columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Encoding(Struct, frozen=True):
    """How the bytes of a file were read: Python codec `name`, and whether a BOM leads the text."""

    name: str = "utf-8"
    bom: bool = False


class Source(Struct, frozen=True, dict=True):
    """One revision of one file.

    `path` is relative to the project root with `/`. `text` is the exact decoding: CRLF stays, a
    BOM stays as U+FEFF at offset 0, undecodable bytes stay as lone surrogates. `digest` is the
    BLAKE2b hex digest of the bytes. Spans into `text` die with the Source.
    """

    path: str
    text: str
    encoding: Encoding
    digest: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line; never empty."""
        if "\r" not in self.text:
            lengths = [len(line) + 1 for line in self.text.split("\n")]
            return tuple(accumulate(lengths[:-1], initial=0))
        return (0, *(match.end() for match in NEWLINE.finditer(self.text)))

    @cached_property
    def line_ends(self) -> tuple[int, ...]:
        """Offset of the line end of every line; the last line ends with the text."""
        if "\r" not in self.text:
            return (*(start - 1 for start in self.line_starts[1:]), len(self.text))
        return (*(match.start() for match in NEWLINE.finditer(self.text)), len(self.text))

    @cached_property
    def alphabet(self) -> str:
        """Every character of the text once: what is not here needs no search in the text."""
        return "".join(sorted(set(self.text)))

    @property
    def line_count(self) -> int:
        """Number of lines; a text that ends with a line end has an empty last line."""
        return len(self.line_starts)

    def slice(self, span: Span) -> str:
        """The text that a span covers."""
        return self.text[span.start : span.end]

    def line_at(self, offset: int) -> int:
        """The 1-based number of the line that holds `offset`."""
        return bisect_right(self.line_starts, offset)

    def position(self, offset: int) -> Position:
        """Line and column of an offset."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def location(self, span: Span) -> Location:
        """Lines and columns of a span."""
        starts, (start, end) = self.line_starts, span
        first, last = bisect_right(starts, start), bisect_right(starts, end)
        return Location(first, start - starts[first - 1] + 1, last, end - starts[last - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and column. Raises ValueError for a place outside."""
        if not 1 <= line <= self.line_count or column < 1:
            raise ValueError(f"{self.path} has no line {line}, column {column}")
        offset = self.line_starts[line - 1] + column - 1
        limit = self.line_starts[line] if line < self.line_count else len(self.text)
        if offset > limit:
            raise ValueError(f"{self.path} has no column {column} on line {line}")
        return offset

    def span(self, location: Location) -> Span:
        """The offsets of a location. Raises ValueError where there is no such place."""
        start = self.offset(location.line, location.column)
        return Span(start, self.offset(location.end_line, location.end_column))

    def line_span(self, line: int) -> Span:
        """The span of a 1-based line without its line end."""
        return Span(self.line_starts[line - 1], self.line_ends[line - 1])

    def lines(self) -> Iterator[Line]:
        """Every line in order."""
        text, places = self.text, zip(self.line_starts, self.line_ends, strict=True)
        for number, (start, end) in enumerate(places, 1):
            yield Line(number, Span(start, end), text[start:end])


class Line(NamedTuple):
    """One line of a Source without its line end; `number` is 1-based."""

    number: int
    span: Span
    text: str


def shorten(text: str, limit: int = 60) -> str:
    """A text of at most `limit` characters for a message; an ellipsis stands for what is cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
