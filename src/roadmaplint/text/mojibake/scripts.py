"""Scripts of a line: whether a reading fits the text around it."""

from __future__ import annotations

from functools import lru_cache

from roadmaplint.text.lazy import lazy

_SCRIPTS = {
    "latin": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "cyrillic": "\u0400-\u052f",
    "hebrew": "\u0590-\u05ff",
    "arabic": "\u0600-\u06ff\u0750-\u077f",
    "indic": "\u0900-\u0dff",
    "thai": "\u0e00-\u0eff\u1780-\u17ff",
    "east": "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\uff61-\uff9f",
}
_FINDERS = {name: lazy(f"[{ranges}]") for name, ranges in _SCRIPTS.items()}

#: Texts shorter than this are remembered.
SHORT = 24
#: Nats for a reading that fits its line better or worse than the text as it stands.
FITS = 4.0
STRANGE = -8.0
#: Nats for a small letter after capitals.
LOWER = -6.0
#: Nats for characters of the same kind that touch the piece and stay as they are.
NEIGHBOUR = -5.0


def scripts_of(text: str) -> frozenset[str]:
    """Names of the scripts of the letters in a text."""
    return _scripts_of(text) if len(text) < SHORT else _scripts_of.__wrapped__(text)


@lru_cache(maxsize=8192)
def _scripts_of(text: str) -> frozenset[str]:
    return frozenset(name for name, finder in _FINDERS.items() if finder.search(text))


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
