"""Characters shown to people: what cannot be seen is written as an escape."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from roadmaplint.text.mojibake.damage import Damage

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
#: Longest text and longest row of bytes in a message.
LONGEST = 40
MOST_BYTES = 12


def quote(text: str) -> str:
    """A text in quotation marks, cut short; hidden characters and odd spaces as escapes."""
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return '"' + "".join(map(_visible, cut)) + '"'


def _visible(char: str) -> str:
    if unicodedata.category(char) in _HIDDEN or (char.isspace() and char != " "):
        code = ord(char)
        return (
            f"\\x{code:02x}"
            if code < 256
            else f"\\u{code:04x}"
            if code < 65536
            else f"\\U{code:08x}"
        )
    return char


def describe_char(char: str) -> str:
    """A character by its number and name: `U+200B ZERO WIDTH SPACE`."""
    name = unicodedata.name(char, "")
    return f"U+{ord(char):04X} {name}".rstrip()


def hexadecimal(data: bytes) -> str:
    """Bytes as `F0 9F 9A 80`, cut short."""
    cut = data[:MOST_BYTES].hex(" ").upper()
    return cut + " …" if len(data) > MOST_BYTES else cut


@lru_cache(maxsize=2)
def damage_of(text: str) -> tuple[Damage, ...]:
    """The damage of a text; two rules report it, it is looked for once."""
    if text.isascii() and "&" not in text:
        return ()  # nothing could be damaged, so the finder is not even loaded
    from roadmaplint.text.mojibake.find import find_damage

    return find_damage(text)
