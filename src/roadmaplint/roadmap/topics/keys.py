"""Topic keys: one value for all spellings of one topic, and guards against look-alikes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct, field

from roadmaplint.lexicon import words
from roadmaplint.roadmap.topics.acronyms import expand_bracket
from roadmaplint.roadmap.topics.tokens import AND, ORDER_WORDS, content_tokens, weak_stem
from roadmaplint.text.lazy import lazy

#: Longer texts are sentences, not topics.
MAX_WORDS = 14
_MAX_CHARS = 160
_ROMAN = frozenset(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"))
_ANTONYM = lazy(r"(?:un|in|im|ir|non|anti|dis|a|de|semi|self|multi|single|pre|post)(?=[a-zа-я]{4})")
_COUNTS = lazy(r"\d|\b[IVXivx]{1,4}\b")
_COUNTED = lazy(r"[0-9+#]")
#: Words that a long name keeps when filler falls away.
_LONG_NAME = 5
_KINDS = lazy(
    r"(?:\d+|one|two|three|four|single|multi|i{1,3}|iv|v|l\d|\d+d)"
    r"(?:way|tailed|sided|dimensional)?\Z"
)


class Key(NamedTuple):
    """`form` is the bag of stems (the sequence where order matters); `glued` has no spaces."""

    form: str
    glued: str


class WeakKey(Struct, frozen=True):
    """`form` without filler words, and the filler words that fell away."""

    form: str
    dropped: frozenset[str]


NO_KEY = Key("", "")
NO_WEAK_KEY = WeakKey("", frozenset())


class Vocabulary(Struct, frozen=True):
    """What is known of words: acronyms of a document or a pack, and forms that mean the same.

    `acronyms` maps an acronym in lower case to the stems of its long form; `aliases` maps a form
    or a glued form to the form of the concept.
    """

    acronyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


NO_WORDS = Vocabulary()


def topic_key(text: str, vocabulary: Vocabulary = NO_WORDS, lang: str = "en") -> Key:
    """The key of a topic's text; equal keys (`form` or `glued`) mean the same topic.

    Empty for texts without words and for sentences of more than fourteen words.
    """
    if len(text) > _MAX_CHARS:
        return NO_KEY
    tokens = content_tokens(expand_bracket(text), lang)
    if not tokens or len(tokens) > MAX_WORDS:
        return NO_KEY
    tokens = _long_name(_expanded(tokens, vocabulary.acronyms))
    form, glued = _form(tokens), "".join(tokens)
    alias = vocabulary.aliases.get(form) or vocabulary.aliases.get(glued)
    return Key(alias, glued) if alias else Key(form, glued)


def _long_name(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """In a name of many words one more `analysis` or `system` makes no other topic."""
    if len(tokens) <= _LONG_NAME:
        return tokens
    kept = tuple(token for token in tokens if token not in words("topic.filler.long_name"))
    return kept if len(kept) >= _LONG_NAME else tokens


def _expanded(tokens: tuple[str, ...], acronyms: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if acronyms.keys().isdisjoint(tokens):
        return tokens
    return tuple(word for token in tokens for word in acronyms.get(token, (token,)))


def _form(tokens: Sequence[str]) -> str:
    if not ORDER_WORDS.isdisjoint(tokens):
        return " ".join(tokens)
    return " ".join(sorted(set(tokens)))


def weak_key(text: str, vocabulary: Vocabulary = NO_WORDS, lang: str = "en") -> WeakKey:
    """A coarser form without filler words and word endings, for suggestions only; may be empty.

    `Neural networks basics` and `Neural Networks` share it; level words stay, so `Advanced RAG`
    and `RAG` do not. Compare with `weakly_equal`.
    """
    tokens = content_tokens(expand_bracket(text), lang) if len(text) <= _MAX_CHARS else ()
    if not tokens or len(tokens) > MAX_WORDS:
        return NO_WEAK_KEY
    kept = _core(_without_kinds(tokens), "based" in tokens)
    if all(token == AND for token in kept):
        return NO_WEAK_KEY
    whole = _expanded(kept, vocabulary.acronyms)
    alias = vocabulary.aliases.get(_form(whole))
    form = _form([weak_stem(token) for token in (alias.split() if alias else whole)])
    return WeakKey(form, frozenset(tokens) - frozenset(kept))


def _core(tokens: tuple[str, ...], based: bool) -> tuple[str, ...]:
    kept = tuple(token for token in tokens if token not in words("topic.filler.any"))
    if len(kept) == 2 and kept[1] in words("topic.filler.tail"):
        kept = kept[:1]
    plain = tuple(token for token in kept if token not in words("topic.filler.first_steps"))
    if sum(token != AND for token in plain) >= 2:
        kept = plain
    longer = tuple(token for token in kept if token not in words("topic.filler.long_name"))
    return longer if len(longer) >= 2 or (based and longer) else kept


def weakly_equal(one: WeakKey, other: WeakKey) -> bool:
    """True if the forms agree and at most one text was cut, or both by the same words.

    `Graph basics` and `Graph algorithms` are two treatments of one thing, not one topic.
    """
    if one.form != other.form or not one.form:
        return False
    return not one.dropped or not other.dropped or one.dropped == other.dropped


def _without_kinds(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """`One-way and two-way ANOVA` covers the family: a list of numbered kinds falls away."""
    if AND not in tokens:
        return tokens
    kinds = [token for token in tokens if _KINDS.match(token)]
    if len(kinds) < 2:
        return tokens
    dropped = {*kinds, AND, "way", "tailed", "sided", "type"}
    return tuple(token for token in tokens if token not in dropped)


def compatible(one: str, other: str, lang: str = "en") -> bool:
    """False where a look-alike is surely another topic: numbers, levels, antonyms, series."""
    a, b = set(content_tokens(one, lang)), set(content_tokens(other, lang))
    only_a, only_b = a - b, b - a
    different = only_a | only_b
    telling = words("topic.level") | _ROMAN
    if any(token in telling or _COUNTED.search(token) for token in different):
        return False
    if different and not words("topic.series").isdisjoint(a | b):
        return False
    return not any(_antonyms(x, y) or _antonyms(y, x) for x in only_a for y in only_b)


def _antonyms(one: str, other: str) -> bool:
    match = _ANTONYM.match(one)
    return match is not None and one[match.end() :] == other


def is_series(text: str) -> bool:
    """True if the text counts itself: `Part 2`, `Lecture 13`, `Calculus II`."""
    if not _COUNTS.search(text):
        return False
    tokens, counts = content_tokens(text), words("topic.series")
    return (len(tokens) > 1 and tokens[-1] in _ROMAN) or any(
        token in counts and (behind.isdigit() or behind in _ROMAN)
        for token, behind in pairwise(tokens)
    )
