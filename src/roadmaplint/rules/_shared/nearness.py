"""Pieces of mentions that are probably one topic: weak keys, halves of conjunctions, slips."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from roadmaplint.roadmap.keys import Key, Vocabulary, WeakKey, compatible, topic_key, weak_key
from roadmaplint.roadmap.nodes import Document
from roadmaplint.rules._shared.mentions import Mention
from roadmaplint.rules._shared.seams import seams
from roadmaplint.text.lazy import lazy

_CONJUNCTION = lazy(r"\s+(?:and|&|и|y|e|und|et)\s+", re.IGNORECASE)
_MAX_WORDS = 9
_MIN_SLIP = 6
_MAX_BUCKET = 6


class Piece(NamedTuple):
    """A mention or a half of one: `Text Classification` of `Text Classification and Parsing`."""

    mention: Mention
    text: str
    key: Key
    weak: WeakKey
    half: bool


def pieces(
    document: Document, mentions: Sequence[Mention], words: Vocabulary, lang: str
) -> list[Piece]:
    """Short mentions without a link, each followed by the two names that it joins, if any."""
    glued = {seam.word.start: (seam.left, seam.right) for seam in seams(document)}
    out: list[Piece] = []
    for mention in mentions:
        if mention.url or len(mention.text.split()) > _MAX_WORDS:
            continue
        weak = weak_key(mention.text, words, lang)
        out.append(Piece(mention, mention.text, mention.key, weak, False))
        for half in _halves(mention, glued):
            key = topic_key(half, words, lang)
            out.append(Piece(mention, half, key, weak_key(half, words, lang), True))
    return out


def _halves(mention: Mention, glued: dict[int, tuple[str, str]]) -> tuple[str, ...]:
    span = mention.span
    for start, sides in glued.items():
        if span.start <= start < span.end:
            return sides
    return _shared_head(tuple(half.split() for half in _CONJUNCTION.split(mention.text)))


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


def slips(found: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Pairs of names of three words or more that differ by one letter in one word."""
    buckets: defaultdict[str, list[tuple[str, Piece]]] = defaultdict(list)
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
    if one == other or one[0] != other[0] or one[-1] != other[-1]:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, char in enumerate(one) if char != other[i]), len(one))
    if len(one) == len(other):
        return one[at + 1 :] == other[at + 1 :]
    return len(one) + 1 == len(other) and one[at:] == other[at + 1 :]
