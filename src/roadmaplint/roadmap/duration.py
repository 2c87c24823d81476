"""Stretches of time in a text: `3-6 months`, `6-10 hours/week`, `Month 1`, in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from roadmaplint.lexicon import alternation, names_by_word, words_below
from roadmaplint.roadmap.nodes import Unit
from roadmaplint.roadmap.phrases import folded_names, folded_words, is_cjk, phrase_table
from roadmaplint.text.fold import fold_case
from roadmaplint.text.lazy import lazy

Kind = Literal["span", "effort", "index"]
Per = Literal["day", "week", "month"]


class Stretch(NamedTuple):
    """A duration and its place in the text it was read from."""

    start: int
    end: int
    kind: Kind
    unit: Unit
    low: float
    high: float | None
    per: Per | None = None
    approx: bool = False


_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,4}(?:[.,][0-9]{1,2})?"
#: Digits of Chinese and Japanese numbers.
CJK_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_CJK_NUMBER = "[" + "".join(CJK_DIGITS) + "十]{1,3}"
_NAMES = alternation(*(f"number.{value}" for value in words_below("number")))
_RANGE = rf"[-–—~～〜]|至|到|\b(?:{alternation('duration.to')})\b"


def _span_pattern(number: str) -> re.Pattern[str]:
    """A number or a range of numbers, and the word behind it."""
    return lazy(
        rf"(?<![.,$€£#/:+_-])(?P<low>{number})"
        rf"(?:\s?(?:{_RANGE})\s?(?P<high>{number}))?"
        r"\s?(?P<open>\+)?(?:\s|-)?(?P<unit>[^\W\d_]+)(?P<plural>\(s\))?(?P<tail>\+)?",
        re.IGNORECASE,
    )


_DIGIT = lazy(r"[0-9]")
_IN_DIGITS = _span_pattern(_DIGITS)
_IN_WORDS = _span_pattern(rf"(?:{_NAMES})\b")
_IN_CJK = _span_pattern(_CJK_NUMBER)
_PER = lazy(
    rf"\.?\s*(?:/|\b(?:{alternation('duration.per')})\b)\s*(?P<per>[^\W\d_]+)",
    re.IGNORECASE,
)
_WEEKLY = lazy(r"\s+(?P<per>weekly|daily|monthly)\b", re.IGNORECASE)
_INDEX = lazy(
    r"(?<![\w-])(?P<unit>[^\W\d_]{2,12})\.?[\s_-]?#?\s?(?P<low>[0-9]{1,3})(?![0-9%.]\d|[0-9%])"
    r"(?:\s?(?:[-–—&~～]|to|and|до|bis)\s?(?:(?P<again>[^\W\d_]{2,12})\s)?(?P<high>[0-9]{1,3})(?![0-9]))?"
    r"(?P<open>\+)?(?![^\W\d_])",
    re.IGNORECASE,
)
_CJK_INDEX = lazy(
    rf"第?\s?(?P<low>[0-9]{{1,3}}|{_CJK_NUMBER})(?:\s?[-–—~～至到]\s?第?(?P<high>[0-9]{{1,3}}|{_CJK_NUMBER}))?"
    r"\s?(?P<unit>[^\W\d_]{1,4})"
)
_ORDINAL = lazy(
    r"(?<![\w.])(?P<low>[0-9]{1,3})(?:\s?[-–—]\s?(?P<high>[0-9]{1,3}))?(?:\.|-?[йяе]|-?[aª]|º)\s?(?P<unit>[^\W\d_]{2,12})",
    re.IGNORECASE,
)
_BEFORE_CJK = {"每周": "week", "每週": "week", "每天": "day", "每日": "day", "每月": "month",
               "毎週": "week", "毎日": "day", "一周": "week"}  # fmt: skip
_COUNTED = lazy(r"(?:주|일|년|개월)차|(?:週|日|ヶ月|か月)目")
_INDEXED = frozenset({"month", "week", "day", "year"})
_SINGLE = frozenset({"one", "一"})


def number_of(text: str) -> float | None:
    """The value of a number in digits, words or Chinese digits up to ninety-nine."""
    if text[0].isdigit():
        plain = text.replace(",", "") if re.search(r",[0-9]{3}", text) else text.replace(",", ".")
        return float(plain)
    if (value := names_by_word("number").get(fold_case(text))) is not None:
        return float(value)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return float(CJK_DIGITS.get(tens, 1) * 10 + CJK_DIGITS.get(ones, 0))
    return float(CJK_DIGITS[text]) if text in CJK_DIGITS else None


def stretches(text: str) -> list[Stretch]:
    """Every duration of a text, in order, none overlapping.

    What must not be read (addresses, code, link texts) is masked by the caller.
    """
    digits = _DIGIT.search(text) is not None
    found = list(_spans(text, digits))
    if digits or "第" in text:
        taken = [(stretch.start, stretch.end) for stretch in found]
        for stretch in _indexes(text):
            if all(stretch.end <= start or end <= stretch.start for start, end in taken):
                taken.append((stretch.start, stretch.end))
                found.append(stretch)
    return sorted(found)


def _patterns(text: str, digits: bool) -> Iterator[re.Pattern[str]]:
    """The patterns worth a try: most texts hold no number at all."""
    if digits:
        yield _IN_DIGITS
    words = text.casefold().replace("-", " ").split()
    if len(words) > 1 and not names_by_word("number").keys().isdisjoint(words):
        yield _IN_WORDS
    if is_cjk(text):
        yield _IN_CJK


def _spans(text: str, digits: bool) -> Iterator[Stretch]:
    """Lengths of time and efforts."""
    for pattern in _patterns(text, digits):
        for match in pattern.finditer(text):
            if (stretch := _span(text, match)) is not None:
                yield stretch


def _span(text: str, match: re.Match[str]) -> Stretch | None:
    """One length of time or effort, if the word is one of time."""
    before = text[match.start() - 1 : match.start()]
    if before == "第" or (before.isalnum() and not is_cjk(before)):
        return None
    unit, end = _unit(match)
    if unit is None:
        return None
    low, high = number_of(match["low"]), number_of(match["high"] or match["low"])
    if low is None or high is None or (unit == "year" and high >= 1900):
        return None
    if unit == "day" and fold_case(match["low"]) in _SINGLE and not match["high"]:
        return None
    if text[end : end + 4].casefold() == " ago":
        return None
    start = match.start() if low <= high else match.start("high")
    per, end = _per(text, start, end)
    return Stretch(
        start,
        end,
        "effort" if per else "span",
        cast("Unit", unit),
        min(low, high),
        None if match["open"] or match["tail"] else high,
        per,
        fold_case(text[max(0, start - 16) : start])
        .rstrip()
        .endswith(tuple(folded_words("duration.about"))),
    )


def _unit(match: re.Match[str]) -> tuple[str | None, int]:
    """The unit behind a number and where it ends."""
    word = match["unit"]
    if not word.isascii() and is_cjk(word):
        if _COUNTED.match(word) or (word[0] == "分" and not match["low"].isascii()):
            return None, 0
        found = phrase_table("unit_unspaced").prefix(word)
        return (found[0], match.start("unit") + found[1]) if found else (None, 0)
    return folded_names("unit").get(fold_case(word)), match.end()


def _per(text: str, start: int, end: int) -> tuple[Per | None, int]:
    """What an effort is counted by, and where it ends then."""
    match = _PER.match(text, end) or _WEEKLY.match(text, end)
    if match:
        word = fold_case(match["per"])
        unit = folded_names("per").get(word)
        if unit is None and is_cjk(word):
            unit = folded_names("per").get(word[0])
            return (cast("Per", unit), match.start("per") + 1) if unit else (None, end)
        if unit:
            return cast("Per", unit), match.end()
    before = _BEFORE_CJK.get(text[max(0, start - 2) : start])
    return (cast("Per", before), end) if before else (None, end)


def _indexes(text: str) -> Iterator[Stretch]:
    """Places in a calendar: `Week 3`, `Months 1-2`, `第3周`, `1. Hafta`."""
    patterns = [_INDEX]
    if not text.isascii():
        patterns.append(_CJK_INDEX)
    if "." in text or not text.isascii():
        patterns.append(_ORDINAL)
    for pattern in patterns:
        for match in pattern.finditer(text):
            if pattern is _ORDINAL and "." in match.group() and not _is_ordinal(match["unit"]):
                continue
            if (stretch := _index(match, pattern is _CJK_INDEX)) is not None:
                yield stretch


@lru_cache(maxsize=64)
def _is_ordinal(word: str) -> bool:
    """True for words that a number with a dot counts."""
    return fold_case(word) in folded_words("ordinal")


def _index(match: re.Match[str], cjk: bool) -> Stretch | None:
    """One place in a calendar, if the word is one of time."""
    groups = match.groupdict()
    unit = folded_names("period").get(fold_case(match["unit"]))
    end = match.end()
    if cjk:
        prefixes = (match["unit"][:size] for size in range(len(match["unit"]), 0, -1))
        word = next(
            (word for word in prefixes if word in folded_names("period") and is_cjk(word)), None
        )
        if word is None or not (match.group().startswith("第") or word[-1] in "目차"):
            return None
        unit, end = folded_names("period")[word], match.start("unit") + len(word)
    again = groups.get("again")
    if unit not in _INDEXED or (again and folded_names("period").get(fold_case(again)) != unit):
        return None
    low, high = number_of(match["low"]), number_of(match["high"] or match["low"])
    if low is None or high is None or high < low:
        return None
    endless = groups.get("open") is not None
    return Stretch(match.start(), end, "index", cast("Unit", unit), low, None if endless else high)
