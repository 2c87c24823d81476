"""Rendered text that remembers its source: every character of it leads back to an offset."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, Protocol

from roadmaplint.markdown.tokens import Inline
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_ENTITY = lazy(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{0,31});")
_BREAK = lazy(r"<br\s*/?>", re.IGNORECASE)


class InlineRange(NamedTuple):
    """The half-open range of a flat text that an inline construct other than text gave it."""

    start: int
    end: int
    inline: Inline

    @property
    def target(self) -> str:
        """Where a link leads, as written; empty for anything else."""
        return self.inline.target or ""


class HasRange(Protocol):
    """A part of a text: a mark, a label."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class RenderedText:
    """Plain text made of pieces of the source; nothing is added once it has been looked at.

    `text` is what a reader sees. `marks` tells what stood there: links, code, emphasis, images
    (which leave an empty range), outer constructs behind what they contain.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.marks: list[InlineRange] = []
        self._parts: list[str] = []
        self._length = 0
        # Of each piece: its place in the text, in the source, and where it ends there.
        self._at: list[int] = []
        self._from: list[int] = []
        self._to: list[int] = []

    def __len__(self) -> int:
        """Characters of the text."""
        return self._length

    @cached_property
    def text(self) -> str:
        """The joined pieces."""
        return "".join(self._parts)

    def slice(self, part: HasRange) -> str:
        """The text between a part's `start` and `end`."""
        return self.text[part.start : part.end]

    @cached_property
    def links(self) -> tuple[InlineRange, ...]:
        """The links with a text, in order."""
        return tuple(
            mark for mark in self.marks if mark.inline.kind == "link" and mark.end > mark.start
        )

    @cached_property
    def _struck(self) -> tuple[list[int], list[int]]:
        """Where struck ranges start, in order, and how far they and those before them reach."""
        struck = sorted(mark[:2] for mark in self.marks if mark.inline.kind == "strike")
        return [start for start, _ in struck], list(accumulate((end for _, end in struck), max))

    def is_struck(self, mark: InlineRange) -> bool:
        """True if a mark stands in struck text."""
        starts, ends = self._struck
        index = bisect_right(starts, mark.start) - 1
        return index >= 0 and mark.end <= ends[index]

    @property
    def is_open(self) -> bool:
        """True at the start and behind white space: the next word needs no space."""
        return not self._parts or self._parts[-1][-1].isspace()

    def add(self, text: str, start: int, end: int | None = None) -> None:
        """Append text that stands in the source from offset `start` on, unchanged unless it
        ends elsewhere than its length says.
        """
        if text:
            self._at.append(self._length)
            self._from.append(start)
            self._to.append(start + len(text) if end is None else end)
            self._parts.append(text)
            self._length += len(text)

    def add_resolved(self, text: str, source: str, span: Span) -> None:
        """Append text whose source holds escapes, entities or line ends."""
        if source[span.start : span.end] == text:
            self.add(text, span.start)
            return
        self._align(text, source, span)

    def _align(self, text: str, source: str, span: Span) -> None:
        """Walk text and source side by side; a source without a match is skipped."""
        at, run, begin = span.start, span.start, 0
        for index, char in enumerate(text):
            here, step = _find(char, source, at, span.end) or (at, 0)
            if here != at:
                self.add(text[begin:index], run)
                begin, run = index, here
            at = here + step
            if step != 1:
                self.add(text[begin : index + 1], run, at)
                begin, run = index + 1, at
        self.add(text[begin:], run)

    def offset(self, index: int) -> int:
        """The source offset of the character at `index`; at the end, the place behind the last."""
        if not self._at:
            return 0
        if index >= self._length:
            return self._to[-1]
        piece = bisect_right(self._at, index) - 1
        return self._from[piece] + index - self._at[piece]

    def span(self, start: int, end: int) -> Span:
        """The source span of a range of the text; an empty range is an empty span."""
        begin = self.offset(start)
        if end <= start:
            return Span(begin, begin)
        piece = bisect_right(self._at, end - 1) - 1
        last = self._at[piece + 1] if piece + 1 < len(self._at) else self._length
        stop = self._to[piece] if last == end else self._from[piece] + end - self._at[piece]
        return Span(begin, max(begin, stop))

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A range without white space at its ends."""
        return trim(self.text, start, end)

    def is_torn(self, start: int, end: int) -> bool:
        """True if an image or a tag that the text leaves out stands inside this range."""
        return any(
            mark.inline.kind in {"image", "html"} and start < mark.end and mark.start < end
            for mark in self.marks
        )

    def masked(self) -> str:
        """The text with code and link texts replaced by NUL, one for one: these are names."""
        hidden = [mark for mark in self.marks if mark.inline.kind in _NAMES]
        if not hidden:
            return self.text
        characters = list(self.text)
        for mark in hidden:
            characters[mark.start : mark.end] = "\0" * (mark.end - mark.start)
        return "".join(characters)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A range of a text without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def gaps(start: int, cuts: Iterable[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """The ranges between `start` and `end` that cuts in order leave, empty ones too."""
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _find(char: str, source: str, at: int, end: int) -> tuple[int, int] | None:
    """Where `char` stands in the source from `at` on, and how many characters write it."""
    while at < end:
        found = source[at]
        if found == "\\" and at + 1 < end and source[at + 1] == char and char != "\\":
            return at + 1, 1
        if found == "&" and (match := _ENTITY.match(source, at, end)):
            resolved = html.unescape(match.group())
            if resolved.startswith(char):
                return at, match.end() - at
        if found == char or (char == " " and found in "\t\r\n") or char == "\ufffd":
            return at, 1
        if found not in "\\ \t\r\n>":
            return None
        at += 1
    return None


def flatten(source: str, inlines: Iterable[Inline], images: bool = False) -> RenderedText:
    """The rendered text of inline constructs; raw HTML vanishes, images unless asked for.

    A break and `<br>` are one space.
    """
    flat = RenderedText()
    for inline in inlines:
        _add_inline(flat, source, inline, images)
    return flat


def _add_inline(flat: RenderedText, source: str, inline: Inline, images: bool) -> None:
    kind, begin = inline.kind, len(flat)
    if kind in _SPACES or (kind == "html" and _BREAK.match(source, inline.span.start)):
        flat.add(" ", inline.span.start)
        return
    if inline.children:
        for child in inline.children:
            _add_inline(flat, source, child, images)
    elif kind != "html" and (kind != "image" or (images and inline.text)):
        flat.add_resolved(inline.text, source, inline.content or inline.span)
    if kind != "text":
        flat.marks.append(InlineRange(begin, len(flat), inline))


_NAMES = frozenset({"link", "code"})
_SPACES = frozenset({"break", "softbreak"})
