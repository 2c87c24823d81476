"""GitHub's heading anchors: the slug of a heading text, and what repeats become."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: What stays of ASCII, lower-cased; everything else below U+0080 goes.
_ASCII = {
    code: (
        chr(code).lower()
        if chr(code).isalnum() or chr(code) in "_-"
        else "-"
        if chr(code) == " "
        else ""
    )
    for code in range(128)
}
_WORD = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl", "Pc"})
# Circled and squared letters are symbols, but alphabetic ones.
_LETTERS = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))


@lru_cache(maxsize=4096)
def _kept(char: str) -> str:
    """What one character outside ASCII leaves in a slug: itself in lower case, or nothing."""
    code = ord(char)
    if unicodedata.category(char) in _WORD or any(low <= code <= high for low, high in _LETTERS):
        return char.lower()
    return ""


def slug_of(text: str) -> str:
    """The anchor GitHub gives a heading with this rendered text, before repeats are told apart.

    Letters, marks, digits and connecting punctuation stay in lower case, spaces become hyphens one
    for one, hyphens stay, all else goes: `A & B` gives `a--b`, an emoji leaves its U+FE0F behind.
    """
    slug = text.translate(_ASCII)
    if slug.isascii():
        return slug
    return "".join([char if char < "\x80" else _kept(char) for char in slug])


class Slugs:
    """The anchors of one document in order: a repeat gets `-1`, `-2` and so on."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        """Start without a heading."""
        self._seen: dict[str, int] = {}

    def add(self, text: str) -> str:
        """The anchor of the next heading, unlike all before it."""
        plain = slug = slug_of(text)
        while slug in self._seen:
            self._seen[plain] += 1
            slug = f"{plain}-{self._seen[plain]}"
        self._seen[slug] = 0
        return slug


def fold_anchor(name: str) -> str:
    """An anchor as it is compared: composed characters (NFC)."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)
