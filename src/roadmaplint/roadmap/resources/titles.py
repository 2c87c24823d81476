"""What titles of resources and texts of links say: nothing, the same, or that they are titles."""

from __future__ import annotations

import re
from typing import Literal

from roadmaplint.lexicon import words
from roadmaplint.roadmap.nodes import Resource
from roadmaplint.roadmap.topics.keys import NO_KEY, compatible, topic_key, weak_key, weakly_equal
from roadmaplint.roadmap.topics.vocabulary import vocabulary
from roadmaplint.text.lazy import lazy

Likeness = Literal["same", "close", "other"]

_SOLUTIONS = lazy(r"(?:\S+ ){0,3}\S+['’]s solutions?\Z", re.IGNORECASE)
_UNNAMED = lazy(
    r"(?:https?://|www\.)\S+\Z|(?:spring|fall|autumn|summer|winter)?[\s\d./–-]*\Z", re.IGNORECASE
)
_SQUEEZE = lazy(r"(?:[^\w+#]|_)+")
_SIGNS = {code: None for code in range(128) if not chr(code).isalnum() and chr(code) not in "+#"}
#: Types of resources that surely have an address of their own.
SURE = frozenset({"book", "course", "paper", "video", "playlist", "podcast", "certification"})
_QUOTES = frozenset('"“«《「„')
_MAX_WORDS, _BARE_WORDS, _SENTENCE_WORDS = 14, 8, 10
#: Words that sentences about a book have and titles hardly ever.
_CLAUSE = lazy(r"\b(?:is|are|was|were|can|will|you|your|these|it|read|skip)\b", re.IGNORECASE)


def is_nameless(title: str) -> bool:
    """True for link texts such as `here`, `Article` or `2024`, which name no resource."""
    bare = title.strip(" .,:;!()[]→")
    folded = bare.casefold()
    if folded in words("link_text.nameless") or _UNNAMED.match(bare):
        return True
    return "solution" in folded and _SOLUTIONS.match(bare) is not None


def likeness(one: str, other: str, lang: str = "en", packs: tuple[str, ...] = ()) -> Likeness:
    """How much two titles of one address agree: the same words, nearly the same, or not."""
    if squeeze(one) == squeeze(other) != "":
        return "same"
    known = vocabulary(packs)
    left, right = topic_key(one, known, lang), topic_key(other, known, lang)
    if NO_KEY in {left, right}:
        a, b = set(one.casefold().split()), set(other.casefold().split())
    elif left.form == right.form or left.glued == right.glued:
        return "same"
    else:
        a, b = set(left.form.split()), set(right.form.split())
    if weakly_equal(weak_key(one, known, lang), weak_key(other, known, lang)):
        return "close"
    common = len(a & b)
    if common and (a <= b or b <= a or common >= len(a | b) / 2) and compatible(one, other, lang):
        return "close"
    return "other"


def squeeze(text: str) -> str:
    """The letters and digits of a title, in one case."""
    folded = text.casefold()
    return folded.translate(_SIGNS) if folded.isascii() else _SQUEEZE.sub("", folded)


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
    if (resource.raw_title or title)[0] in _QUOTES and not _CLAUSE.search(title):
        return True
    return resource.list_id in top and _is_capitalised(title)


def _is_quotation(title: str) -> bool:
    """True for a sentence that somebody said: many words, hardly a capital after the first."""
    words = title.split()
    plain = all(word[:1].islower() for word in words[1:])
    return plain and (len(words) >= _SENTENCE_WORDS or bool(_CLAUSE.search(title)))


def _is_capitalised(title: str) -> bool:
    """True for a short Latin text whose longer words begin with capitals."""
    words = [word for word in title.split() if len(word) > 3]
    if not title.isascii() or not words or len(title.split()) > _BARE_WORDS:
        return False
    return not _CLAUSE.search(title) and all(word[0].isupper() for word in words)
