"""Texts folded for comparing: without case, and without accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Points and marks that stand over or under letters: combining ones, Arabic and Hebrew ones.
_MARKS = ((0x300, 0x36F), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x655))


def fold_case(text: str) -> str:
    """A text for comparing words: case folded, a dotted i like any other, one apostrophe."""
    folded = text.casefold()
    return folded if folded.isascii() else folded.replace("i\u0307", "i").replace("’", "'")


@lru_cache(maxsize=65536)
def fold_accents(text: str) -> str:
    """NFKC, case-folded, without accents; lone surrogates stay as they are."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold().translate(_WITHOUT_ACCENTS)


class _WithoutAccents(dict[int, str]):
    """Accents off for Latin, Greek and Cyrillic letters (й stays й), found on first use."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if any(low <= code <= high for low, high in _MARKS):
            folded = ""
        elif char != "й" and (0xC0 <= code < 0x530 or 0x1E00 <= code < 0x2000):
            folded = unicodedata.normalize("NFD", char)[0]
        else:
            folded = char
        self[code] = folded
        return folded


_WITHOUT_ACCENTS = _WithoutAccents()
