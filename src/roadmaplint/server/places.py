"""Places: lines and columns in code points to the client's positions and back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from lsprotocol import types

from roadmaplint.text.edit import Edit
from roadmaplint.text.source import Location, Source, Span


class Places:
    """The places of one text as the client counts them.

    `encoding` is utf-8, utf-16 or utf-32: the unit of columns. Positions are 0-based.
    """

    def __init__(self, source: Source, encoding: str) -> None:
        """Bind a text to a unit."""
        self.source = source
        self._measure = _MEASURES.get(encoding, _utf16)
        self._widths: dict[int, Sequence[int] | None] = {}

    def position(self, offset: int) -> types.Position:
        """The position of an offset; one inside a line end becomes the end of the line."""
        line, column = self.source.position(offset)
        span = self.source.line_span(line)
        return self._of(line, min(column - 1, span.end - span.start))

    def range(self, location: Location) -> types.Range:
        """The range of a location; what lies outside the text is drawn to its border."""
        start = self._at(location.line, location.column)
        end = self._at(location.end_line, location.end_column)
        return types.Range(start, max(start, end, key=lambda p: (p.line, p.character)))

    def span_range(self, span: Span) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position, drawn into the text where it lies outside."""
        line = min(max(position.line, 0) + 1, self.source.line_count)
        if position.line + 1 > line:
            return len(self.source.text)
        span = self.source.line_span(line)
        widths = self._line(line)
        wanted = max(position.character, 0)
        if widths is None:
            return min(span.start + wanted, span.end)
        from bisect import bisect_right

        return min(span.start + max(bisect_right(widths, wanted) - 1, 0), span.end)

    def span(self, wanted: types.Range) -> Span:
        """The span of a range."""
        start = self.offset(wanted.start)
        return Span(start, max(start, self.offset(wanted.end)))

    def edit(self, edit: Edit) -> types.TextEdit:
        """An edit for the client: its range never cuts a line end of two characters in half."""
        (start, end), text = edit
        if self._inside_line_end(start):
            start, text = start - 1, "\r" + text
        if self._inside_line_end(end):
            end, text = end + 1, text + "\n"
        return types.TextEdit(self.span_range(Span(start, end)), text)

    def _inside_line_end(self, offset: int) -> bool:
        return offset > 0 and self.source.text[offset - 1 : offset + 1] == "\r\n"

    def _at(self, line: int, column: int) -> types.Position:
        line = min(max(line, 1), self.source.line_count)
        span = self.source.line_span(line)
        return self._of(line, min(max(column - 1, 0), span.end - span.start))

    def _of(self, line: int, column: int) -> types.Position:
        widths = self._line(line)
        return types.Position(line - 1, column if widths is None else widths[column])

    def _line(self, line: int) -> Sequence[int] | None:
        """The units before each character of a line and behind the last; None if they are one."""
        if line not in self._widths:
            text = self.source.slice(self.source.line_span(line))
            self._widths[line] = None if text.isascii() else self._measure(text)
        return self._widths[line]


def _utf8(text: str) -> Sequence[int]:
    return list(accumulate((len(c.encode("utf-8", "surrogatepass")) for c in text), initial=0))


def _utf16(text: str) -> Sequence[int]:
    return list(accumulate((1 + (c > "\uffff") for c in text), initial=0))


def _utf32(text: str) -> Sequence[int]:
    return range(len(text) + 1)


_MEASURES = {"utf-8": _utf8, "utf-16": _utf16, "utf-32": _utf32}
