"""Code pages as misreading programs use them: tables from characters back to bytes."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import cache, lru_cache

from msgspec import Struct

from roadmaplint.text.mojibake.damage import LABELS

#: Single-byte pages under which UTF-8 is misread. `cp1252` stands for Latin-1 too: its table
#: also knows the C1 controls that Latin-1 has where Windows has letters.
SINGLE = (
    "cp1252",
    "cp1254",
    "cp1250",
    "cp1251",
    "mac-roman",
    "cp437",
    "cp850",
    "koi8-r",
    "cp1253",
    "mac-cyrillic",
    "cp866",
    "cp852",
    "cp1257",
    "cp1256",
)
#: Double-byte pages under which UTF-8 is misread.
DOUBLE = ("gbk", "big5", "cp932", "cp949")

#: Python's codecs that read a page as programs do, where the page's own name is another one.
PYTHON = {"gbk": "gb18030", "big5": "cp950"}
# Python's names in the order in which they are asked for a character's bytes. Python's gbk lacks
# the private-use and four-byte areas; its big5 and shift_jis know symbols the Windows pages do not.
_ENCODERS = {
    "gbk": ("gbk", "gb18030"),
    "big5": ("cp950", "big5", "big5hkscs"),
    "cp932": ("cp932", "shift_jis"),
    "cp949": ("cp949",),
    "euc-jp": ("euc-jp",),
}
# Bytes that Windows maps and Python does not.
_EXTRA = {
    "gbk": {"\u20ac": b"\x80", "\uf8f5": b"\xff"},
    "big5": {"\x80": b"\x80", "\uf8f8": b"\xff"},
    "cp949": {"\x80": b"\x80", "\uf8f7": b"\xff"},
}
# Windows gives private-use characters to a few undefined bytes above 0x9F.
_WINDOWS_PRIVATE = {
    "cp1253": {0xAA: "\uf8f9", 0xD2: "\uf8fa", 0xFF: "\uf8fb"},
    "cp1257": {0xA1: "\uf8fc", 0xA5: "\uf8fd"},
}
Encoder = Callable[[str], bytes | None]


class Page(Struct, frozen=True):
    """A single-byte code page: `images[b]` are the characters that byte `b` may have become.

    `upper` are the images from 0x80 on, `leads` those of first bytes of UTF-8 sequences, `rest`
    those of the bytes that follow.
    """

    name: str
    images: tuple[str, ...]
    byte_of: dict[int, int]
    upper: frozenset[str]
    leads: frozenset[str]
    rest: frozenset[str]

    def held(self, chars: frozenset[str], first: int, last: int) -> str:
        """Those of the characters that the bytes `first` to `last` (of 0x80 and more) became."""
        held = chars & self.upper
        return "".join(sorted(c for c in held if first <= self.byte_of[ord(c)] <= last))


@cache
def page(name: str) -> Page:
    """The table of a single-byte page; undefined bytes stay as they are."""
    private = _WINDOWS_PRIVATE.get(name, {})
    images: list[str] = []
    for byte, char in enumerate(bytes(range(256)).decode(name, "replace")):
        if char == "\ufffd":
            images.append(chr(byte) + private.get(byte, ""))
        elif name == "cp1252" and char != chr(byte):
            images.append(char + chr(byte))
        else:
            images.append(char)
    if name == "mac-roman":
        images[0xDB] += "\xa4"  # before the euro came
    byte_of = {ord(char): byte for byte, chars in enumerate(images) for char in chars}
    halves = (images[0x80:], images[0xC2:0xF5], images[0x80:0xC0])
    return Page(name, tuple(images), byte_of, *(frozenset("".join(part)) for part in halves))


@cache
def encoder(name: str) -> Encoder:
    """A function from one character to its bytes in a double-byte page, None if it has none."""
    encoders = [codecs.getencoder(python) for python in _ENCODERS[name]]
    extra = _EXTRA.get(name, {})

    @lru_cache(maxsize=32768)
    def encode(char: str) -> bytes | None:
        if char in extra:
            return extra[char]
        for function in encoders:
            try:
                return function(char)[0]
            except UnicodeEncodeError:
                continue
        return None

    return encode


def label(path: tuple[str, ...]) -> str:
    """A path for people: `Mac Roman`, or `Windows-1252, then GBK` for a double misreading."""
    return ", then ".join(LABELS.get(name, name) for name in path)
