"""Latin words in a right-to-left entry without the direction mark that keeps them in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from roadmaplint.lint.finding import Finding, Fix, Safety, Severity
from roadmaplint.lint.rule import Context, rule
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.direction import Reading, readings
from roadmaplint.rules._shared.entries import Entry, entries
from roadmaplint.text.edit import Edit
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_MARKS = ("&rlm;", "&#x200F;", "&#8207;", "&lrm;", "&#x200E;", "&#8206;")
_RIGHT_TO_LEFT = lazy("[\u0590-\u08ff]")
_CREDIT = lazy(r"\s*[-–—]\s*([^(\[\n]+)")
_NOTE = lazy(r"\(([^()]*)\)\s*\Z")
_CODE = lazy(r"`[^`\n]*`")
_MIN = 3


class Options(Struct, frozen=True):
    """`words`: names that need a mark behind them."""

    words: tuple[str, ...] = ()


@rule(on=Document, options=Options)
def check(document: Document, context: Context[Options]) -> Iterator[Finding]:
    """Yield findings per entry in right-to-left text: its title, its author and its note."""
    found = readings(document)
    if not found.any:
        return
    for entry in entries(document):
        if found.at(entry.link.span.start) == "rtl":
            yield from _judge(document, entry, context.options, found)


def _judge(document: Document, entry: Entry, options: Options, found: Reading) -> Iterator[Finding]:
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
    elif note and note[1].isascii() and len(note[1]) >= _MIN and _RIGHT_TO_LEFT.search(name):
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
            severity=None if _RIGHT_TO_LEFT.search(text) else Severity.INFO,
        )


def _is_marked(text: str) -> bool:
    return "\u200e" in text or "\u200f" in text or any(mark in text for mark in _MARKS)


def _mark(at: int) -> Fix:
    return Fix("Add a direction mark", (Edit(Span(at, at), "&rlm;"),), Safety.SUGGESTION)


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9+#])")
