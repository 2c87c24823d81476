"""Places where two topics were glued together by a lost line end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.packs import names
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

#: Lower-case letters that run into a capitalised word: `dataSentiment`, not `JSONData`.
_GLUED = lazy(r"\b([^\W\d_]+[a-zа-яё]{2,}?)([A-ZА-ЯЁ][a-zа-яё]{2,})\b")
_WORD = lazy(r"[^\W\d_]+")
_MAX_WORDS, _MAX_CHARS = 10, 120
_QUICK = lazy(r"[a-zа-яё]{3}[A-ZА-ЯЁ][a-zа-яё]{2}")
_SEPARATORS = lazy(r"[,;:()|/]|\s[-–—]\s")


class Seam(Struct, frozen=True):
    """`at` is the offset of the seam, `word` the glued word, `marker` what begins a new item."""

    at: int
    word: Span
    left: str
    right: str
    marker: str


def seams(document: Document) -> Iterator[Seam]:
    """Seams in list items and headings, proved by the document itself.

    The glued word stands once; its left half is a word of the document; what begins with its right
    half (the next word too, if there is one) stands elsewhere as a phrase of its own.
    """
    candidates = list(_candidates(document)) if _QUICK.search(document.source.text) else []
    if not candidates:
        return
    words, phrases = _evidence(document)
    for block, inline, match in candidates:
        left = match[1]
        before, after = inline.text[: match.end(1)], inline.text[match.start(2) :]
        phrase = " ".join(_WORD.findall(after)[:2]).casefold()
        if words[match[0].casefold()] == 1 and words[left.casefold()] and phrase in phrases:
            start = inline.span.start + match.start()
            yield Seam(
                start + len(left),
                Span(start, start + len(match[0])),
                before.strip(),
                after.strip(),
                _marker(document, block),
            )


def _candidates(document: Document) -> Iterator[tuple[Block, Inline, re.Match[str]]]:
    known = names(document.packs)
    for block in document.markdown.walk():
        if block.kind not in {"paragraph", "heading"} or block.content is None:
            continue
        if block.content.end - block.content.start > _MAX_CHARS:
            continue
        for inline in block.inlines:
            if inline.kind != "text" or inline.precision != "exact":
                continue
            if not _QUICK.search(inline.text):
                continue
            if document.source.slice(inline.span) != inline.text:
                continue
            for match in _GLUED.finditer(inline.text):
                if match[0].casefold() in known:
                    continue
                if _is_phrase(block.text, inline.text[: match.end(1)]):
                    yield block, inline, match


def _is_phrase(text: str, before: str) -> bool:
    """True for a short text with two words before the seam; sentences are none."""
    lead = _WORD.findall(_SEPARATORS.split(before)[-1])
    return len(lead) >= 2 and len(text.split()) <= _MAX_WORDS and "." not in text[:-1]


def _evidence(document: Document) -> tuple[Counter[str], set[str]]:
    """Counts of all words, and the first one and two words and the whole of every phrase."""
    words: list[str] = []
    phrases: set[str] = set()
    for block in document.markdown.walk():
        if block.kind not in {"paragraph", "heading", "cell"}:
            continue
        for part in _SEPARATORS.split(block.text):
            found = [word.casefold() for word in _WORD.findall(part)]
            words += found
            phrases.update([f"{one} {two}" for one, two in pairwise(found)])
            if len(found) == 1:
                phrases.add(found[0])
    return Counter(words), phrases


def _marker(document: Document, block: Block) -> str:
    """The markup in front of the block's text if it is a bullet, else nothing."""
    start = block.span.start
    line = document.source.text.rfind("\n", 0, start) + 1
    lead = document.source.text[line:start]
    return lead if lead.strip() in {"-", "*", "+"} else ""
