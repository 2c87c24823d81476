"""Words of a topic as stems: folded text, tokens that keep names like C++ whole, light stemming."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from roadmaplint.language import language_of_name
from roadmaplint.lexicon import names_by_word, words, words_by_language
from roadmaplint.text.fold import fold_accents
from roadmaplint.text.lazy import lazy
from roadmaplint.text.scripts import is_signed, is_spaceless

#: Endings and what takes their place, the first that fits is taken; words have no accents.
_RULES = {
    "es": (
        (lazy(r"(?<=..)ces\Z"), "z"),
        (lazy(r"(?<=..[^aeiou])es\Z"), ""),
        (lazy(r"(?<=..[aeiou])s\Z"), ""),
    ),
    "pt": (
        (lazy(r"(?<=..)[oa]es\Z"), "ao"),
        (lazy(r"(?<=..[ae])is\Z"), "l"),
        (lazy(r"(?<=..e)ns\Z"), "m"),
        (lazy(r"(?<=..[rz])es\Z"), ""),
        (lazy(r"(?<=..[aeiou])s\Z"), ""),
    ),
    "fr": (
        (lazy(r"(?<=eau)x\Z"), ""),
        (lazy(r"(?<=...)aux\Z"), "al"),
        (lazy(r"(?<=...[^s])[sx]\Z"), ""),
    ),
    "it": ((lazy(r"(?<=....)[aeio]\Z"), ""),),
}
#: How many letters stay at least when an ending of the lexicon falls away.
_KEPT = {"de": 4, "tr": 3, "ru": 3}
_BRITISH = lazy(r"(?<=.{4})is(?=(?:ations?|ing|ed)\Z)")
_NO_PLURAL = ("ss", "us", "is", "ics", "js")
_PLURAL_ES = ("xes", "sses", "ches", "shes", "zzes")
_VERB_IZE = lazy(r"(?<=.{4})(?:izing|ising|ize|ization|ized)\Z")
_VERB = lazy(r"(?<=.{4})(?:ing|ed)\Z")
_NOUN = lazy(r"(?:(?<=.{4}t)ion|(?<=.{4})e)\Z")


@lru_cache(maxsize=65536)
def stem(word: str, lang: str = "en") -> str:
    """The stem of one case-folded word without accents; `lang` rules Latin words only."""
    if word.isascii():
        if lang in _KEPT and lang != "ru":
            return _ending(lang).sub("", word)
        for pattern, instead in _RULES.get(lang, ()):
            if pattern.search(word):
                return pattern.sub(instead, word)
        return word if lang in _RULES else _english(word)
    return _russian(word) if "а" <= word[0] <= "я" else word


@cache
def _ending(lang: str) -> re.Pattern[str]:
    endings = "|".join(words_by_language("stem.ending")[lang])
    return re.compile(rf"(?<=.{{{_KEPT[lang]}}})(?:{endings})\Z")


def _english(word: str) -> str:
    american = names_by_word("stem.american").get(word) or _BRITISH.sub("iz", word)
    singular = names_by_word("stem.singular").get(american)
    if singular is not None:
        return singular
    if len(american) < 4 or american[-1] != "s" or american.endswith(_NO_PLURAL):
        return american
    if american in words("stem.unchanged"):
        return american
    if len(american) > 4 and american.endswith("ies"):
        return american[:-3] + "y"
    return american[:-2] if len(american) > 4 and american.endswith(_PLURAL_ES) else american[:-1]


def _russian(word: str) -> str:
    if len(word) < 4:
        return word
    plain = word[:-2] if len(word) > 6 and word.endswith(("ся", "сь")) else word
    return _ending("ru").sub("", plain)


@lru_cache(maxsize=65536)
def weak_stem(word: str) -> str:
    """A coarser stem of an already stemmed English word: `testing` and `test` become equal."""
    if not word.isascii() or not word.isalpha():
        return word
    if _VERB_IZE.search(word):
        return _VERB_IZE.sub("iz", word)
    if not _VERB.search(word):
        return _NOUN.sub("", word)
    bare = _VERB.sub("", word)
    doubled = bare[-1] == bare[-2] and bare[-1] not in "aeiouls"
    return bare[:-1] if doubled or bare[-1] == "e" else bare


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


def raw_tokens(text: str) -> list[str]:
    """Folded words in order, connectives as `and`; `k-means` and `pre-processing` are one word."""
    folded = fold_accents(text)
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
