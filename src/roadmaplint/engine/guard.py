"""The promise of a fix, checked: what a text says, where it links and how it is divided."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct

from roadmaplint.engine.reading import parsed
from roadmaplint.lint.card import Touch
from roadmaplint.markdown.tokens import Block, Inline, Markdown
from roadmaplint.text.source import Source, Span

#: The aspects of a text that can be compared before and after.
Aspect = Literal["outline", "links", "text"]
_TARGETS = ("href", "src")


class Aspects(Struct, frozen=True):
    """What a reader meets: the levels of the headings, the link targets, all words in order."""

    outline: tuple[int, ...]
    links: Mapping[str, int]
    text: str


def aspects_of(source: Source) -> Aspects:
    """Parse a text and note its aspects; spaces in words are folded."""
    return aspects_of_markdown(source, parsed(source))


def aspects_of_markdown(source: Source, markdown: Markdown) -> Aspects:
    """The aspects of a text that is parsed already."""
    outline: list[int] = []
    links: Counter[str] = Counter()
    words: list[str] = []
    unseen = sorted([tag.span for tag in markdown.tags] + [c.span for c in markdown.comments])
    for block in markdown.walk():
        if block.kind == "heading":
            outline.append(block.level)
        elif block.kind == "definition":
            links[block.target] += 1
        words += _words(block, source, unseen)
        for inline in _inlines(block.inlines):
            if inline.target is not None:
                links[inline.target] += 1
    for tag in markdown.tags:
        links.update(tag.attributes[name] for name in _TARGETS if name in tag.attributes)
    return Aspects(tuple(outline), links, fold(" ".join(words)))


def changed(before: Aspects, after: Aspects) -> frozenset[Aspect]:
    """The aspects that differ."""
    aspects: tuple[Aspect, ...] = get_args(Aspect)
    return frozenset(a for a in aspects if getattr(before, a) != getattr(after, a))


def guarded(touches: frozenset[Touch]) -> frozenset[Aspect]:
    """The aspects that a fix which touches these must leave alone."""
    aspects: tuple[Aspect, ...] = get_args(Aspect)
    return frozenset(aspects) - touches


def fold(text: str) -> str:
    """The text with one space for every run of spaces and line ends."""
    return " ".join(text.split())


def _inlines(inlines: Iterable[Inline]) -> Iterable[Inline]:
    for inline in inlines:
        yield from inline.walk()


def _words(block: Block, source: Source, unseen: Sequence[Span]) -> list[str]:
    if block.inlines:
        return [block.text]
    if block.kind in {"code", "front-matter"} and block.content is not None:
        return [source.slice(block.content)]
    if block.kind == "html":
        return _outside(block.span, source, unseen)
    return []


def _outside(span: Span, source: Source, unseen: Sequence[Span]) -> list[str]:
    """The pieces of a text between tags and comments."""
    pieces = []
    at = span.start
    for index in range(bisect_left(unseen, (span.start, 0)), len(unseen)):
        start, end = unseen[index]
        if start >= span.end:
            break
        pieces.append(source.text[at : max(at, start)])
        at = max(at, end)
    pieces.append(source.text[at : span.end])
    return pieces
