"""Sort keys for titles of many languages, without a collation library."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from roadmaplint.text.lazy import lazy

#: Blanks, punctuation, symbols and digits in the order of the Unicode collation, before letters.
_BEFORE_LETTERS = " _-–—,;:!¡?¿.…·'‘’\"“”«»()[]{}§¶@*/\\&#%`´^¨°©®+±÷×<=>|¦~¤¢$£¥€"
_RANKS = {ord(char): 1 + rank for rank, char in enumerate(_BEFORE_LETTERS)}
_RANKS |= {ord(char): 0x50 + int(char) for char in "0123456789"}
#: What makes a letter come after all that begins with the letter before it.
_AFTER = "\uf8ff"
#: Letters that a language sorts as letters of their own: "~" comes after every letter.
_LETTERS: dict[str, dict[str, str]] = {
    "es": {"ñ": "n~"},
    "sv": {"å": "z~a", "ä": "z~b", "ö": "z~c"},
    "fi": {"å": "z~a", "ä": "z~b", "ö": "z~c"},
    "da": {"æ": "z~a", "ø": "z~b", "å": "z~c"},
    "no": {"æ": "z~a", "ø": "z~b", "å": "z~c"},
    "et": {"õ": "w~a", "ä": "w~b", "ö": "w~c", "ü": "w~d", "š": "s~", "z": "s~~", "ž": "s~~~"},
    "pl": {
        "ą": "a~",
        "ć": "c~",
        "ę": "e~",
        "ł": "l~",
        "ń": "n~",
        "ó": "o~",
        "ś": "s~",
        "ź": "z~",
        "ż": "z~~",
    },
    "cs": {"č": "c~", "ch": "h~", "ř": "r~", "š": "s~", "ž": "z~"},
    "sk": {"č": "c~", "ch": "h~", "ô": "o~", "ä": "a~", "š": "s~", "ž": "z~"},
    "hr": {"č": "c~", "ć": "c~~", "đ": "d~", "š": "s~", "ž": "z~"},
    "hu": {
        "cs": "c~",
        "dzs": "d~~",
        "dz": "d~",
        "gy": "g~",
        "ly": "l~",
        "ny": "n~",
        "sz": "s~",
        "ty": "t~",
        "zs": "z~",
        "ö": "o~",
        "ő": "o~",
        "ü": "u~",
        "ű": "u~",
    },
    "ro": {"ă": "a~", "â": "a~~", "î": "i~", "ș": "s~", "ş": "s~", "ț": "t~", "ţ": "t~"},
    "tr": {"ç": "c~", "ğ": "g~", "ı": "h~", "ö": "o~", "ş": "s~", "ü": "u~"},
    "az": {"ç": "c~", "ə": "e~", "ğ": "g~", "ı": "h~", "ö": "o~", "ş": "s~", "ü": "u~"},
    "vi": {"đ": "d~"},
    "uk": {"ґ": "г~", "є": "е~", "і": "и~", "ї": "и~~", "й": "и~~~", "ь": "щ~", "ю": "щ~~"}
    | {"я": "щ~~~"},
    "fa": {"پ": "ب~", "چ": "ج~", "ژ": "ز~", "ک": "ق~", "ك": "ق~", "گ": "ق~~", "ی": "ي"}
    | {"آ": "\u0621", "و": "ن~", "ه": "ن~~"},
}
_LETTERS = {
    lang: {letter: key.replace("~", _AFTER) for letter, key in table.items()}
    for lang, table in _LETTERS.items()
}
#: The combining class of the sign that joins Indic letters; the other classes are marks.
_VIRAMA = 9
#: Marks that make another letter: the breve, the circumflex and the horn.
_LETTER_MARKS = {"\u0306": _AFTER, "\u0302": _AFTER * 2, "\u031b": _AFTER * 3}
#: Languages whose own script comes before Latin letters.
_OWN_SCRIPT = frozenset(
    [
        "am",
        "ar",
        "bg",
        "bn",
        "el",
        "fa",
        "gu",
        "he",
        "hi",
        "hy",
        "ka",
        "kk",
        "km",
        "kn",
        "ko",
        "lo",
        "mk",
        "ml",
        "mn",
        "mr",
        "ne",
        "pa",
        "ru",
        "si",
        "sr",
        "ta",
        "te",
        "uk",
        "ur",
    ]
)
_LATIN_LAST = {ord("a") + at: 0xE000 + at for at in range(26)}
#: Languages without an alphabetical order that code points could give.
UNORDERED = frozenset({"ja", "km", "lo", "my", "th", "zh"})
_NAMED = lazy(r"[-_.]([a-z]{2,3})(?:[-_]([A-Za-z]{2,4}))?\.(?:md|markdown)\Z")
_DROPPED_LEAD = lazy(r"\A[-._(《\"'“«\s]+")


def language_of_path(path: str) -> str:
    """The language that a file name ends with (`books-es.md`), `en` where it names none."""
    match = _NAMED.search(path)
    return match[1] if match else "en"


@lru_cache(maxsize=8192)
def sort_key(text: str, lang: str = "en") -> str:
    """A key that sorts titles as a reader of `lang` expects; letter case and marks hardly count.

    Leading quotes and brackets, the first comma or colon and the first dash do not count.
    """
    text = _DROPPED_LEAD.sub("", unicodedata.normalize("NFC", text).lower().strip())
    text = re.sub("[,:]", "", text, count=1).replace("-", " ", 1)
    key, lang = text.translate(_RANKS), lang.partition("-")[0]
    for letter, place in _LETTERS.get(lang, {}).items():
        key = key.replace(letter, place)
    if not text.isascii():
        # words that differ in marks only come in the order of their marks
        key = f"{_bare(key, lang)}\0{unicodedata.normalize('NFD', text)}"
    return key.translate(_LATIN_LAST) if lang in _OWN_SCRIPT else key


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
