"""Numbers in front of titles: `1.`, `1.2`, keycaps, `Phase 3:`, `IV.`, `第一章`."""

from __future__ import annotations

import re

from msgspec import Struct

from roadmaplint.roadmap.duration import CJK_DIGITS, number_of
from roadmaplint.roadmap.phrases import folded_names, folded_words, is_cjk, phrase_table
from roadmaplint.roadmap.values import NumberStyle
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy


class Numbering(Struct, frozen=True):
    """A number read from a title.

    `start` and `end` enclose what was written as the number, `rest` is where the title goes on.
    `unit` names the counted part (`phase`) where there is one; `last` ends a range.
    """

    start: int
    end: int
    rest: int
    path: tuple[int, ...]
    style: NumberStyle
    unit: str = ""
    last: int | None = None


_CJK_NUMBER = "[" + "".join(CJK_DIGITS) + "十百]{1,4}"
_KEYCAP = lazy(r"(?P<number>[0-9]*(?:[0-9]\ufe0f?\u20e3)+|🔟)\s*[.:)\-–—]?\s*")
_CIRCLED = lazy(r"(?P<number>[\u2460-\u2473\u2776-\u277f])\s*[.:)]?\s*")
_DOTTED = lazy(
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){1,5}[.)]?)(?:\s*[:：、—–-])?(?:\s+|(?<=[：、]))(?=\S)"
)
_ARABIC = lazy(
    r"(?P<number>(?:[0-9]{1,3}(?:[.)．]|(?=\s?[:：、](?![0-9]))|(?=\s+[-–—]\s))|0[0-9](?=\s)))"
    r"(?:(?<=[.)．])(?=[^\W\d_])|\s*[:：、]\s*|\s+[-–—]\s+|\s+|(?<=．))(?=\S)"
)
_ROMAN = lazy(r"(?P<number>(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})[.)])\s+(?=\S)")
_LETTER = lazy(r"(?P<number>[A-Z][.)])\s+(?=\S)")
_CJK = lazy(rf"(?P<number>{_CJK_NUMBER})\s*[、.．:：]\s*(?=\S)")
_WORD = lazy(
    r"(?P<number>(?P<unit>[^\W\d_]{2,12})\s?[#№.-]?\s?"
    r"(?P<path>[0-9]{1,3}(?:\.[0-9]{1,3})*|(?:X{0,3}(?:IX|IV|V?I{0,3}))(?<=[IVX])|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|" + _CJK_NUMBER + r")"
    r"(?:\s?[-–—~&]\s?(?P<last>[0-9]{1,3})(?![0-9]))?)(?![^\W_])",
    re.IGNORECASE,
)
_COUNTED = lazy(
    r"(?P<number>(?P<ordinal>第\s?)?(?P<path>[0-9]{1,3}|" + _CJK_NUMBER + r")"
    r"(?P<dot>\.|-?[йяе])?\s?(?P<unit>[^\W\d_]{1,12}))"
)
#: Behind `Phase 1`: what sets the title off, or that nothing follows.
_SEPARATOR = lazy(r"\s*(?:[:：.、|)）」】]|[-–—]+(?=\s))\s*|\s*\Z")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_CAPS = {"🔟": 10}


def roman_value(text: str) -> int:
    """The value of a Roman number below forty."""
    values = [_ROMAN_VALUES[char] for char in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs)


def value_of(text: str) -> int:
    """The value of a number as it stands behind `Phase`: digits, Roman, a word, Chinese digits."""
    if text.upper().strip("IVX") == "":
        return roman_value(text.upper())
    return int(number_of(text) or 0)


def read_number(text: str, at: int = 0) -> Numbering | None:
    """The number that a title has in front, or None. `at` is where the title's text starts."""
    if at >= len(text):
        return None
    if text[at].isascii() and text[at].isdigit():
        return _plain(text, at) or _counted(text, at)
    if (word := _worded(text, at)) is not None:
        return word
    if "A" <= text[at] <= "Z":
        return _lettered(text, at)
    return None if text[at].isascii() else _foreign(text, at)


