"""The language of a document, guessed from its script and its commonest words."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from roadmaplint.text.lazy import lazy

_WORD = lazy(r"[^\W\d_]{1,15}")
_LETTERS = lazy(r"[^\W\d_]")
#: So many characters tell a language.
SAMPLE = 3_000
#: Scripts that decide alone.
_SCRIPTS = (
    ("ko", 0xAC00, 0xD7AF), ("ja", 0x3040, 0x30FF), ("zh", 0x3400, 0x9FFF), ("ru", 0x0400, 0x04FF),
    ("ar", 0x0600, 0x06FF), ("he", 0x0590, 0x05FF), ("el", 0x0370, 0x03FF), ("hi", 0x0900, 0x097F),
    ("th", 0x0E00, 0x0E7F), ("bn", 0x0980, 0x09FF), ("ka", 0x10A0, 0x10FF), ("hy", 0x0530, 0x058F),
)  # fmt: skip
_COMMON = {
    "en": "the and of to in for is with you this that are on your be from how it can will",
    "es": "de la el los y en para que las un una con por es del se como tu más su",
    "pt": "de e o que para em os um uma com não do da no na é você mais como se",
    "fr": "de la le les et des en pour un une du dans que est vous sur avec au par votre",
    "de": "der die und das ist von mit für den zu ein eine auf im sie nicht als des oder dem",
    "tr": "ve bir bu için ile de da olarak çok daha olan gibi en ne kadar veya sonra nasıl",
    "it": "di il la che e per un una in con del le gli sono come non della dei nel più",
    "nl": "de het een en van in voor met is op dat je zijn te niet aan ook om bij als",
    "pl": "i w na do z że się jest to nie dla jak oraz od po są lub przez",
    "vi": "và của là các cho có không được trong một với này những để học",
    "id": "dan yang di untuk dengan ini dari pada adalah dalam anda itu atau tidak",
}
_UKRAINIAN = frozenset("іїєґ")
_PERSIAN = frozenset("پچژگی")


@lru_cache(maxsize=1)
def _by_word() -> dict[str, tuple[str, ...]]:
    """Languages by common word."""
    found: dict[str, list[str]] = {}
    for language, words in _COMMON.items():
        for word in words.split():
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def language_of(text: str) -> str | None:
    """The language code of a text; None where there is too little to tell."""
    sample = text[:SAMPLE]
    letters = len(_LETTERS.findall(sample))
    if letters < 20:
        return None
    if not sample.isascii() and (script := _script(sample, letters)):
        return script
    counts: Counter[str] = Counter()
    for word in _WORD.findall(sample.casefold()):
        for language in _by_word().get(word, ()):
            counts[language] += 1
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 2:
        return "en" if sample.isascii() and letters >= 40 else None
    return ranked[0][0]


def _script(sample: str, letters: int) -> str | None:
    """The language whose script has a large share of the letters."""
    # Rows of 128 code points; a pattern for a large script takes milliseconds to compile.
    rows = Counter(ord(char) >> 7 for char in sample if char > "\x7f")
    counts = Counter(
        {
            name: sum(rows[row] for row in rows if low >> 7 <= row <= high >> 7)
            for name, low, high in _SCRIPTS
        }
    )
    # Names stay Latin in every language, so a fifth of the letters decides.
    if counts["ja"] * 20 > letters and counts["ja"] * 10 > counts["zh"]:
        return "ja"
    for name, count in counts.most_common(1):
        if count * 6 > letters:
            if name == "ru" and _UKRAINIAN & set(sample):
                return "uk"
            return "fa" if name == "ar" and len(_PERSIAN & set(sample)) > 2 else name
    return None
