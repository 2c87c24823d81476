"""The language model: how surprising a text is, in nats, by classes of characters."""

from __future__ import annotations

import json
import lzma
import pkgutil
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache

from msgspec import Struct, field

# First code point and name of each range; a range ends where the next begins.
_BLOCKS = """
    0000 ascii 0080 c1 00A0 latin1 0100 latinext 0180 latinrare 0250 ipa 02B0 modifier
    0300 combining 0370 greek 0400 cyrillic 0460 cyrillicold 0490 cyrillicext 0530 armenian
    0590 hebrew 0600 arabic 0700 syriac 0780 thaana 07C0 nko 0900 devanagari 0980 bengali
    0A00 gurmukhi 0A80 gujarati 0B00 oriya 0B80 tamil 0C00 telugu 0C80 kannada 0D00 malayalam
    0D80 sinhala 0E00 thai 0E80 lao 0F00 tibetan 1000 myanmar 10A0 georgian 1100 jamo 1200 ethiopic
    13A0 rarescript 1780 khmer 1800 rarescript 1C80 rarescript 1C90 georgian 1CC0 rarescript
    1D00 phonetic 1DC0 combining 1E00 latinrare 1EA0 vietnamese 1F00 greekold 2000 space
    200B format 2010 dash 2018 quote 201A lowquote 201B quote 201E lowquote 201F quote 2020 bullet
    2026 ellipsis 2027 format 202F space 2030 punct 2060 format 2070 script 20A0 currency
    20D0 combining 2100 letterlike 2150 number 2190 arrow 2200 math 2300 technical 2400 rare
    2460 enclosed 2500 box 2580 block 25A0 shape 2600 emoji 27C0 math 27F0 arrow 2800 braille
    2900 math 2B00 shape 2C00 rare 2E80 radical 3000 cjkpunct 3040 hiragana 30A0 katakana
    3100 bopomofo 3130 jamo 3190 cjksquare 3400 hanrare 4DC0 rare 4E00 han A000 rare AC00 hangul
    D7A4 jamo D800 surrogate E000 private F900 hanrare FB00 ligature FB1D hebrewform
    FB50 arabicform FE00 variation FE10 cjkform FE70 arabicform FF00 fullwidth FF61 halfkana
    FFA0 rare 10000 ancient 1D400 mathletter 1D800 ancient 1F000 game 1F1E6 flag 1F200 game
    1F300 emoji 1F3FB skin 1F400 emoji 1F650 rare 1F680 emoji 1F700 rare 1F7E0 emoji 1F800 rare
    1F90C emoji 1FA00 game 1FA70 emoji 1FB00 rare 20000 hanrare 30000 rare E0000 format
    E0100 variation F0000 private
"""
_STARTS = [int(start, 16) for start in _BLOCKS.split()[::2]]
_NAMES = _BLOCKS.split()[1::2]

_KINDS = {"Lu": "U", "Lt": "U", "Ll": "L", "Mn": "M", "Mc": "M", "Me": "M", "Nd": "N", "Cn": "X"}

# Characters with a class of their own.
_OWN_TABLE = """
    00A0 nbsp 00AA ordinal 00AB guillemet 00AD shy 00B5 greekL 00BA ordinal 00BB guillemet
    00C2 latin1circumflex 00C3 latin1tilde 00D7 math 00F7 math 0401 cyrillicU 0451 cyrillicL
    200D joiner 2039 guillemet 203A guillemet 2116 numero 2122 trademark 20E3 keycap
    FE0F emojistyle FFFD replacement
"""
_OWN: dict[str, str] = {
    **dict.fromkeys(map(chr, range(0x80)), "control"),
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "asciiL"),
    **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "asciiU"),
    **dict.fromkeys("()[]{}<>", "bracket"),
    **dict.fromkeys("\"'`", "quotes"),
    **dict.fromkeys(".,:;!?", "stop"),
    **dict.fromkeys("*_#~-=+/\\|&%@^$", "markup"),
    **dict.fromkeys("\t\n\r ", "blank"),
    **dict.fromkeys("0123456789", "digit"),
    **{
        chr(int(code, 16)): name
        for code, name in zip(_OWN_TABLE.split()[::2], _OWN_TABLE.split()[1::2], strict=True)
    },
}
#: One unit of the quantised costs, in nats.
UNIT = 0.1
#: Longest text whose cost is remembered.
SHORT = 8
_DIGITS = dict.fromkeys(map(ord, "123456789"), "0")


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


@lru_cache(maxsize=65536)
def char_class(char: str) -> str:
    """Name of the class of one character, such as `cyrillicL` or `hanboth`; any code point."""
    if char in _OWN:
        return _OWN[char]
    block = _NAMES[bisect_right(_STARTS, ord(char)) - 1]
    kind = _KINDS.get(unicodedata.category(char), "")
    if kind == "X":
        return "unassigned"
    if block == "han":
        return _han(char)
    if block == "hangul":
        # of the 2,350 syllables in daily use, or not: Python spells those in eight bytes
        return "hangul" if len(char.encode("euc_kr", "replace")) == 2 else "hangulrare"
    return "sign" if block == "latin1" and not kind else block + kind


class Model(Struct, frozen=True):
    """Costs of a character after another: telling pairs first, else classes.

    `pairs` maps two characters to a cost; `moves` maps a class to the costs of the classes that
    follow; `inside` is the cost of a character within its class. All costs are integers in `UNIT`.
    """

    number: dict[str, int]
    moves: tuple[bytes, ...]
    unseen: tuple[int, ...]
    inside: dict[str, int]
    pairs: dict[str, int]
    other: int
    memo: dict[str, int] = field(default_factory=dict)
    short: dict[str, float] = field(default_factory=dict)

    def step(self, pair: str) -> int:
        """Cost of the second character of a pair after the first."""
        known = self.memo.get(pair)
        if known is None:
            known = self.pairs.get(pair)
            if known is None:
                two = self.number.get(char_class(pair[1]), self.other)
                move = self.moves[self.number.get(char_class(pair[0]), self.other)][two]
                known = move + self.inside.get(pair[1], self.unseen[two])
            if len(self.memo) > 200_000:
                self.memo.clear()
            self.memo[pair] = known
        return known

    def cost(self, text: str) -> float:
        """Surprise of a text in nats, its first character given."""
        if len(text) > SHORT:
            return self._sum(text)
        known = self.short.get(text)
        if known is None:
            if len(self.short) > 100_000:
                self.short.clear()
            known = self.short[text] = self._sum(text)
        return known

    def _sum(self, text: str) -> float:
        text = text.translate(_DIGITS)
        step = self.step
        return UNIT * sum([step(text[i : i + 2]) for i in range(len(text) - 1)])


@cache
def model() -> Model:
    """The model shipped beside this module, read once."""
    # Part of the package like a module, and read like one.
    raw = pkgutil.get_data(__name__, "model.json.xz")
    assert raw is not None
    data = json.loads(lzma.decompress(raw))
    pairs: dict[str, int] = {}
    for head, tail, costs in zip(data["heads"], data["tails"], data["pairs"], strict=True):
        pairs.update({head + char: ord(cost) - 35 for char, cost in zip(tail, costs, strict=True)})
    number = {name: i for i, name in enumerate(data["classes"])}
    return Model(
        number=number,
        moves=tuple(bytes(ord(c) - 35 for c in row) for row in data["moves"]),
        unseen=tuple(data["unseen"]),
        inside={c: ord(q) - 35 for c, q in zip(data["chars"], data["costs"], strict=True)},
        pairs=pairs,
        other=number["unassigned"],
    )