def _plain(text: str, at: int) -> Numbering | None:
    """Keycaps, `1.2` and `1.`."""
    if (match := _KEYCAP.match(text, at)) is not None:
        digits = "".join(char for char in match["number"] if char.isdigit())
        if len(digits) > 4:
            return None
        return _numbering(match, (int(digits),), "keycap")
    if (match := _DOTTED.match(text, at)) is not None:
        path = tuple(int(part) for part in match["number"].rstrip(".)").split("."))
        return _numbering(match, path, "dotted")
    if (match := _ARABIC.match(text, at)) is not None and not _is_counted(text, match):
        return _numbering(match, (int(match["number"].rstrip(".)．")),), "arabic")
    return None


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """True for `1. Aşama`: the number belongs to the word behind it, not to the title."""
    counted = _COUNTED.match(text, match.start())
    return bool(
        counted and counted["dot"] and fold_case(counted["unit"]) in folded_words("ordinal")
    )


def _unit_of(word: str) -> str | None:
    """The unit a word counts."""
    return folded_names("part").get(fold_case(word))


def _worded(text: str, at: int) -> Numbering | None:
    """`Phase 3:`, `Модуль 2.`, `阶段1：`."""
    match = _WORD.match(text, at)
    if match is None or (unit := _unit_of(match["unit"])) is None:
        return None
    behind = _SEPARATOR.match(text, match.end())
    raw = match["path"]
    path = tuple(map(int, raw.split("."))) if raw[0].isdigit() else (value_of(raw),)
    last = int(match["last"]) if match["last"] else None
    # `Phase 1 (3 weeks)` and `Phase 1 Basics` keep their words, but they are counted.
    rest = behind.end() if behind else match.start()
    return Numbering(match.start(), match.end(), rest, path, "word", unit, last)


def _counted(text: str, at: int) -> Numbering | None:
    """`第一章：`, `1단계:`, `2. Aşama`, `1-й этап`."""
    match = _COUNTED.match(text, at)
    if match is None:
        return None
    word, end, unit = match["unit"], match.end(), ""
    if is_cjk(word):
        found = phrase_table("part").prefix(word)
        if found is not None and (match["ordinal"] or found[0] in {"stage", "step"}):
            unit, end = found[0], match.start("unit") + found[1]
    elif match["dot"]:
        unit = _unit_of(word) or ""
    behind = _SEPARATOR.match(text, end)
    if not unit or not (behind or (match["ordinal"] and text[end : end + 1].isspace())):
        return None
    rest = behind.end() if behind else end + 1
    return Numbering(match.start(), end, rest, (value_of(match["path"]),), "word", unit)


def _lettered(text: str, at: int) -> Numbering | None:
    """`IV.` and `B)`."""
    if (match := _ROMAN.match(text, at)) is not None:
        return _numbering(match, (roman_value(match["number"][:-1]),), "roman")
    if (match := _LETTER.match(text, at)) is not None:
        return _numbering(match, (ord(match["number"][0]) - 64,), "letter")
    return None


def _foreign(text: str, at: int) -> Numbering | None:
    """Keycap ten, circled digits, `一、` and what is counted in Chinese, Japanese or Korean."""
    if (match := _KEYCAP.match(text, at)) is not None:
        return _numbering(match, (_CAPS[match["number"]],), "keycap")
    if (match := _CIRCLED.match(text, at)) is not None:
        code = ord(match["number"])
        value = code - 0x245F if code < 0x2480 else code - 0x2775
        return _numbering(match, (value,), "keycap")
    if (match := _CJK.match(text, at)) is not None:
        return _numbering(match, (value_of(match["number"]),), "word")
    return _counted(text, at)


def _numbering(match: re.Match[str], path: tuple[int, ...], style: NumberStyle) -> Numbering:
    """What a simple pattern found."""
    return Numbering(match.start("number"), match.end("number"), match.end(), path, style)
