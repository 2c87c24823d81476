"""Direction marks behind Latin words in right-to-left lists."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct

from roadmaplint import Context, Document, Edit, Finding, Fix, Safety, Severity, Span, rule
from roadmaplint.language import language_of_path, scripts_of
from roadmaplint.markdown.tokens import Inline
from roadmaplint.roadmap.lists import Entry, entries, lists
from roadmaplint.text.lazy import lazy

Direction = Literal["ltr", "rtl"]
_DIRECTION_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "ur", "yi"})


class Reading(NamedTuple):
    """Offsets where the direction changes, and the direction from there on."""

    starts: tuple[int, ...]
    directions: tuple[Direction, ...]

    def at(self, offset: int) -> Direction:
        """The direction at a place."""
        return self.directions[bisect_right(self.starts, offset) - 1]

    @property
    def any(self) -> bool:
        """True if something runs right to left."""
        return "rtl" in self.directions


def readings(document: Document) -> Reading:
    """The directions of a document: its file name's language, then `dir` on div and span tags."""
    first: Direction = "ltr"
    if language_of_path(document.source.path) in _DIRECTION_RIGHT_TO_LEFT:
        first = "rtl"
    starts, directions = [0], [first]
    stack: dict[str, list[Direction | None]] = {"div": [], "span": []}
    for tag in document.tags:
        if tag.name not in stack or tag.self_closing:
            continue
        opened = stack[tag.name]
        if not tag.closing:
            word = tag.attributes.get("dir", "").lower()
            opened.append(directions[-1] if word in {"ltr", "rtl"} else None)
            if word in {"ltr", "rtl"}:
                starts.append(tag.span.end)
                directions.append("rtl" if word == "rtl" else "ltr")
        elif opened:
            before = opened.pop()
            if before is not None:
                starts.append(tag.span.end)
                directions.append(before)
    return Reading(tuple(starts), tuple(directions))


_LANGUAGES = frozenset({"ar", "fa", "he", "ur", "ckb", "ps", "yi"})
#: Names that end in a sign without a direction: the sign jumps to the other side.
_SIGNED = lazy(r"(?<!\w)(?:[A-Za-z]\+\+|[A-Za-z]#|\.NET)(?!\w)")
_DIRECTION_MARK_MARKS = ("\u200e", "\u200f", "&lrm;", "&rlm;")


class DirectionMarkOptions(Struct, frozen=True):
    """`mark`: what the fix inserts behind the name."""

    mark: str = "&lrm;"


@rule(on=Document, options=DirectionMarkOptions)
def direction_mark(document: Document, context: Context[DirectionMarkOptions]) -> Iterator[Finding]:
    """Yield a finding per name such as C# or C++ whose sign is displayed on the wrong side."""
    if not _right_to_left(document):
        return
    for _, items in lists(document):
        for item in items:
            for top in item.paragraph.inlines if item.paragraph else ():
                for inline in top.walk():
                    yield from _names(document, inline, context.options.mark)


def _right_to_left(document: Document) -> bool:
    if language_of_path(document.source.path) in _LANGUAGES:
        return True
    return any(tag.attributes.get("dir", "").lower() == "rtl" for tag in document.tags)


def _names(document: Document, inline: Inline, mark: str) -> Iterator[Finding]:
    if inline.kind != "text" or inline.precision != "exact":
        return
    # A text of one direction is displayed as it is written.
    if scripts_of(inline.text).main == "latin" and scripts_of(inline.text).share("latin") == 1:
        return
    source = document.source.text
    for match in _SIGNED.finditer(source, inline.span.start, inline.span.end):
        if source.startswith(_DIRECTION_MARK_MARKS, match.end()):
            continue
        place = Span(match.end(), match.end())
        yield Finding(
            Span(*match.span()),
            f'"{match[0]}" stands in a right-to-left text without a direction mark:'
            " its sign is displayed on the wrong side",
            Fix("Add a direction mark", (Edit(place, mark),), Safety.SUGGESTION),
        )


_UNMARKED_LATIN_MARKS = ("&rlm;", "&#x200F;", "&#8207;", "&lrm;", "&#x200E;", "&#8206;")
_UNMARKED_LATIN_RIGHT_TO_LEFT = lazy("[\u0590-\u08ff]")
_CREDIT = lazy(r"\s*[-–—]\s*([^(\[\n]+)")
_NOTE = lazy(r"\(([^()]*)\)\s*\Z")
_CODE = lazy(r"`[^`\n]*`")
_MIN = 3


class UnmarkedLatinOptions(Struct, frozen=True):
    """`words`: names that need a mark behind them."""

    words: tuple[str, ...] = ()


@rule(on=Document, options=UnmarkedLatinOptions)
def unmarked_latin(document: Document, context: Context[UnmarkedLatinOptions]) -> Iterator[Finding]:
    """Yield findings per entry in right-to-left text: its title, its author and its note."""
    found = readings(document)
    if not found.any:
        return
    for entry in entries(document):
        if found.at(entry.link.span.start) == "rtl":
            yield from _judge(document, entry, context.options, found)


def _judge(
    document: Document, entry: Entry, options: UnmarkedLatinOptions, found: Reading
) -> Iterator[Finding]:
    text = document.source.text
    credit = _CREDIT.match(text, entry.link.span.end, entry.place.end)
    note = _NOTE.search(text, entry.link.span.end, entry.place.end)
    author = Span(*credit.span(1)) if credit else None
    title = entry.link.content
    if title is not None and (author or note):
        yield from _words(document, title, options.words, "title")
    if author is None or found.at(author.start) != "rtl":
        return
    name = text[author.start : author.end].strip()
    yield from _words(document, author, options.words, "author")
    if _is_marked(name) or "<" in name or name.startswith("`"):
        return
    if name.isascii() and len(name) >= _MIN:
        message = f'the author "{name}" may need a direction mark (&rlm;) behind it'
        yield Finding(author, message, _mark(author.start + len(name)), severity=Severity.INFO)
    elif (
        note
        and note[1].isascii()
        and len(note[1]) >= _MIN
        and _UNMARKED_LATIN_RIGHT_TO_LEFT.search(name)
    ):
        message = f'the author "{name}" before "{note[1]}" may need a direction mark (&rlm;)'
        yield Finding(author, message, _mark(author.start + len(name)), severity=Severity.INFO)


def _words(document: Document, span: Span, words: tuple[str, ...], part: str) -> Iterator[Finding]:
    """One finding per part, on its last known word; a text of one direction is only noted."""
    text = _CODE.sub(lambda code: " " * len(code[0]), document.source.slice(span))
    known = _pattern(words)
    if known is None or _is_marked(text) or "<" in text:
        return
    found = list(known.finditer(text))
    if found:
        last = found[-1]
        place = Span(span.start + last.start(), span.start + last.end())
        yield Finding(
            place,
            f'"{last[0]}" in the {part} of a right-to-left entry needs a direction mark (&rlm;)',
            _mark(place.end),
            severity=None if _UNMARKED_LATIN_RIGHT_TO_LEFT.search(text) else Severity.INFO,
        )


def _is_marked(text: str) -> bool:
    return (
        "\u200e" in text or "\u200f" in text or any(mark in text for mark in _UNMARKED_LATIN_MARKS)
    )


def _mark(at: int) -> Fix:
    return Fix("Add a direction mark", (Edit(Span(at, at), "&rlm;"),), Safety.SUGGESTION)


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9+#])")
