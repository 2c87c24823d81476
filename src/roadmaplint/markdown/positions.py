"""The text as the parser sees it, and the way from its places back to the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from roadmaplint.markdown.tokens import Precision
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE, Source, Span

_LONE_OR_NUL = lazy("[\x00\ud800-\udfff]")
#: A leading block of keys between two `---` lines; only comments may stand before the first key.
_FRONT_MATTER = lazy(
    r"---[ \t]*\n(?:#.*\n)*+[\"']?[\w.-]+[\"']?[ \t]*:(?:[ \t].*)?\n"
    r"(?:(?!---[ \t]*$).*\n)*+---[ \t]*$",
    re.MULTILINE,
)
_VISIBLE = lazy(r"[^\n]")


class NormalizedSource:
    """A parser's view of a source: no BOM, LF line ends, U+FFFD for NUL and lone surrogates.

    View and source have the same lines, and a line has the same columns in both (the first one
    shifted by the BOM), so a place in the view is a place in the source. In the place of front
    matter stand spaces: `front` holds its source lines (first, last; 1-based, fences included) or
    None.
    """

    __slots__ = ("_shift", "_starts", "front", "source", "text")

    def __init__(self, source: Source) -> None:
        """Derive the view of a source."""
        self.source = source
        text = source.text
        bom = text.startswith("\ufeff")
        if bom:
            text = text[1:]
        simple = "\r" not in text
        if not simple:
            text = NEWLINE.sub("\n", text)
        if not text.isascii() or "\0" in text:
            text = _LONE_OR_NUL.sub("\ufffd", text)
        self.front: tuple[int, int] | None = None
        if front := _FRONT_MATTER.match(text):
            self.front = (1, front.group().count("\n") + 1)
            text = _VISIBLE.sub(" ", front.group()) + text[front.end() :]
        self.text = text
        self._shift = int(bom)
        self._starts: list[int] | None = None
        if not simple:
            self._starts = [0]
            self._starts.extend(match.end() for match in re.finditer("\n", text))

    def offset(self, place: int) -> int:
        """The source offset of a place in the view."""
        if self._starts is None:
            return place + self._shift
        line = bisect_right(self._starts, place) - 1
        shift = self._shift if line == 0 else 0
        return self.source.line_starts[line] + place - self._starts[line] + shift

    def span(self, start: int, end: int) -> Span:
        """The source span of a range in the view."""
        if self._starts is None:
            return Span(start + self._shift, end + self._shift)
        return Span(self.offset(start), self.offset(end))


_BLANK = " \t"


class PositionMap:
    """Maps offsets of a block's inline text to the source.

    The text is cut into segments that stand unbroken in the source: its lines, in table cells
    also the stretches between dropped backslashes.
    """

    __slots__ = ("_content", "_source", "_text")
    precision: Precision = "exact"

    def __init__(self, segments: Sequence[tuple[int, int]], view: NormalizedSource) -> None:
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


class Unbroken(PositionMap):
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


class WholeLines(PositionMap):
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


def align_lines(content: str, firsts: Sequence[int], view: NormalizedSource) -> PositionMap | None:
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
    return PositionMap(segments, view)


def align_cell(raw: str, begin: int, view: NormalizedSource) -> tuple[str, PositionMap]:
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
    return "".join(pieces), PositionMap(segments, view)


def _find(text: str, line: str, first: int) -> int:
    """The place of a line's text that lost more than blanks at its start, or -1."""
    end = text.find("\n", first)
    return text.find(line, first, len(text) if end < 0 else end)
