"""Which texts are surely the title of a resource that somebody else made."""

from __future__ import annotations

import re

from roadmaplint.roadmap.nodes import Resource
from roadmaplint.text.lazy import lazy

#: Types of resources that surely have an address of their own.
SURE = frozenset({"book", "course", "paper", "video", "playlist", "podcast", "certification"})
_QUOTES = frozenset('"“«《「„')
_MAX_WORDS, _BARE_WORDS, _SENTENCE_WORDS = 14, 8, 10
#: Words that sentences about a book have and titles hardly ever.
_SENTENCE = lazy(r"\b(?:is|are|was|were|can|will|you|your|these|it|read|skip)\b", re.IGNORECASE)


def is_title(resource: Resource, top: frozenset[int]) -> bool:
    """True for a title with an author, in quotes, or alone in a list of books or courses.

    `top` holds the starts of the lists that stand in no other list.
    """
    title = resource.title.strip()
    if not title or len(title.split()) > _MAX_WORDS or title[-1] in ".:;,":
        return False
    if resource.authors:
        return not _is_quotation(title)
    if resource.type not in SURE:
        return False
    if (resource.raw_title or title)[0] in _QUOTES and not _SENTENCE.search(title):
        return True
    return resource.list_id in top and _is_capitalised(title)


def _is_quotation(title: str) -> bool:
    """True for a sentence that somebody said: many words, hardly a capital after the first."""
    words = title.split()
    plain = all(word[:1].islower() for word in words[1:])
    return plain and (len(words) >= _SENTENCE_WORDS or bool(_SENTENCE.search(title)))


def _is_capitalised(title: str) -> bool:
    """True for a short Latin text whose longer words begin with capitals."""
    words = [word for word in title.split() if len(word) > 3]
    if not title.isascii() or not words or len(title.split()) > _BARE_WORDS:
        return False
    return not _SENTENCE.search(title) and all(word[0].isupper() for word in words)
