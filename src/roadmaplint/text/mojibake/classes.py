"""Classes of characters: the coarse alphabet that the language model reasons about."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache

# First code point and name of each range; a range ends where the next begins.
_BLOCKS: tuple[tuple[int, str], ...] = (
    (0x0000, "ascii"),
    (0x0080, "c1"),
    (0x00A0, "latin1"),
    (0x0100, "latinext"),
    (0x0180, "latinrare"),
    (0x0250, "ipa"),
    (0x02B0, "modifier"),
    (0x0300, "combining"),
    (0x0370, "greek"),
    (0x0400, "cyrillic"),
    (0x0460, "cyrillicold"),
    (0x0490, "cyrillicext"),
    (0x0530, "armenian"),
    (0x0590, "hebrew"),
    (0x0600, "arabic"),
    (0x0700, "syriac"),
    (0x0780, "thaana"),
    (0x07C0, "nko"),
    (0x0900, "devanagari"),
    (0x0980, "bengali"),
    (0x0A00, "gurmukhi"),
    (0x0A80, "gujarati"),
    (0x0B00, "oriya"),
    (0x0B80, "tamil"),
    (0x0C00, "telugu"),
    (0x0C80, "kannada"),
    (0x0D00, "malayalam"),
    (0x0D80, "sinhala"),
    (0x0E00, "thai"),
    (0x0E80, "lao"),
    (0x0F00, "tibetan"),
    (0x1000, "myanmar"),
    (0x10A0, "georgian"),
    (0x1100, "jamo"),
    (0x1200, "ethiopic"),
    (0x13A0, "rarescript"),
    (0x1780, "khmer"),
    (0x1800, "rarescript"),
    (0x1C80, "rarescript"),
    (0x1C90, "georgian"),
    (0x1CC0, "rarescript"),
    (0x1D00, "phonetic"),
    (0x1DC0, "combining"),
    (0x1E00, "latinrare"),
    (0x1EA0, "vietnamese"),
    (0x1F00, "greekold"),
    (0x2000, "space"),
    (0x200B, "format"),
    (0x2010, "dash"),
    (0x2018, "quote"),
    (0x201A, "lowquote"),
    (0x201B, "quote"),
    (0x201E, "lowquote"),
    (0x201F, "quote"),
    (0x2020, "bullet"),
    (0x2026, "ellipsis"),
    (0x2027, "format"),
    (0x202F, "space"),
    (0x2030, "punct"),
    (0x2060, "format"),
    (0x2070, "script"),
    (0x20A0, "currency"),
    (0x20D0, "combining"),
    (0x2100, "letterlike"),
    (0x2150, "number"),
    (0x2190, "arrow"),
    (0x2200, "math"),
    (0x2300, "technical"),
    (0x2400, "rare"),
    (0x2460, "enclosed"),
    (0x2500, "box"),
    (0x2580, "block"),
    (0x25A0, "shape"),
    (0x2600, "emoji"),
    (0x27C0, "math"),
    (0x27F0, "arrow"),
    (0x2800, "braille"),
    (0x2900, "math"),
    (0x2B00, "shape"),
    (0x2C00, "rare"),
    (0x2E80, "radical"),
    (0x3000, "cjkpunct"),
    (0x3040, "hiragana"),
    (0x30A0, "katakana"),
    (0x3100, "bopomofo"),
    (0x3130, "jamo"),
    (0x3190, "cjksquare"),
    (0x3400, "hanrare"),
    (0x4DC0, "rare"),
    (0x4E00, "han"),
    (0xA000, "rare"),
    (0xAC00, "hangul"),
    (0xD7A4, "jamo"),
    (0xD800, "surrogate"),
    (0xE000, "private"),
    (0xF900, "hanrare"),
    (0xFB00, "ligature"),
    (0xFB1D, "hebrewform"),
    (0xFB50, "arabicform"),
    (0xFE00, "variation"),
    (0xFE10, "cjkform"),
    (0xFE70, "arabicform"),
    (0xFF00, "fullwidth"),
    (0xFF61, "halfkana"),
    (0xFFA0, "rare"),
    (0x10000, "ancient"),
    (0x1D400, "mathletter"),
    (0x1D800, "ancient"),
    (0x1F000, "game"),
    (0x1F1E6, "flag"),
    (0x1F200, "game"),
    (0x1F300, "emoji"),
    (0x1F3FB, "skin"),
    (0x1F400, "emoji"),
    (0x1F650, "rare"),
    (0x1F680, "emoji"),
    (0x1F700, "rare"),
    (0x1F7E0, "emoji"),
    (0x1F800, "rare"),
    (0x1F90C, "emoji"),
    (0x1FA00, "game"),
    (0x1FA70, "emoji"),
    (0x1FB00, "rare"),
    (0x20000, "hanrare"),
    (0x30000, "rare"),
    (0xE0000, "format"),
    (0xE0100, "variation"),
    (0xF0000, "private"),
)
_STARTS = tuple(start for start, _ in _BLOCKS)

_KINDS = {"Lu": "U", "Lt": "U", "Ll": "L", "Mn": "M", "Mc": "M", "Me": "M", "Nd": "N", "Cn": "X"}

_ASCII = {
    **dict.fromkeys("()[]{}<>", "bracket"),
    **dict.fromkeys("\"'`", "quotes"),
    **dict.fromkeys(".,:;!?", "stop"),
    **dict.fromkeys("*_#~-=+/\\|&%@^$", "markup"),
    **dict.fromkeys("\t\n\r ", "blank"),
    **dict.fromkeys("0123456789", "digit"),
}
_FINER = {
    0x00A0: "nbsp",
    0x00AA: "ordinal",
    0x00AB: "guillemet",
    0x00AD: "shy",
    0x00B5: "greekL",
    0x00BA: "ordinal",
    0x00BB: "guillemet",
    0x00C2: "latin1circumflex",
    0x00C3: "latin1tilde",
    0x00D7: "math",
    0x00F7: "math",
    0x0401: "cyrillicU",
    0x0451: "cyrillicL",
    0x200D: "joiner",
    0x2039: "guillemet",
    0x203A: "guillemet",
    0x2116: "numero",
    0x2122: "trademark",
    0x20E3: "keycap",
    0xFE0F: "emojistyle",
    0xFFFD: "replacement",
}


def _han(char: str) -> str:
    """Class of a common ideograph: which national standards hold it, and at which level."""
    simplified, traditional, japanese = (
        _level(char, "gb2312", 0xD7, 0xF7),
        _level(char, "big5", 0xC6, 0xF9),
        _level(char, "euc_jp", 0xCF, 0xF4),
    )
    if simplified == 1:
        return "hanboth" if traditional == 1 else "hansimple"
    if traditional == 1:
        return "hanold"
    if japanese == 1:
        return "hanjapan"
    return "hanseldom" if 2 in (simplified, traditional, japanese) else "hanrare"


def _level(char: str, codec: str, first: int, second: int) -> int:
    """1 or 2 for the level of an ideograph in a standard, 0 if it is not there."""
    try:
        data = char.encode(codec)
    except UnicodeEncodeError:
        return 0
    if len(data) != 2:
        return 0
    return 1 if data[0] <= first else 2 if data[0] <= second else 0


def _hangul(char: str) -> str:
    """Class of a syllable: one of the 2,350 in daily use, or not."""
    # Python spells the others out in eight bytes.
    return "hangul" if len(char.encode("euc_kr", "replace")) == 2 else "hangulrare"


@lru_cache(maxsize=65536)
def char_class(char: str) -> str:
    """Name of the class of one character, such as `cyrillicL` or `hanboth`; any code point."""
    code = ord(char)
    if code < 0x80:
        if char.isalpha():
            return "asciiL" if char >= "a" else "asciiU"
        return _ASCII.get(char, "control")
    finer = _FINER.get(code)
    if finer:
        return finer
    return _beyond(char, code)


def _beyond(char: str, code: int) -> str:
    """Class of a character that has no class of its own: its block and its kind."""
    block = _BLOCKS[bisect_right(_STARTS, code) - 1][1]
    kind = _KINDS.get(unicodedata.category(char), "")
    if kind == "X":
        return "unassigned"
    if block == "han":
        return _han(char)
    if block == "hangul":
        return _hangul(char)
    return "sign" if block == "latin1" and not kind else block + kind
