"""Light stemming of one folded word: plurals in English, inflection in seven other languages.

Stems as short as Snowball's would make one topic of `Training` and `Train`, or of `Testing` and
`Tests`: names of topics lose their plural only.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from roadmaplint.lexicon import names_by_word, words, words_by_language
from roadmaplint.text.lazy import lazy

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
