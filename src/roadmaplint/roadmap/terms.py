"""Words of a topic: folded text, tokens that keep names like C++ whole, stop words per language."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from roadmaplint.roadmap.stems import stem, word_set
from roadmaplint.text.lazy import lazy

AND = "and"
#: A phrase that holds one of these means something else when turned around.
ORDER_WORDS = frozenset({"to", "vs", "versus", "from", "into", "against", "->", "→", "over", "as"})
_AND = frozenset({"and", "y", "e", "и", "und", "et", "ve", "与", "和", "及"})
_STOP = word_set(
    "a an the of in on with for by at using via your its de del los las da dos das"
    " в во на с со для по из к о об от при"
)
_STOP_BY_LANGUAGE = {
    "es": word_set("el la los las un una en con para por lo al"),
    "pt": word_set("o os as a um uma em no na nos nas com para por do ao"),
    "fr": word_set("le la les un une des du en au aux dans pour par sur avec l d"),
    "it": word_set("il lo la i gli le un una di del della dei delle in con per su"),
    "de": word_set("der die das den dem des ein eine einer von mit im in zur zum fur"),
    "tr": word_set("ile icin bir"),
}
_JOINED = {
    ("back", "end"): "backend",
    ("front", "end"): "frontend",
    ("full", "stack"): "fullstack",
    ("open", "source"): "opensource",
    ("data", "base"): "database",
    ("data", "bases"): "databases",
    ("data", "set"): "dataset",
    ("data", "sets"): "datasets",
    ("web", "site"): "website",
    ("road", "map"): "roadmap",
    ("work", "flow"): "workflow",
    ("name", "space"): "namespace",
}
_PREFIXES = word_set(
    "back pre multi hyper micro non semi sub auto anti inter meta mini over super ultra pseudo re"
)
_LETTER_PREFIXES = frozenset("ektquzxn")
_NAMES = {
    "k8s": "kubernetes",
    "nodejs": "nodejs",
    "golang": "go",
    "postgresql": "postgres",
    "js": "javascript",
    "ts": "typescript",
    "py": "python",
}

#: Scripts without spaces between words.
_EAST = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0xAC00, 0xD7AF))
#: Scripts whose vowel signs are no letters to Python: signs and letters together are the word.
_SIGNED = ((0x0900, 0x109F), (0x1780, 0x17FF))
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
        if char in "’＋→":
            return "'" if char == "’" else "&"
        if char.isascii():
            return char if char.isprintable() else " "
        if any(low <= code <= high for low, high in _EAST):
            return _EAST_KIND
        if any(low <= code <= high for low, high in _SIGNED):
            return _SIGNED_KIND
        return "w" if char.isalnum() else " "


_KINDS = _Kinds()
#: Names with signs, then words, runs of other scripts, and what joins words.
_TOKEN = lazy(
    r"(?<![A-Za-z0-9])(?:[cg]\+\+|[cfjx]#|\.net)(?![A-Za-z0-9])"
    rf"|[A-Za-z0-9]+(?:[.'’][A-Za-z0-9]+)*|{_SIGNED_KIND}+|{_EAST_KIND}+|[&-]"
)
_CJK_SPLIT = lazy("([与和及])|的|の")
_FOREIGN_LETTERS = lazy("[à-ÿœğşıİñãõç]", re.IGNORECASE)
_SPANISH = lazy(
    r"\b(?:el|los|las|y|ción|ciones|aprender?|para|con)\b|ción\b|ciones\b|ñ", re.IGNORECASE
)
_PORTUGUESE = lazy(r"\b(?:do|dos|da|das|em|com|não|para)\b|ção\b|ções\b|ã|õ", re.IGNORECASE)


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


def guess_language(text: str, default: str = "en") -> str:
    """The language whose plurals fit a short Latin text: `default` unless its letters say more."""
    if text.isascii() or default not in {"en", ""} or not _FOREIGN_LETTERS.search(text):
        return default or "en"
    if _PORTUGUESE.search(text):
        return "pt"
    return "es" if _SPANISH.search(text) else default or "en"


def raw_tokens(text: str) -> list[str]:
    """Folded words in order, connectives as `and`; `k-means` and `pre-processing` are one word."""
    folded = fold(text)
    if folded.isascii() and folded.replace(" ", "").isalnum():
        return [AND if word in _AND else word for word in folded.split()]
    plain = folded.isascii() and folded.isprintable()
    kinds = folded if plain else folded.translate(_KINDS)
    out: list[str] = []
    glue = False
    for match in _TOKEN.finditer(kinds):
        piece = folded[match.start() : match.end()]
        if piece == "-":
            glue = bool(out) and (out[-1] in _PREFIXES or out[-1] in _LETTER_PREFIXES)
            continue
        if kinds[match.start()] == _EAST_KIND:
            out += [part for part in _split_cjk(piece) if part]
        elif glue and out and piece not in _AND:
            out[-1] += piece
        else:
            out.append(AND if piece in {"&", "＋"} or piece in _AND else piece)
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
    lang = guess_language(text, lang)
    stop = _STOP_BY_LANGUAGE.get(lang, frozenset())
    words = _join_compounds(raw_tokens(text))
    out: list[str] = []
    for at, word in enumerate(words):
        if word == "→":
            out.append("to")
        elif (word in _STOP or word in stop) and at < len(words) - 1:
            continue
        elif word == AND:
            if out and at < len(words) - 1 and out[-1] != AND:
                out.append(AND)
        else:
            out.append(_stemmed(word, lang))
    return tuple(out)


def _join_compounds(words: list[str]) -> list[str]:
    out: list[str] = []
    for word in words:
        pair = _JOINED.get((out[-1], word)) if out else None
        if pair is not None:
            out[-1] = pair
        elif (
            out
            and (out[-1] in _PREFIXES or out[-1] == "k")
            and word.isalpha()
            and word not in _STOP
            and word != AND
        ):
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
    word = _NAMES.get(word, word)
    return stem(word, lang)
