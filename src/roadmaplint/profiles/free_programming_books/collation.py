"""Sort keys for titles of many languages, without a collation library."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from roadmaplint.lexicon import words, words_by_language
from roadmaplint.text.lazy import lazy

#: Blanks, punctuation, symbols and digits in the order of the Unicode collation, before letters.
_BEFORE_LETTERS = " _-–—,;:!¡?¿.…·'‘’\"“”«»()[]{}§¶@*/\\&#%`´^¨°©®+±÷×<=>|¦~¤¢$£¥€"
_RANKS = {ord(char): 1 + rank for rank, char in enumerate(_BEFORE_LETTERS)}
_RANKS |= {ord(char): 0x50 + int(char) for char in "0123456789"}
#: What makes a letter come after all that begins with the letter before it.
_AFTER = "\uf8ff"
#: The combining class of the sign that joins Indic letters; the other classes are marks.
_VIRAMA = 9
#: Marks that make another letter: the breve, the circumflex and the horn.
_LETTER_MARKS = {"\u0306": _AFTER, "\u0302": _AFTER * 2, "\u031b": _AFTER * 3}
_LATIN_LAST = {ord("a") + at: 0xE000 + at for at in range(26)}
#: Languages without an alphabetical order that code points could give.
UNORDERED = frozenset({"ja", "km", "lo", "my", "th", "zh"})
_DROPPED_LEAD = lazy(r"\A[-._(《\"'“«\s]+")


@cache
def _own_letters(lang: str) -> tuple[tuple[str, str], ...]:
    """Letters that a language sorts as letters of their own, each with its key."""
    pairs = (entry.split(" ") for entry in words_by_language("alphabet").get(lang, ()))
    return tuple((letter, place.replace("~", _AFTER)) for letter, place in pairs)


@lru_cache(maxsize=8192)
def sort_key(text: str, lang: str = "en") -> str:
    """A key that sorts titles as a reader of `lang` expects; letter case and marks hardly count.

    Leading quotes and brackets, the first comma or colon and the first dash do not count.
    """
    text = _DROPPED_LEAD.sub("", unicodedata.normalize("NFC", text).lower().strip())
    text = re.sub("[,:]", "", text, count=1).replace("-", " ", 1)
    key, lang = text.translate(_RANKS), lang.partition("-")[0]
    for letter, place in _own_letters(lang):
        key = key.replace(letter, place)
    if not text.isascii():
        # words that differ in marks only come in the order of their marks
        key = f"{_bare(key, lang)}\0{unicodedata.normalize('NFD', text)}"
    return key.translate(_LATIN_LAST) if lang in words("alphabet_first") else key


def _bare(key: str, lang: str) -> str:
    """The key without marks, except for those that make a letter of its own."""
    kept = ""
    for char in unicodedata.normalize("NFKD", key):
        if unicodedata.combining(char) not in {0, _VIRAMA}:
            if char in _LETTER_MARKS and (lang == "vi" or "\u0400" <= kept[-1:] <= "\u04ff"):
                kept += _LETTER_MARKS[char]
        else:
            kept += _rank(char) if char > "\x7f" else char
    return kept


@lru_cache(maxsize=1024)
def _rank(char: str) -> str:
    """Other digits count as digits, other signs come before them, invisible characters vanish."""
    kind = unicodedata.category(char)
    if kind == "Nd":
        return chr(0x50 + unicodedata.digit(char))
    if kind[0] in "PSZ":
        return "\x4f"
    return "" if kind == "Cf" or "\ufe00" <= char <= "\ufe0f" else char
