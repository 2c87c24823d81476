"""Mentions that are probably one topic, and topics glued together by a lost line end."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from roadmaplint.lexicon import alternation
from roadmaplint.markdown.tokens import Block, Inline
from roadmaplint.roadmap.nodes import Document
from roadmaplint.roadmap.source_lines import lead
from roadmaplint.roadmap.topics.keys import (
    Key,
    Vocabulary,
    WeakKey,
    compatible,
    topic_key,
    weak_key,
)
from roadmaplint.roadmap.topics.mentions import Mention
from roadmaplint.roadmap.topics.vocabulary import names
from roadmaplint.text.lazy import lazy
from roadmaplint.text.source import Span

_MAX_WORDS = 9
_MIN_SLIP = 6
_MAX_BUCKET = 6
#: Lower-case letters that run into a capitalised word: `dataSentiment`, not `JSONData`.
_GLUED = lazy(r"\b([^\W\d_]+[a-zа-яё]{2,}?)([A-ZА-ЯЁ][a-zа-яё]{2,})\b")
_WORD = lazy(r"[^\W\d_]+")
_SEAMS_MAX_WORDS, _MAX_CHARS = 10, 120
_QUICK = lazy(r"[a-zа-яё]{3}[A-ZА-ЯЁ][a-zа-яё]{2}")
_SEPARATORS = lazy(r"[,;:()|/]|\s[-–—]\s")


class NamePart(NamedTuple):
    """A mention or a half of one: `Text Classification` of `Text Classification and Parsing`."""

    mention: Mention
    text: str
    key: Key
    weak: WeakKey
    half: bool


def pieces(
    document: Document, mentions: Sequence[Mention], words: Vocabulary, lang: str
) -> list[NamePart]:
    """Short mentions without a link, each followed by the two names that it joins, if any."""
    glued = {seam.word.start: (seam.left, seam.right) for seam in seams(document)}
    out: list[NamePart] = []
    for mention in mentions:
        if mention.url or len(mention.text.split()) > _MAX_WORDS:
            continue
        weak = weak_key(mention.text, words, lang)
        out.append(NamePart(mention, mention.text, mention.key, weak, False))
        for half in _halves(mention, glued):
            key = topic_key(half, words, lang)
            out.append(NamePart(mention, half, key, weak_key(half, words, lang), True))
    return out


def _halves(mention: Mention, glued: dict[int, tuple[str, str]]) -> tuple[str, ...]:
    span = mention.span
    for start, sides in glued.items():
        if span.start <= start < span.end:
            return sides
    return _shared_head(tuple(half.split() for half in _conjunction().split(mention.text)))


@cache
def _conjunction() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{alternation('and')})\s+", re.IGNORECASE)


def _shared_head(halves: tuple[list[str], ...]) -> tuple[str, ...]:
    """The two names of `A b and C d`, of `A b and c` (A c), of `A and B c` (A c), of `A and B`."""
    if len(halves) != 2:
        return ()
    left, right = halves
    if len(left) == 1 and len(right) == 2:
        left = [*left, right[1]]
    elif len(left) == 2 and len(right) == 1:
        right = [left[0], *right]
    if len(left) != len(right) and min(len(left), len(right)) < 2:
        return ()
    return " ".join(left), " ".join(right)


def slips(found: Sequence[NamePart]) -> Iterator[tuple[NamePart, NamePart]]:
    """Pairs of names of three words or more that differ by one letter in one word."""
    buckets: defaultdict[str, list[tuple[str, NamePart]]] = defaultdict(list)
    for piece in found:
        words = piece.key.form.split()
        if piece.half or len(words) < 3:
            continue
        for at, word in enumerate(words):
            if len(word) >= _MIN_SLIP:
                buckets[" ".join(words[:at] + words[at + 1 :])].append((word, piece))
    for bucket in buckets.values():
        if 2 <= len(bucket) <= _MAX_BUCKET:
            (word, piece), *others = bucket
            for other_word, other in others:
                if _one_letter(word, other_word) and compatible(piece.text, other.text):
                    yield piece, other


def _one_letter(one: str, other: str) -> bool:
    """True if one inner letter is missing, added or another; the ends agree."""
    short, long = sorted((one, other), key=len)
    if short == long or short[0] != long[0] or short[-1] != long[-1]:
        return False
    at = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    same_length = len(short) == len(long)
    return short[at + same_length :] == long[at + 1 :]


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
        before, after = inline.text[: match.end(1)].strip(), inline.text[match.start(2) :].strip()
        phrase = " ".join(_WORD.findall(after)[:2]).casefold()
        if words[match[0].casefold()] == 1 and words[match[1].casefold()] and phrase in phrases:
            start = inline.span.start
            word = Span(start + match.start(), start + match.end())
            yield Seam(start + match.end(1), word, before, after, _marker(document, block))


def _candidates(document: Document) -> Iterator[tuple[Block, Inline, re.Match[str]]]:
    known = names(document.packs)
    for block in document.markdown.walk():
        content = block.content if block.kind in {"paragraph", "heading"} else None
        if content is None or content.end - content.start > _MAX_CHARS:
            continue
        for inline in block.inlines:
            if inline.kind == "text" and inline.precision == "exact":
                for match in _GLUED.finditer(inline.text):
                    written = document.source.slice(inline.span) == inline.text
                    new = match[0].casefold() not in known
                    if written and new and _is_phrase(block.text, inline.text[: match.end(1)]):
                        yield block, inline, match


def _is_phrase(text: str, before: str) -> bool:
    """True for a short text with two words before the seam; sentences are none."""
    first = _WORD.findall(_SEPARATORS.split(before)[-1])
    return len(first) >= 2 and len(text.split()) <= _SEAMS_MAX_WORDS and "." not in text[:-1]


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
    before = lead(document.source, block.span.start)
    return before if before.strip() in {"-", "*", "+"} else ""
