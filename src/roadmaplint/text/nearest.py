"""The name that looks most like another one, for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


def nearest(word: str, names: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The name most like `word`, the last in the alphabet of several.

    None if none reaches the cutoff, a number from 0 to 1. The measure is that of `difflib`: twice
    the characters in common by all characters. Names that share too few different characters to
    reach the cutoff are not compared, which changes nothing.
    """
    from difflib import SequenceMatcher

    matcher: SequenceMatcher[str] | None = None
    wanted, best, found = _letters(word), cutoff, None
    for name in names:
        if 2.0 * min(len(word), len(name)) < best * (len(word) + len(name)):
            continue
        letters = _letters(name)
        common = min(
            len(word) - (wanted & ~letters).bit_count(), len(name) - (letters & ~wanted).bit_count()
        )
        if 2.0 * common < best * (len(word) + len(name)):
            continue
        if matcher is None:
            matcher = SequenceMatcher()
            matcher.set_seq2(word)
        matcher.set_seq1(name)
        if matcher.quick_ratio() >= best:
            ratio = matcher.ratio()
            if (ratio, name) >= (best, found or ""):
                best, found = ratio, name
    return found


@lru_cache(maxsize=65_536)
def _letters(word: str) -> int:
    """A bit for every different character, 64 of them shared by all."""
    bits = 0
    for char in word:
        bits |= 1 << (ord(char) & 63)
    return bits
