"""Scripts by code point: which script a letter belongs to, and whose language it alone tells."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Literal

Script = Literal[
    "latin", "cyrillic", "cjk", "hangul", "arabic", "hebrew", "greek", "indic", "other"
]

#: First and last code point, the script, and the language that mostly uses it ("" for several).
_RANGES: tuple[tuple[int, int, Script, str], ...] = (
    (0x0041, 0x024F, "latin", ""),
    (0x0370, 0x03FF, "greek", "el"),
    (0x0400, 0x04FF, "cyrillic", "ru"),
    (0x0500, 0x052F, "cyrillic", ""),
    (0x0530, 0x058F, "other", "hy"),
    (0x0590, 0x05FF, "hebrew", "he"),
    (0x0600, 0x06FF, "arabic", "ar"),
    (0x0700, 0x077F, "arabic", ""),
    (0x0900, 0x097F, "indic", "hi"),
    (0x0980, 0x09FF, "indic", "bn"),
    (0x0A00, 0x0DFF, "indic", ""),
    (0x0E00, 0x0E7F, "indic", "th"),
    (0x0E80, 0x109F, "indic", ""),
    (0x10A0, 0x10FF, "other", "ka"),
    (0x1E00, 0x1EFF, "latin", ""),
    (0x3040, 0x30FF, "cjk", "ja"),
    (0x3400, 0x9FFF, "cjk", "zh"),
    (0xAC00, 0xD7AF, "hangul", "ko"),
    (0xFB50, 0xFDFF, "arabic", ""),
)
_STARTS = [low for low, *_ in _RANGES]


@lru_cache(maxsize=4096)
def script_of(char: str) -> tuple[Script, str]:
    """The script of a letter and the language that mostly uses it, "" where several do."""
    at = bisect_right(_STARTS, ord(char)) - 1
    if at < 0 or ord(char) > _RANGES[at][1]:
        return "other", ""
    return _RANGES[at][2:]


def is_spaceless(char: str) -> bool:
    """True for letters of scripts without spaces between words: Chinese, Japanese, Korean."""
    if char < "\u3040":
        return False
    return script_of(char)[0] in {"cjk", "hangul"} or "\uf900" <= char <= "\ufaff"


def is_signed(char: str) -> bool:
    """True for scripts whose vowel signs are no letters to Python: Indic ones, Khmer."""
    return "\u0900" <= char <= "\u109f" or "\u1780" <= char <= "\u17ff"
