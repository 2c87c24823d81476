"""The text as the parser sees it, and the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_right

from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import NEWLINE, Source, Span

_LONE_OR_NUL = lazy("[\x00\ud800-\udfff]")
_KEY_LINE = lazy(r"[\"']?[\w.-]+[\"']?[ \t]*:(?:[ \t]|$)")
_FENCE = lazy(r"---[ \t]*$")


class View:
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
        self.front = _front_matter(text)
        if self.front is not None:
            text = _blanked(text, self.front[1])
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


def _front_matter(text: str) -> tuple[int, int] | None:
    """First and last line of a leading block of keys between two `---` lines, or None."""
    if not text.startswith("---"):
        return None
    lines = re.compile(r"^.*$", re.MULTILINE).finditer(text)
    first = next(lines).group()
    if not _FENCE.match(first):
        return None
    keys = False
    for number, line in enumerate(lines, start=2):
        if _FENCE.match(line.group()):
            return (1, number) if keys else None
        keys = keys or _KEY_LINE.match(line.group()) is not None
        if not keys and not line.group().startswith("#"):
            return None
    return None


def _blanked(text: str, count: int) -> str:
    """The text with spaces in the place of its first lines."""
    first = text.split("\n", count)[:count]
    width = sum(map(len, first)) + count
    return "\n".join(" " * len(line) for line in first) + text[width - 1 :]
