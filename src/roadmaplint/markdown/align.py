"""Content offsets to source spans: where each piece of a block's inline text stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from roadmaplint.markdown.tokens import Precision
from roadmaplint.markdown.view import View
from roadmaplint.text.source import Span

_BLANK = " \t"


class Alignment:
    """Maps offsets of a block's inline text to the source.

    The text is cut into segments that stand unbroken in the source: its lines, in table cells
    also the stretches between dropped backslashes.
    """

    __slots__ = ("_content", "_source", "_text")
    precision: Precision = "exact"

    def __init__(self, segments: Sequence[tuple[int, int]], view: View) -> None:
        """Take pairs of content offset and view offset, ascending."""
        self._content = [content for content, _ in segments]
        self._source = [view.offset(place) for _, place in segments]
        self._text = view.source.text

    def offset(self, place: int) -> int:
        """The source offset of a character of the content."""
        index = max(bisect_right(self._content, place) - 1, 0)
        return self._source[index] + place - self._content[index]

    def span(self, start: int, end: int) -> Span:
        """The source span of a range of the content."""
        first = self.offset(start)
        if end <= start:
            return Span(first, first)
        last = self.offset(end - 1) + 1
        if self._text.startswith("\r\n", last - 1):
            last += 1
        return Span(first, last)


class Unbroken(Alignment):
    """The commonest case: the whole text stands in one line."""

    __slots__ = ("_shift",)

    def __init__(self, shift: int) -> None:
        """Take how far the text's start lies from the source's."""
        self._shift = shift

    def offset(self, place: int) -> int:
        """The source offset of a character of the content."""
        return place + self._shift

    def span(self, start: int, end: int) -> Span:
        """The source span of a range of the content."""
        return Span(start + self._shift, end + self._shift)


class WholeLines(Alignment):
    """What is left where a text is not found in its lines: every piece stands somewhere there."""

    __slots__ = ("_lines",)
    precision: Precision = "line"

    def __init__(self, lines: Span) -> None:
        """Take the source span of all the lines."""
        self._lines = lines

    def offset(self, place: int) -> int:  # noqa: ARG002 - same for every place
        """The start of the lines."""
        return self._lines.start

    def span(self, start: int, end: int) -> Span:  # noqa: ARG002 - same for every range
        """All the lines."""
        return self._lines


def align_lines(content: str, firsts: Sequence[int], view: View) -> Alignment | None:
    """Align a text of several lines with the view.

    `firsts` holds for each line the view offset of its first character that is not indentation
    or a container's mark. None if a line is not found there.
    """
    text = view.text
    if "\n" not in content and text.startswith(content, firsts[0]):
        return Unbroken(view.offset(firsts[0]))
    segments: list[tuple[int, int]] = []
    at = 0
    for line, first in zip(content.split("\n"), firsts, strict=False):
        bare = line.lstrip(_BLANK)
        lead = len(line) - len(bare)
        place = first if text.startswith(bare, first) else _find(text, bare, first)
        if place < 0:
            return None
        segments.append((at, max(place - lead, 0)) if not segments else (at + lead, place))
        at += len(line) + 1
    if at <= len(content):
        return None
    return Alignment(segments, view)


def align_cell(raw: str, begin: int, view: View) -> tuple[str, Alignment]:
    r"""A table cell's text (`\|` becomes `|`, blanks around it go) and its alignment.

    `raw` is the cell as written, `begin` its place in the view.
    """
    pieces: list[str] = []
    segments: list[tuple[int, int]] = []
    lead = len(raw) - len(raw.lstrip())
    body = raw.strip()
    if "\\|" not in body:
        return body, Unbroken(view.offset(begin + lead))
    at = place = 0
    for piece in body.split("\\|"):
        if segments:
            piece = "|" + piece  # noqa: PLW2901 - the pipe belongs to the piece it opens
            place += 1
        segments.append((at, begin + lead + place))
        pieces.append(piece)
        at += len(piece)
        place += len(piece)
    return "".join(pieces), Alignment(segments, view)


def _find(text: str, line: str, first: int) -> int:
    """The place of a line's text that lost more than blanks at its start, or -1."""
    end = text.find("\n", first)
    return text.find(line, first, len(text) if end < 0 else end)
