"""Light stemming of one folded word: plurals in English, inflection in seven other languages."""

from __future__ import annotations

from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set; keeps word lists readable."""
    return frozenset(text.split())


#: Words whose singular would be another thing, or that are no plurals.
_KEEP = word_set(
    "https windows news series species axios keras pandas redis kubernetes jenkins devops mlops"
    " dataops postgres rails canvas bias alias atlas lens sales always whereas sans paas saas iaas"
    " caas jsx cors chaos macos ios postgis less this its was has does"
)
_IRREGULAR = {
    "matrices": "matrix",
    "vertices": "vertex",
    "indices": "index",
    "appendices": "appendix",
    "hypotheses": "hypothesis",
    "analyses": "analysis",
    "theses": "thesis",
    "parentheses": "parenthesis",
    "syntheses": "synthesis",
    "axes": "axis",
    "caches": "cache",
    "niches": "niche",
    "movies": "movie",
    "cookies": "cookie",
    "heroes": "hero",
    "topics": "topic",
    "metrics": "metric",
    "heuristics": "heuristic",
    "people": "person",
    "children": "child",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "schemata": "schema",
    "data": "data",
    "apis": "api",
    "uis": "ui",
    "clis": "cli",
}
_BRITISH = {
    "analyse": "analyze",
    "behaviour": "behavior",
    "behavioural": "behavioral",
    "catalogue": "catalog",
    "centre": "center",
    "centralised": "centralized",
    "colour": "color",
    "defence": "defense",
    "favourite": "favorite",
    "fibre": "fiber",
    "grey": "gray",
    "labelled": "labeled",
    "labelling": "labeling",
    "licence": "license",
    "maths": "math",
    "modelling": "modeling",
    "neighbour": "neighbor",
    "neighbours": "neighbors",
    "organisation": "organization",
    "programme": "program",
    "signalling": "signaling",
    "travelling": "traveling",
}
_RU_ENDINGS = tuple(
    sorted(
        word_set(
            "иями ями ами ией иям ием иях ях ам ом ов ев ей ой ий ый ая яя ое ее ие ые ого его ому"
            " ему ыми ими ых их ую юю ою ею ым им ем ия ию ии ья ье ью а я о е и ы у ю ь й"
        ),
        key=lambda ending: (-len(ending), ending),
    )
)
_TR_ENDINGS = ("lerin", "larin", "leri", "lari", "ler", "lar")
_DE_ENDINGS = ("ern", "en", "er", "es", "e", "n", "s")
_LATIN = frozenset({"es", "pt", "fr", "de", "it", "tr"})


@lru_cache(maxsize=65536)
def stem(word: str, lang: str = "en") -> str:
    """The stem of one case-folded word without accents; `lang` rules Latin words only."""
    if word.isascii():
        if lang in _LATIN:
            return _FOREIGN[lang](word)
        return _english(_american(word))
    if "а" <= word[0] <= "я":
        return _russian(word)
    return word


def _american(word: str) -> str:
    found = _BRITISH.get(word)
    if found is not None:
        return found
    for british, american in (
        ("isation", "ization"),
        ("isations", "izations"),
        ("ising", "izing"),
        ("ised", "ized"),
    ):
        if word.endswith(british) and len(word) >= len(british) + 4:
            return word[: -len(british)] + american
    return word


def _english(word: str) -> str:
    found = _IRREGULAR.get(word)
    if found is not None:
        return found
    if (
        len(word) < 4
        or word[-1] != "s"
        or word in _KEEP
        or word.endswith(("ss", "us", "is", "ics", "js"))
    ):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "sses", "ches", "shes", "zzes")) and len(word) > 4:
        return word[:-2]
    return word[:-1]


def _russian(word: str) -> str:
    if len(word) < 4:
        return word
    bare = word[:-2] if word.endswith(("ся", "сь")) and len(word) > 6 else word
    for ending in _RU_ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= 3:
            return bare[: -len(ending)]
    return bare


def _spanish(word: str) -> str:
    if len(word) > 4 and word.endswith("es") and word[-3] not in "aeiou":
        return word[:-3] + "z" if word[-3] == "c" else word[:-2]
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] in "aeiou" else word


def _portuguese(word: str) -> str:
    for plural, single in (
        ("oes", "ao"),
        ("aes", "ao"),
        ("ais", "al"),
        ("eis", "el"),
        ("ens", "em"),
        ("res", "r"),
        ("zes", "z"),
    ):
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return word[: -len(plural)] + single
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] in "aeiou" else word


def _french(word: str) -> str:
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux") and len(word) > 5:
        return word[:-3] + "al"
    return word[:-1] if len(word) > 4 and word[-1] in "sx" and word[-2] != "s" else word


def _italian(word: str) -> str:
    return word[:-1] if len(word) > 4 and word[-1] in "aeio" else word


def _german(word: str) -> str:
    for ending in _DE_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _turkish(word: str) -> str:
    for ending in _TR_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


_FOREIGN = {
    "es": _spanish,
    "pt": _portuguese,
    "fr": _french,
    "it": _italian,
    "de": _german,
    "tr": _turkish,
}


@lru_cache(maxsize=65536)
def weak_stem(word: str) -> str:
    """A coarser stem of an already stemmed English word: `testing` and `test` become equal."""
    if not word.isascii() or not word.isalpha():
        return word
    for ending in ("izing", "ising", "ize", "ization", "ized"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + "iz"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return _undouble(word[: -len(ending)])
    for ending in ("tion", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + ("t" if ending == "tion" else "")
    return word


def _undouble(word: str) -> str:
    if word[-1] == word[-2] and word[-1] not in "aeiouls":
        return word[:-1]
    return word[:-1] if word[-1] == "e" else word
