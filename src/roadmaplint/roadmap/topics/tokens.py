"""Words of a topic: folded text, tokens that keep names like C++ whole, stop words per language."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from roadmaplint.language import language_of_name
from roadmaplint.lexicon import names_by_word, words, words_by_language
from roadmaplint.roadmap.topics.stemming import stem
from roadmaplint.text.lazy import lazy
from roadmaplint.text.scripts import is_signed, is_spaceless

AND = "and"
#: A phrase that holds one of these means something else when turned around.
ORDER_WORDS = frozenset({"to", "vs", "versus", "from", "into", "against", "->", "→", "over", "as"})
_LETTER_PREFIXES = frozenset("ektquzxn")
#: Characters of scripts without spaces, and of those whose vowel signs are no letters to Python.
_EAST_KIND, _SIGNED_KIND = "\x01", "\x02"


class _Kinds(dict[int, str]):
    """One ASCII character for what a character is in a name, found on first use.

    Patterns over these are short: a set of all Chinese characters takes long to compile.
    """

    def __missing__(self, code: int) -> str:
        self[code] = kind = self._kind(code)
        return kind

    @staticmethod
    def _kind(code: int) -> str:
        char = chr(code)
        if char in "’→":
            return "'" if char == "’" else "&"
        if char.isascii():
            return char if char.isprintable() else " "
        if is_spaceless(char):
            return _EAST_KIND
        if is_signed(char):
            return _SIGNED_KIND
        return "w" if char.isalnum() else " "


_KINDS = _Kinds()
#: Names with signs, then words, runs of other scripts, and what joins words.
_TOKEN = lazy(
    r"(?<![A-Za-z0-9])(?:[cg]\+\+|[cfjx]#|\.net)(?![A-Za-z0-9])"
    rf"|[A-Za-z0-9]+(?:[.'’][A-Za-z0-9]+)*|{_SIGNED_KIND}+|{_EAST_KIND}+|[&-]"
)
_CJK_SPLIT = lazy("([与和及])|的|の")


class _Fold(dict[int, str]):
    """Accents off for Latin, Greek and Cyrillic letters (й stays й), found on first use."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = char
        if char == "ё":
            folded = "е"
        elif (
            0x300 <= code <= 0x36F
            or 0x610 <= code <= 0x61A
            or 0x64B <= code <= 0x655
            or 0x591 <= code <= 0x5C7
        ):
            folded = ""
        elif char != "й" and (0xC0 <= code < 0x530 or 0x1E00 <= code < 0x2000):
            folded = unicodedata.normalize("NFD", char)[0]
        self[code] = folded
        return folded


_FOLD = _Fold()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """NFKC, case-folded, without accents; lone surrogates stay as they are."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold().translate(_FOLD)


def raw_tokens(text: str) -> list[str]:
    """Folded words in order, connectives as `and`; `k-means` and `pre-processing` are one word."""
    folded = fold(text)
    joins, prefixes = words("and"), words("topic.prefix")
    if folded.isascii() and folded.replace(" ", "").isalnum():
        return [AND if word in joins else word for word in folded.split()]
    plain = folded.isascii() and folded.isprintable()
    kinds = folded if plain else folded.translate(_KINDS)
    out: list[str] = []
    glue = False
    for match in _TOKEN.finditer(kinds):
        piece = folded[match.start() : match.end()]
        if piece == "-":
            glue = bool(out) and (out[-1] in prefixes or out[-1] in _LETTER_PREFIXES)
            continue
        if kinds[match.start()] == _EAST_KIND:
            out += [part for part in _split_cjk(piece) if part]
        elif glue and out and piece not in joins:
            out[-1] += piece
        else:
            out.append(AND if piece in joins else piece)
        glue = False
    return out


def _split_cjk(run: str) -> list[str]:
    return [AND if part in {"与", "和", "及"} else part or "" for part in _CJK_SPLIT.split(run)]


@lru_cache(maxsize=32768)
def content_tokens(text: str, lang: str = "en") -> tuple[str, ...]:
    """Stems of the words that carry meaning, in order of the text.

    Stop words go unless they are the last word (`Vitamin A`, `Part A`); order words and
    conjunctions stay, because `Speech to Text` is not `Text to Speech`.
    """
    lang = language_of_name(text, lang)
    always, own = words("topic.stop.always"), words_by_language("topic.stop.own").get(lang, ())
    found = _join_compounds(raw_tokens(text))
    last = len(found) - 1
    out: list[str] = []
    for at, word in enumerate(found):
        if word == "→":
            out.append("to")
        elif at < last and (word in always or word in own):
            continue
        elif word == AND:
            if out and at < last and out[-1] != AND:
                out.append(AND)
        else:
            out.append(_stemmed(word, lang))
    return tuple(out)


def _join_compounds(found: list[str]) -> list[str]:
    compounds, prefixes, stop = map(words, ("topic.compound", "topic.prefix", "topic.stop.always"))
    out: list[str] = []
    for word in found:
        before = out[-1] if out else ""
        prefixed = (
            (before in prefixes or before == "k")
            and word.isalpha()
            and word != AND
            and word not in stop
        )
        if prefixed or f"{before} {word}" in compounds:
            out[-1] += word
        else:
            out.append(word)
    return out


@lru_cache(maxsize=65536)
def _stemmed(word: str, lang: str) -> str:
    if "'" in word or "’" in word:
        word = word.replace("’", "'")
        word = word.removesuffix("'s").replace("'", "")
    if word.endswith(".js"):
        word = word[:-3] + "js"
    return stem(names_by_word("topic.short_name").get(word, word), lang)
