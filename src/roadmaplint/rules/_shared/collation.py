"""Sort keys for titles of many languages, without a collation library."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Letters that a language sorts as letters of their own: "~" comes after every letter.
_LETTERS: dict[str, dict[str, str]] = {
    "es": {"ñ": "n~"},
    "sv": {"å": "z~a", "ä": "z~b", "ö": "z~c"},
    "fi": {"å": "z~a", "ä": "z~b", "ö": "z~c"},
    "da": {"æ": "z~a", "ø": "z~b", "å": "z~c"},
    "no": {"æ": "z~a", "ø": "z~b", "å": "z~c"},
    "et": {"õ": "w~a", "ä": "w~b", "ö": "w~c", "ü": "w~d"},
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
    "sk": {"č": "c~", "ch": "h~", "š": "s~", "ž": "z~"},
    "hr": {"č": "c~", "ć": "c~~", "đ": "d~", "š": "s~", "ž": "z~"},
    "tr": {"ç": "c~", "ğ": "g~", "ı": "h~", "ö": "o~", "ş": "s~", "ü": "u~"},
    "az": {"ç": "c~", "ə": "e~", "ğ": "g~", "ı": "h~", "ö": "o~", "ş": "s~", "ü": "u~"},
    "ru": {"ё": "е~"},
    "uk": {"ґ": "г~", "є": "е~", "і": "и~", "ї": "и~~", "ь": "щ~", "ю": "щ~~", "я": "щ~~~"},
}
#: Languages without an alphabetical order that code points could give.
UNORDERED = frozenset({"zh", "ja"})
_NAMED = re.compile(r"[-_.]([a-z]{2,3})(?:[-_]([A-Za-z]{2,4}))?\.(?:md|markdown)\Z")
_DROPPED_LEAD = re.compile(r"\A[-._(《\"'“«\s]+")


def language_of_path(path: str) -> str:
    """The language that a file name ends with (`books-es.md`), `en` where it names none."""
    match = _NAMED.search(path)
    return match[1] if match else "en"


@lru_cache(maxsize=8192)
def sort_key(text: str, lang: str = "en") -> str:
    """A key that sorts titles as a reader of `lang` expects; letter case and marks hardly count.

    Leading quotes and brackets, the first comma or colon and the first dash do not count.
    """
    text = _DROPPED_LEAD.sub("", text.casefold().strip())
    text = re.sub("[,:]", "", text, count=1).replace("-", " ", 1)
    for letter, key in _LETTERS.get(lang.partition("-")[0], {}).items():
        text = text.replace(letter, key)
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFKD", text)
    return "".join(char for char in bare if not unicodedata.combining(char) or char == "\u0306")
