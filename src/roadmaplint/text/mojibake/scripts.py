"""Scripts of a line: whether a reading fits the text around it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

#: First and last letter of every range, in order, with the name of its script.
_RANGES = (
    ("A", "Z", "latin"),
    ("a", "z", "latin"),
    ("\u00c0", "\u00d6", "latin"),
    ("\u00d8", "\u00f6", "latin"),
    ("\u00f8", "\u024f", "latin"),
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u052f", "cyrillic"),
    ("\u0590", "\u05ff", "hebrew"),
    ("\u0600", "\u06ff", "arabic"),
    ("\u0750", "\u077f", "arabic"),
    ("\u0900", "\u0dff", "indic"),
    ("\u0e00", "\u0eff", "thai"),
    ("\u1100", "\u11ff", "east"),
    ("\u1780", "\u17ff", "thai"),
    ("\u1e00", "\u1eff", "latin"),
    ("\u1f00", "\u1fff", "greek"),
    ("\u3040", "\u30ff", "east"),
    ("\u3130", "\u318f", "east"),
    ("\u3400", "\u9fff", "east"),
    ("\uac00", "\ud7af", "east"),
    ("\uf900", "\ufaff", "east"),
    ("\uff61", "\uff9f", "east"),
)
_STARTS = [first for first, _, _ in _RANGES]

#: Nats for a reading that fits its line better or worse than the text as it stands.
FITS = 4.0
STRANGE = -8.0
#: Nats for a small letter after capitals.
LOWER = -6.0
#: Nats for characters of the same kind that touch the piece and stay as they are.
NEIGHBOUR = -5.0


def scripts_of(text: str) -> frozenset[str]:
    """Names of the scripts of the letters in a text."""
    return frozenset(filter(None, map(_script_of, set(text))))


@cache
def _script_of(char: str) -> str:
    """The script of a letter, empty for other characters."""
    _, last, name = _RANGES[bisect_right(_STARTS, char) - 1]
    return name if char <= last and char >= "A" else ""


def agreement(before: str, after: str, around: frozenset[str]) -> float:
    """Nats for how a reading fits the scripts of the rest of its line."""
    if not around:
        return 0.0
    was, now = scripts_of(before), scripts_of(after)
    if now <= around and not was <= around:
        return FITS
    if was and was <= around and not now <= around:
        return STRANGE
    return 0.0


def surroundings(text: str, start: int, end: int, after: str) -> float:
    """Nats for what touches a piece.

    For it speaks a letter where signs stand in a word; against it a small letter after two
    capitals, and characters beyond ASCII of the same kind that stay as they are.
    """
    nats = 0.0
    if after[:1].islower() and not after[:1].isascii() and len(after) == 1:
        word = text[max(0, start - 2) : start]
        if len(word) == 2 and word.isalpha() and word.isupper():
            nats += LOWER
    kinds = scripts_of(text[start:end])
    touching = text[start - 1 : start] + text[end : end + 1]
    if not kinds and after.isalpha() and any(c.isascii() and c.isalpha() for c in touching):
        nats += FITS
    for neighbour in (text[start - 1 : start], text[end : end + 1]):
        if neighbour and not neighbour.isascii() and "\u00a0" <= neighbour <= "\u2fff":
            same = scripts_of(neighbour)
            if same <= kinds and not (same and same <= scripts_of(after)):
                nats += NEIGHBOUR
    return nats
